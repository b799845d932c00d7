import { formatDay } from '../language/dates.ts'
import type { Words } from '../language/words.ts'
import { html, Markup } from '../portal/html.ts'
import { dayOf } from '../places/calendar.ts'
import { iraqCalendarRules } from '../places/iraq-calendar.ts'
import type { Names } from '../records/answers.ts'
import { suggestionAbout } from './suggestion.ts'

/** An offer as the holder of a link sees it: nothing of any place. */
export interface LinkedOffer {
  readonly offerId: string
  readonly names: Names
  readonly organisationNames: Names
  readonly service: string
  readonly state: string
  readonly capacity: string
  readonly waitDays: number | null
  readonly verifiedAt: string
  readonly answered: boolean
}

const lights = ['yes', 'waitlist', 'no', 'ask'] as const
const nameIn = (t: Words, names: Names) => names[t.locale] ?? names.ar ?? names.en ?? ''
const told = (problem: string | undefined): Markup | null =>
  problem === undefined ? null : html`<p class="problem" role="alert" id="problem">${problem}</p>`
const hidden = (fields: Readonly<Record<string, string>>) =>
  Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)

/** Before the link is known. Its script puts in what stands behind the #; without one it can be typed. */
export function stillEntry(t: Words, problem?: string): Markup {
  return html`
<h1>${t('services.still.heading')}</h1>
<p class="lead">${t('services.still.what')}</p>
${told(problem)}
<form class="card" id="still-open" method="post" action="/still" autocomplete="off">
${hidden({ lang: t.locale })}
<div class="field"><label for="token">${t('services.still.token')}</label>
<input class="input" id="token" name="token" required maxlength="100" dir="ltr" spellcheck="false" autocapitalize="off" aria-describedby="token-help">
<p class="help" id="token-help">${t('services.still.tokenHelp')}</p></div>
<button class="button main" type="submit">${t('services.still.open')}</button>
</form>`
}

/** One tap an offer: how much room there is, said together with "still correct"; or that something is wrong. */
export function stillPage(t: Words, token: string, offers: readonly LinkedOffer[], done?: string): Markup {
  const [first] = offers
  return html`
<h1>${t('services.still.heading')}</h1>
${first ? html`<p class="lead">${nameIn(t, first.organisationNames)}</p>` : null}
<p>${t('services.still.how')}</p>
${offers.map(
  (
    offer,
  ) => html`<section class="card${offer.offerId === done ? ' done' : ''}" aria-labelledby="o-${offer.offerId}">
<h2 id="o-${offer.offerId}" ${offer.offerId === done ? new Markup('tabindex="-1" autofocus') : null}>${nameIn(t, offer.names)}</h2>
<p>${t(`services.service.${offer.service}`)} · ${t(`services.capacity.${offer.capacity}`)}</p>
<p class="help">${t('services.still.last', { day: formatDay(t, dayOf(offer.verifiedAt, iraqCalendarRules)) })}</p>
${offer.answered ? html`<p class="state" role="status">${t('services.still.thanks')}</p>` : null}
<form method="post" action="/still">
${hidden({ lang: t.locale, token, offer: offer.offerId, still: '1' })}
<p>${t('services.still.room')}</p>
<div class="choices">${lights.map((light) => html`<button class="button ${light === 'yes' ? 'main' : ''}" type="submit" name="light" value="${light}">${t(`services.still.light.${light}`)}</button>`)}</div>
</form>
<form method="post" action="/still">${hidden({ lang: t.locale, token, offer: offer.offerId, still: '0' })}
<button class="button" type="submit" name="light" value="no">${t('services.still.notNow')}</button></form>
</section>`,
)}
<p class="help">${t('services.still.more')}</p>`
}

export interface TypedSuggestion {
  readonly form: string
  readonly about?: string | undefined
  readonly phone?: string | undefined
  readonly address?: string | undefined
  readonly hours?: string | undefined
  readonly note?: string | undefined
}

/** Anyone says that an entry is wrong: whole without JavaScript, nothing asks who writes. */
export function suggestForm(
  t: Words,
  offer: { readonly id: string; readonly names: Names; readonly organisationNames: Names },
  typed: TypedSuggestion,
  problem?: string,
): Markup {
  const field = (name: 'phone' | 'address' | 'hours', most: number) =>
    html`<div class="field"><label for="${name}">${t(`services.suggest.${name}`)}</label>
<input class="input" id="${name}" name="${name}" maxlength="${most}" dir="${name === 'phone' ? 'ltr' : 'auto'}" value="${typed[name] ?? ''}"></div>`
  return html`
<h1>${t('services.suggest.heading')}</h1>
<p class="lead">${nameIn(t, offer.names)} · ${nameIn(t, offer.organisationNames)}</p>
<p>${t('services.suggest.what')}</p>
${told(problem)}
<form class="card" method="post" action="/suggest" autocomplete="off">
${hidden({ lang: t.locale, form: typed.form, offer: offer.id })}
<div class="field"><label for="about">${t('services.suggest.about')}</label>
<select class="input" id="about" name="about" required><option value=""></option>${suggestionAbout.map((code) => html`<option value="${code}" ${code === typed.about ? new Markup('selected') : null}>${t(`services.suggest.about.${code}`)}</option>`)}</select></div>
<p class="help">${t('services.suggest.better')}</p>
${field('phone', 40)}${field('address', 300)}${field('hours', 120)}
<div class="field"><label for="note">${t('services.suggest.note')}</label>
<textarea class="input" id="note" name="note" maxlength="1000" rows="4" dir="auto" aria-describedby="note-help">${typed.note ?? ''}</textarea>
<p class="help" id="note-help">${t('services.suggest.noteHelp')}</p></div>
<button class="button main" type="submit">${t('services.suggest.send')}</button>
</form>
<p class="help">${t('services.suggest.staff')} <a href="/say?lang=${t.locale}">${t('services.suggest.say')}</a></p>`
}

export function suggestedPage(t: Words): Markup {
  return html`<section class="card done" role="status"><h1>${t('services.suggest.thanks')}</h1><p>${t('services.suggest.next')}</p></section>`
}

/** The entry is not shown, or there is none: one and the same to a visitor. */
export function entryGone(t: Words): Markup {
  return html`<h1>${t('services.suggest.heading')}</h1><p class="problem">${t('services.suggest.gone')}</p>`
}
