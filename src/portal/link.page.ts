import type { Words } from '../language/words.ts'
import { outcomes, reasons } from '../referrals/referral-states.ts'
import { services } from '../services/taxonomy.ts'
import { html, json, type Markup } from './html.ts'

const shown = [
  'code',
  'sender',
  'receiver',
  'service',
  'urgency',
  'ageBand',
  'sex',
  'language',
  'place',
  'accompaniment',
  'decideBy',
  'appointment',
] as const

/** What the script of the page puts into words: names of codes, and how a moment is written. `{name}` stays for it to fill. */
function wordsForScript(t: Words, lists: CodeLists): Markup {
  const named = (prefix: string, codes: readonly string[]) =>
    Object.fromEntries(codes.map((code) => [code, t(prefix + code)]))
  const months = Array.from({ length: 12 }, (_, index) => `language.month.${index + 1}`)
  const weekdays = ['saturday', 'sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map(
    (day) => `language.weekday.${day}`,
  )
  const open = {
    day: '{day}',
    month: '{month}',
    year: '{year}',
    date: '{date}',
    time: '{time}',
    weekday: '{weekday}',
  }
  const dates = [
    ...months,
    ...weekdays,
    'language.date.day',
    'language.date.withTime',
    'language.date.withWeekday',
  ]
  return json({
    locale: t.locale,
    digits: t.digits,
    messages: Object.fromEntries(dates.map((key) => [key, t(key, open)])),
    noToken: t('portal.link.noToken'),
    noNetwork: t('portal.link.noNetwork'),
    interpreter: t('portal.link.field.interpreter'),
    names: {
      service: named(
        'services.service.',
        services.map(({ code }) => code),
      ),
      urgency: named('programmes.urgency.', ['U0', 'U1', 'U2', 'U3']),
      ageBand: named('programmes.ageBand.', lists.ageBand),
      sex: named('programmes.sex.', lists.sex),
      language: named('programmes.language.', lists.language),
      accompaniment: named('programmes.accompaniment.', lists.accompaniment),
    },
  })
}

/** Codes the summary may hold, from the programme. */
export interface CodeLists {
  readonly ageBand: readonly string[]
  readonly sex: readonly string[]
  readonly language: readonly string[]
  readonly accompaniment: readonly string[]
}

function choose(t: Words, id: string, label: string, prefix: string, codes: readonly string[]): Markup {
  return html`<div class="field"><label for="${id}">${label}</label>
<select class="input" id="${id}" name="${id.split('-').at(-1)}" required><option value=""></option>${codes.map((code) => html`<option value="${code}">${t(prefix + code)}</option>`)}</select></div>`
}

function appointmentFields(t: Words, of: string, required: boolean): Markup {
  const must = required ? html`required` : null
  return html`<div class="field"><label for="${of}-day">${t('portal.link.appointmentDay')}</label><input class="input" id="${of}-day" name="day" type="date" ${must}></div>
<div class="field"><label for="${of}-time">${t('portal.link.appointmentTime')}</label><input class="input" id="${of}-time" name="time" type="time" value="09:00"></div>
<div class="field"><label for="${of}-contact">${t('portal.link.appointmentContact')}</label><input class="input" id="${of}-contact" name="contact" maxlength="120" dir="auto"></div>`
}

function dayField(t: Words, of: string): Markup {
  return html`<div class="field"><label for="${of}-expectedOn">${t('portal.link.expectedOn')}</label><input class="input" id="${of}-expectedOn" name="expectedOn" type="date" required></div>`
}

/** The answers there are, each a small form of its own; the script shows those that are open. Two taps: choose, send. */
function answers(t: Words): readonly { readonly name: string; readonly fields: Markup }[] {
  const reason = (of: string, prefix: string, codes: readonly string[]) =>
    choose(t, `${of}-reason`, t('portal.link.reason'), prefix, codes)
  return [
    { name: 'referral.accept', fields: appointmentFields(t, 'accept', false) },
    { name: 'referral.waitlist', fields: dayField(t, 'waitlist') },
    { name: 'referral.decline', fields: reason('decline', 'programmes.declineReason.', reasons.declined) },
    {
      name: 'referral.ask_information',
      fields: html`<div class="field"><label for="question">${t('portal.link.question')}</label><textarea class="input" id="question" name="question" rows="3" maxlength="500" required dir="auto"></textarea></div>`,
    },
    { name: 'referral.acknowledge', fields: html`` },
    { name: 'referral.start', fields: html`` },
    {
      name: 'referral.complete',
      fields: choose(t, 'complete-outcome', t('portal.link.outcome'), 'programmes.outcome.', outcomes),
    },
    { name: 'referral.set_appointment', fields: appointmentFields(t, 'appointment', true) },
    {
      name: 'referral.hold',
      fields: reason(
        'hold',
        'programmes.holdReason.',
        reasons.on_hold.filter((code) => code !== 'waitlisted'),
      ),
    },
    { name: 'referral.fail', fields: reason('fail', 'programmes.failReason.', reasons.failed) },
  ]
}

/**
 * The page of a one-time link. The token stands in the fragment, which no server sees; before the code word the page shows
 * nothing. All words are written here, the script only shows, hides and sends.
 */
export function linkPage(t: Words, lists: CodeLists): Markup {
  const all = answers(t)
  return html`
<h1>${t('portal.link.title')}</h1>
<noscript><p class="problem">${t('portal.link.noScript')}</p></noscript>
<p class="problem" role="alert" id="problem" hidden></p>
<form class="card" id="ask" autocomplete="off" hidden>
<div class="field"><label for="word">${t('portal.link.word')}</label>
<input class="input" id="word" name="word" required maxlength="100" autocomplete="off" spellcheck="false" dir="auto" aria-describedby="word-help">
<p class="help" id="word-help">${t('portal.link.wordHelp')}</p></div>
<button class="button main" type="submit">${t('portal.link.open')}</button>
</form>
<section class="card" id="summary" tabindex="-1" aria-labelledby="summary-title" hidden>
<h2 id="summary-title">${t('portal.link.heading')}</h2>
<dl>${shown.map((field) => html`<dt data-for="${field}">${t(`portal.link.field.${field}`)}</dt><dd data-for="${field}"><bdi></bdi></dd>`)}</dl>
<p id="interpreter" hidden></p>
<p class="help">${t('portal.link.nameless')}</p>
</section>
<div class="choices" id="choices" hidden>${all.map(({ name }) => html`<button class="button" type="button" data-choice="${name}">${t(`portal.link.choice.${name}`)}</button>`)}</div>
${all.map(
  ({ name, fields }) => html`<form class="card" data-action="${name}" autocomplete="off" hidden>
<h2 tabindex="-1">${t(`portal.link.choice.${name}`)}</h2>${fields}
<button class="button main" type="submit">${t('portal.link.send')}</button>
<button class="button" type="button" data-back>${t('portal.link.back')}</button>
</form>`,
)}
<section class="card done" id="done" role="status" tabindex="-1" hidden><p class="state">${t('portal.link.done')}</p><p>${t('portal.link.doneNext')}</p></section>
<section class="card" id="over" role="status" tabindex="-1" hidden><p class="state">${t('portal.link.over')}</p><p>${t('portal.link.overNext')}</p></section>
<script type="application/json" id="words">${wordsForScript(t, lists)}</script>`
}
