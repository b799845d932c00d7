import { formatDay } from '../../language/dates.ts'
import type { Words } from '../../language/words.ts'
import { html, Markup } from '../../portal/html.ts'
import { inLanguage } from '../../portal/layout.page.ts'
import { dayOf } from '../../places/calendar.ts'
import { iraqCalendarRules } from '../../places/iraq-calendar.ts'
import type { Names } from '../../records/answers.ts'
import { sectors } from '../taxonomy.ts'
import {
  families,
  type FollowedApplication,
  type Governorate,
  registers,
  type TypedApplication,
} from './application.ts'
import { beforeActive, type OrganisationState, stages, stepsOf } from './organisation-states.ts'

/** The form of a code; nobody has this one. */
const example = 'PR-4K7-29XC'

export const providePath = '/provide'
export const provideAnswerPath = '/provide/answer'

const told = (problem: string | undefined): Markup | null =>
  problem === undefined ? null : html`<p class="problem" role="alert" id="problem">${problem}</p>`
const on = (t: Words, at: string): string => formatDay(t, dayOf(at, iraqCalendarRules))
const nameIn = (t: Words, names: Names): string => names[t.locale] ?? names.ar ?? names.en ?? ''
const chosen = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value
const checked = (is: boolean): Markup | null => (is ? new Markup('checked') : null)

/** Where an organisation asks to take part: whole without JavaScript. */
export function provideForm(
  t: Words,
  places: readonly Governorate[],
  typed: TypedApplication & { readonly form: string },
  mend?: { readonly field: string | null; readonly problem: string },
): Markup {
  const text = (value: string | readonly string[] | undefined): string =>
    typeof value === 'string' ? value : ''
  const wrong = (field: string): Markup | null =>
    mend?.field === field ? new Markup('aria-invalid="true" aria-describedby="problem"') : null
  const line = (
    field: keyof TypedApplication,
    most: number,
    more: { readonly isRequired?: boolean; readonly attributes?: string; readonly help?: boolean } = {},
  ): Markup => html`<div class="field"><label for="${field}">${t(`services.provide.${field}`)}</label>
<input class="input" id="${field}" name="${field}" maxlength="${most}" value="${text(typed[field])}" ${new Markup(more.attributes ?? 'dir="auto"')} ${more.isRequired ? new Markup('required') : null} ${wrong(field)}>
${more.help ? html`<p class="help">${t(`services.provide.${field}Help`)}</p>` : null}</div>`
  const radios = (field: 'family' | 'register', codes: readonly string[], list: string): Markup =>
    html`<fieldset><legend class="ink">${t(`services.provide.${field}`)}</legend>${codes.map((value) => html`<label class="choice"><input type="radio" name="${field}" value="${value}" required ${checked(typed[field] === value)}> ${t(`services.${list}.${value}`)}</label>`)}</fieldset>`
  const boxes = (
    field: 'sectors' | 'areas',
    options: readonly { readonly value: string; readonly label: string }[],
  ): Markup =>
    html`<fieldset><legend class="ink">${t(`services.provide.${field}`)}</legend>${options.map(({ value, label }) => html`<label class="choice"><input type="checkbox" name="${field}" value="${value}" ${checked(chosen(typed[field]).includes(value))}> ${label}</label>`)}</fieldset>`
  return html`
<h1>${t('services.provide.heading')}</h1>
<p class="lead">${t('services.provide.about.lead')}</p>
<p>${t('services.provide.free')}</p>
<p>${t('services.provide.asked')}</p>
${told(mend?.problem)}
<form class="card" method="post" action="${providePath}" autocomplete="off">
<input type="hidden" name="lang" value="${t.locale}">
<input type="hidden" name="form" value="${typed.form}">
<h2>${t('services.provide.who')}</h2>
${line('nameAr', 200, { isRequired: true, attributes: 'dir="rtl" lang="ar"' })}
${line('nameEn', 200, { isRequired: true, attributes: 'dir="ltr" lang="en"' })}
${line('nameCkb', 200, { attributes: 'dir="rtl" lang="ckb"' })}
${line('nameKmr', 200, { attributes: 'dir="rtl" lang="kmr-Arab"' })}
${radios('family', families, 'family')}
${radios('register', registers, 'register')}
${line('registrationNumber', 80, { attributes: 'dir="ltr"', help: true })}
<h2>${t('services.provide.what')}</h2>
<div class="field"><label for="about">${t('services.provide.about')}</label>
<textarea class="input" id="about" name="about" required maxlength="2000" rows="6" dir="auto" ${wrong('about')}>${text(typed.about)}</textarea></div>
${boxes(
  'sectors',
  sectors.map((value) => ({ value, label: t(`services.sector.${value}`) })),
)}
${boxes(
  'areas',
  places.map(({ code, names }) => ({ value: code, label: nameIn(t, names) })),
)}
${line('url', 300, { attributes: 'dir="ltr" inputmode="url"' })}
<h2>${t('services.provide.contact')}</h2>
<p class="help">${t('services.provide.contactWhy')}</p>
${line('contactName', 120, { isRequired: true })}
${line('contactPhone', 40, { attributes: 'dir="ltr" inputmode="tel"' })}
${line('contactMail', 120, { attributes: 'dir="ltr" inputmode="email"' })}
${line('invitation', 40, { attributes: 'dir="ltr" autocapitalize="characters" spellcheck="false"', help: true })}
<div class="field"><label for="word">${t('services.provide.word')}</label>
<input class="input" id="word" name="word" required maxlength="60" dir="auto" spellcheck="false" aria-describedby="word-help">
<p class="help" id="word-help">${t('services.provide.wordHelp')}</p></div>
<button class="button main" type="submit">${t('services.provide.send')}</button>
</form>
<p class="quiet"><a href="${inLanguage(provideAnswerPath, t.locale)}">${t('services.provide.toAnswer')}</a></p>`
}

/** The code, once: nobody can say it again. */
export function appliedPage(t: Words, code: string, dueAt: string): Markup {
  return html`
<h1>${t('services.provide.arrived')}</h1>
<section class="card">
<p>${t('services.provide.code')}</p>
<p class="lead"><b><bdi dir="ltr">${code}</bdi></b></p>
<p>${t('services.provide.keep')}</p>
<p>${t('services.provide.answerBy', { day: on(t, dueAt) })}</p>
</section>
<p><a class="button" href="${inLanguage(provideAnswerPath, t.locale)}">${t('services.provide.toAnswer')}</a></p>`
}

export function provideAnswerForm(t: Words, problem?: string): Markup {
  return html`
<h1>${t('services.provide.toAnswer')}</h1>
${told(problem)}
<form class="card" method="post" action="${provideAnswerPath}" autocomplete="off">
<input type="hidden" name="lang" value="${t.locale}">
<div class="field"><label for="code">${t('portal.track.code')}</label>
<input class="input" id="code" name="code" required maxlength="40" dir="ltr" autocapitalize="characters" spellcheck="false" aria-describedby="code-help">
<p class="help" id="code-help">${t('portal.track.codeHelp')} <bdi dir="ltr">${example}</bdi></p></div>
<div class="field"><label for="word">${t('portal.track.word')}</label>
<input class="input" id="word" name="word" required maxlength="60" dir="auto" spellcheck="false"></div>
<button class="button main" type="submit">${t('portal.track.show')}</button>
</form>`
}

/** Where it stands: what was looked at, what comes next, and why it ended where it did. */
export function provideAnswerPage(
  t: Words,
  { state, since, due, reason, told: said, steps }: FollowedApplication,
): Markup {
  const isOver = state === 'exited'
  const waits = (beforeActive as readonly string[]).includes(state)
  return html`
<h1>${t('services.provide.yours')}</h1>
<section class="card">
<p class="state">${t(`services.org.applicant.${state as OrganisationState}`)}</p>
<p class="help">${t('services.provide.since', { day: on(t, since) })}</p>
${due !== null && (state === 'applied' || state === 'screening') ? html`<p>${t('services.provide.answerBy', { day: on(t, due) })}</p>` : null}
${reason !== null && state !== 'active' ? html`<p><b>${t('services.provide.why')}</b> ${t(`services.org.reason.${reason}`)}</p>` : null}
${said === null ? null : html`<p dir="auto">${said}</p>`}
${isOver ? html`<p>${t('services.provide.again')}</p>` : null}
</section>
${
  waits && state !== 'suggested'
    ? stages.map(
        (stage) => html`<section class="card"><h2>${t(`services.org.stage.${stage}`)}</h2>
<ul>${stepsOf[stage].map((step) => html`<li>${steps.includes(step) ? '✓' : '○'} ${t(`services.org.step.${step}`)} <span class="help">${t(steps.includes(step) ? 'services.provide.stepDone' : 'services.provide.stepOpen')}</span></li>`)}</ul></section>`,
      )
    : null
}
<p><a class="button" href="${inLanguage(provideAnswerPath, t.locale)}">${t('portal.track.again')}</a></p>`
}
