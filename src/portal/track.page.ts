import { formatDay, formatMoment } from '../language/dates.ts'
import { toLatinDigits } from '../language/numbers.ts'
import type { Words } from '../language/words.ts'
import { html, Markup } from './html.ts'
import { inLanguage } from './layout.page.ts'

/** One referral as the person may see it on a public page: no service, no organisation, no name. */
export interface TrackedStep {
  readonly state: string | null
  readonly reason: string | null
  readonly appointmentAt: string | null
  readonly expectedOn: string | null
  readonly sentOn: string | null
}

const iraq = 180
/** The form of a code; nobody has this one. */
const example = 'NV-4K7-29XC'

const months = Array.from({ length: 12 }, (_, place) => place + 1)

const neutral: Readonly<Record<string, string>> = {
  sent: 'sent',
  accepted: 'accepted',
  in_service: 'in_service',
  completed: 'completed',
  on_hold: 'on_hold',
  declined: 'ended',
  cancelled: 'ended',
  failed: 'ended',
}

function wordOf({ state, reason }: TrackedStep): string {
  if (state === 'on_hold' && reason === 'waitlisted') return 'waitlisted'
  return neutral[state ?? ''] ?? 'office'
}

export interface BornParts {
  readonly bornDay?: string | undefined
  readonly bornMonth?: string | undefined
  readonly bornYear?: string | undefined
}

/** Three fields as a day, whichever digits were typed; not always a day that existed. */
export function bornOn({ bornDay = '', bornMonth = '', bornYear = '' }: BornParts): string {
  const [day, month, year] = [bornDay, bornMonth, bornYear].map((part) => toLatinDigits(part).trim())
  return `${year?.padStart(4, '0')}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
}

export function trackForm(t: Words, problem?: string): Markup {
  const told =
    problem === undefined ? null : html`<p class="problem" role="alert" id="problem">${problem}</p>`
  return html`
<h1>${t('portal.track.title')}</h1>
${told}
<form class="card" method="post" action="/track" autocomplete="off">
<input type="hidden" name="lang" value="${t.locale}">
<div class="field"><label for="code">${t('portal.track.code')}</label>
<input class="input" id="code" name="code" required maxlength="40" dir="ltr" autocapitalize="characters" spellcheck="false" aria-describedby="code-help" ${problem === undefined ? null : new Markup('aria-invalid="true"')}>
<p class="help" id="code-help">${t('portal.track.codeHelp')} <bdi dir="ltr">${example}</bdi></p></div>
<fieldset><legend>${t('portal.track.proof')}</legend>
<div class="field"><label for="word">${t('portal.track.word')}</label>
<input class="input" id="word" name="word" maxlength="100" dir="auto" spellcheck="false"></div>
<fieldset><legend class="ink">${t('portal.track.born')}</legend>
<div class="born">
<div class="field"><label for="bornDay">${t('portal.track.born.day')}</label>
<input class="input" id="bornDay" name="bornDay" inputmode="numeric" maxlength="2"></div>
<div class="field"><label for="bornMonth">${t('portal.track.born.month')}</label>
<select class="input" id="bornMonth" name="bornMonth"><option value=""></option>${months.map((month) => html`<option value="${month}">${t(`language.month.${month}`)}</option>`)}</select></div>
<div class="field"><label for="bornYear">${t('portal.track.born.year')}</label>
<input class="input" id="bornYear" name="bornYear" inputmode="numeric" maxlength="4"></div>
</div></fieldset>
</fieldset>
<button class="button main" type="submit">${t('portal.track.show')}</button>
</form>`
}

export function trackAnswer(t: Words, steps: readonly TrackedStep[], today: string): Markup {
  const several = steps.length > 1
  const items = steps.map((step, index) => {
    const { appointmentAt, expectedOn, sentOn } = step
    const word = wordOf(step)
    const open = word === 'accepted' || word === 'in_service'
    return html`<li class="card">
${several ? html`<h2>${t('portal.track.part', { number: index + 1 })}</h2>` : null}
<p class="state">${t(`portal.track.state.${word}`)}</p>
${open && appointmentAt && appointmentAt.slice(0, 10) >= today ? html`<p><b>${t('portal.track.appointment', { moment: formatMoment(t, appointmentAt, { utcOffsetMinutes: iraq, weekday: true }) })}</b></p>` : null}
${word === 'waitlisted' && expectedOn ? html`<p>${t('portal.track.expected', { day: formatDay(t, expectedOn) })}</p>` : null}
${sentOn ? html`<p class="help">${t('portal.track.sentOn', { day: formatDay(t, sentOn) })}</p>` : null}
</li>`
  })
  return html`
<h1>${t('portal.track.heading')}</h1>
<ol class="steps">${items}</ol>
<p><a class="button" href="${inLanguage('/track', t.locale)}">${t('portal.track.again')}</a></p>`
}
