import { formatDay } from '../language/dates.ts'
import type { Words } from '../language/words.ts'
import { html, Markup } from '../portal/html.ts'
import { inLanguage } from '../portal/layout.page.ts'
import { dayOf } from '../places/calendar.ts'
import { iraqCalendarRules } from '../places/iraq-calendar.ts'
import type { Names } from '../records/answers.ts'
import { complaintKinds } from './desk-rules.ts'
import type { FollowedComplaint, TypedComplaint } from './from-public.ts'

/** The form of a code; nobody has this one. */
const example = 'MT-4K7-29XR'

export const sayPath = '/say'
export const answerPath = '/say/answer'

const told = (problem: string | undefined): Markup | null =>
  problem === undefined ? null : html`<p class="problem" role="alert" id="problem">${problem}</p>`
const on = (t: Words, at: string): string => formatDay(t, dayOf(at, iraqCalendarRules))

interface Organisation {
  readonly id: string
  readonly names: Names
}

/** Where anyone complains about staff: whole without JavaScript, and nothing in it tells who writes. */
export function sayForm(
  t: Words,
  organisations: readonly Organisation[],
  typed: TypedComplaint & { readonly form: string },
  problem?: string,
): Markup {
  const nameOf = ({ names }: Organisation): string => names[t.locale] ?? names.ar ?? names.en ?? ''
  const option = (value: string, label: string, chosen: string | undefined): Markup =>
    html`<option value="${value}" ${value === chosen ? new Markup('selected') : null}>${label}</option>`
  return html`
<h1>${t('desk.say.heading')}</h1>
<p class="lead">${t('desk.say.about')}</p>
<p>${t('desk.say.safe')}</p>
${told(problem)}
${
  organisations.length === 0
    ? html`<p class="problem">${t('desk.say.nobody')}</p>`
    : html`<form class="card" method="post" action="${sayPath}" autocomplete="off">
<input type="hidden" name="lang" value="${t.locale}">
<input type="hidden" name="form" value="${typed.form}">
<div class="field"><label for="organisationId">${t('desk.say.organisation')}</label>
<select class="input" id="organisationId" name="organisationId" required aria-describedby="organisation-help"><option value=""></option>${organisations.map((one) => option(one.id, nameOf(one), typed.organisationId))}</select>
<p class="help" id="organisation-help">${t('desk.say.organisationHelp')}</p></div>
<div class="field"><label for="kind">${t('desk.field.complaintKind')}</label>
<select class="input" id="kind" name="kind" required><option value=""></option>${complaintKinds.map((kind) => option(kind, t(`desk.complaintKind.${kind}`), typed.kind))}</select></div>
<div class="field"><label for="text">${t('desk.say.text')}</label>
<textarea class="input" id="text" name="text" required maxlength="6000" rows="8" dir="auto">${typed.text ?? ''}</textarea></div>
<div class="field"><label for="reach">${t('desk.say.reach')}</label>
<input class="input" id="reach" name="reach" maxlength="200" dir="auto" value="${typed.reach ?? ''}" aria-describedby="reach-help">
<p class="help" id="reach-help">${t('desk.say.reachHelp')}</p></div>
<div class="field"><label for="word">${t('desk.say.word')}</label>
<input class="input" id="word" name="word" required maxlength="60" dir="auto" spellcheck="false" aria-describedby="word-help">
<p class="help" id="word-help">${t('desk.say.wordHelp')}</p></div>
<button class="button main" type="submit">${t('desk.say.send')}</button>
</form>`
}
<p class="quiet"><a href="${inLanguage(answerPath, t.locale)}">${t('desk.say.toAnswer')}</a></p>`
}

/** The code, once: nobody can say it again. */
export function saidPage(t: Words, code: string, answerDueAt: string): Markup {
  return html`
<h1>${t('desk.say.arrived')}</h1>
<section class="card">
<p>${t('desk.say.code')}</p>
<p class="lead"><b><bdi dir="ltr">${code}</bdi></b></p>
<p>${t('desk.say.keep')}</p>
<p>${t('desk.say.answerBy', { day: on(t, answerDueAt) })}</p>
</section>
<p><a class="button" href="${inLanguage(answerPath, t.locale)}">${t('desk.say.toAnswer')}</a></p>`
}

export function answerForm(t: Words, problem?: string): Markup {
  return html`
<h1>${t('desk.say.toAnswer')}</h1>
${told(problem)}
<form class="card" method="post" action="${answerPath}" autocomplete="off">
<input type="hidden" name="lang" value="${t.locale}">
<div class="field"><label for="code">${t('desk.say.codeField')}</label>
<input class="input" id="code" name="code" required maxlength="40" dir="ltr" autocapitalize="characters" spellcheck="false" aria-describedby="code-help">
<p class="help" id="code-help">${t('portal.track.codeHelp')} <bdi dir="ltr">${example}</bdi></p></div>
<div class="field"><label for="word">${t('portal.track.word')}</label>
<input class="input" id="word" name="word" required maxlength="60" dir="auto" spellcheck="false"></div>
<button class="button main" type="submit">${t('desk.say.show')}</button>
</form>`
}

export function answerPage(t: Words, { state, receivedAt, answerDueAt, answers }: FollowedComplaint): Markup {
  const paragraphs = (text: string): Markup[] =>
    text
      .split('\n')
      .filter((part) => part.trim() !== '')
      .map((part) => html`<p dir="auto">${part}</p>`)
  return html`
<h1>${t('desk.say.yours')}</h1>
<section class="card">
<p class="state">${t(`desk.complaintState.${state}`)}</p>
<p class="help">${t('desk.say.receivedOn', { day: on(t, receivedAt) })}</p>
${answers.length === 0 ? html`<p>${t('desk.say.noAnswer', { day: on(t, answerDueAt) })}</p>` : null}
</section>
${answers.map(
  ({ at, text }) => html`<section class="card"><h2>${t('desk.say.answerOn', { day: on(t, at) })}</h2>
${text === null ? html`<p>${t('desk.complaints.unreadable')}</p>` : paragraphs(text)}</section>`,
)}
<p><a class="button" href="${inLanguage(answerPath, t.locale)}">${t('portal.track.again')}</a></p>`
}
