import { idFrom } from '../basics/ids.ts'
import { formatMoment } from '../language/dates.ts'
import type { Digits, Locale } from '../language/locales.ts'
import { type CompiledMessage, makeWords, type Words } from '../language/words.ts'
import type { LinkAnswer, Names } from '../records/answers.ts'

interface PageWords {
  readonly locale: Locale
  readonly digits: Digits
  readonly messages: Readonly<Record<string, string>>
  readonly noToken: string
  readonly noNetwork: string
  readonly interpreter: string
  readonly names: Readonly<
    Record<
      'service' | 'urgency' | 'ageBand' | 'sex' | 'language' | 'accompaniment',
      Readonly<Record<string, string>>
    >
  >
}
type Summary = NonNullable<LinkAnswer['referral']>

const iraq = 180
const find = <T extends HTMLElement>(selector: string): T => {
  const found = document.querySelector<T>(selector)
  if (!found) throw new Error(`The page has no ${selector}`)
  return found
}
const page: PageWords = JSON.parse(find('#words').textContent) as PageWords
const t: Words = makeWords(
  page.locale,
  Object.fromEntries(Object.entries(page.messages).map(([key, text]) => [key, compiled(text)])),
  { digits: page.digits },
)

// The token leaves the address line, so that nobody reads it over a shoulder; the language links carry it on.
const token = location.hash.slice(1)
let word = ''
/** One id for one answer: sent again after a cut, it is the same answer. */
const sent = new Map<string, string>()

/** `{day} {month}` as the pieces words are made of. */
function compiled(text: string): CompiledMessage {
  return text.split(/\{(\w+)\}/).map((piece, index) => (index % 2 === 1 ? ([piece] as const) : piece))
}

function show(element: HTMLElement, visible = true): void {
  element.hidden = !visible
}

function tell(problem: string): void {
  const element = find('#problem')
  element.textContent = problem
  show(element, problem !== '')
}

async function post<T>(path: string, body: object): Promise<T | undefined> {
  tell('')
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-ihala-locale': page.locale },
      body: JSON.stringify(body),
    })
    const answer = (await response.json()) as T & {
      readonly refusal?: { readonly code: string; readonly message: string }
    }
    if (!answer.refusal) return answer
    // The answer came through although ours did not come back: it is recorded.
    if (answer.refusal.code === 'link.used') finished()
    else tell(answer.refusal.message)
  } catch {
    tell(page.noNetwork)
  }
  return undefined
}

/** While an answer is on its way no second tap sends another. */
async function whileBusy(form: HTMLFormElement, work: () => Promise<void>): Promise<void> {
  const buttons = form.querySelectorAll('button')
  buttons.forEach((button) => (button.disabled = true))
  await work().finally(() => buttons.forEach((button) => (button.disabled = false)))
}

const inLocale = (names: Names | null) => names?.[page.locale] ?? names?.ar ?? null
const named = (list: keyof PageWords['names'], code: string | null) =>
  code === null ? null : (page.names[list][code] ?? code)
const moment = (at: string | null | undefined) =>
  at ? formatMoment(t, at, { utcOffsetMinutes: iraq, weekday: true }) : null

function fill(referral: Summary): void {
  const sender = [inLocale(referral.senderNames), inLocale(referral.senderSiteNames)]
    .filter(Boolean)
    .join(' · ')
  const values: Readonly<Record<string, string | null>> = {
    code: referral.code,
    sender,
    receiver: inLocale(referral.receiverNames),
    service: named('service', referral.service),
    urgency: named('urgency', referral.urgency),
    ageBand: named('ageBand', referral.ageBand),
    sex: named('sex', referral.sex),
    language: named('language', referral.language),
    place: inLocale(referral.placeNames),
    accompaniment: referral.accompaniment === 'none' ? null : named('accompaniment', referral.accompaniment),
    decideBy: referral.state === 'sent' ? moment(referral.decideDueAt) : null,
    appointment: moment(referral.appointment?.at),
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-for]')) {
    const value = values[element.dataset['for'] ?? ''] ?? null
    show(element, value !== null)
    const inner = element.querySelector('bdi')
    if (inner) {
      inner.textContent = value
      inner.dir = element.dataset['for'] === 'code' ? 'ltr' : 'auto'
    }
  }
  const interpreter = find('#interpreter')
  interpreter.textContent = page.interpreter
  show(interpreter, referral.interpreterNeeded)
}

function showChoices(may: readonly string[]): void {
  for (const button of document.querySelectorAll<HTMLElement>('[data-choice]')) {
    const name = button.dataset['choice'] ?? ''
    show(button, may.includes(name))
    button.classList.toggle(
      'main',
      name === may.find((one) => document.querySelector(`[data-choice="${one}"]`)),
    )
  }
  for (const form of document.querySelectorAll<HTMLElement>('[data-action]')) show(form, false)
  show(find('#choices'))
}

function opened(answer: LinkAnswer): void {
  show(find('#ask'), false)
  if (!answer.referral) return finished(answer.verdict === 'over' ? '#over' : '#done')
  fill(answer.referral)
  show(find('#summary'))
  showChoices(answer.may)
  find('#summary').focus()
  for (const form of document.querySelectorAll<HTMLFormElement>('[data-action]'))
    wire(form, answer.referral.id)
}

function finished(how: '#done' | '#over' = '#done'): void {
  show(find('#choices'), false)
  for (const form of document.querySelectorAll<HTMLElement>('[data-action]')) show(form, false)
  show(find(how))
  find(how).focus()
}

function inputOf(form: HTMLFormElement, referralId: string): object {
  const entries = [...new FormData(form)].filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].trim() !== '',
  )
  const { day, time = '09:00', contact, ...rest } = Object.fromEntries(entries) as Record<string, string>
  if (day === undefined) return { referralId, ...rest }
  return {
    referralId,
    ...rest,
    appointment: { at: `${day}T${time}:00+03:00`, ...(contact === undefined ? {} : { contact }) },
  }
}

function wire(form: HTMLFormElement, referralId: string): void {
  const name = form.dataset['action'] ?? ''
  document.querySelector(`[data-choice="${name}"]`)?.addEventListener('click', () => {
    show(find('#choices'), false)
    show(form)
    form.querySelector('h2')?.focus()
  })
  form.querySelector('[data-back]')?.addEventListener('click', () => {
    show(form, false)
    show(find('#choices'))
    find(`[data-choice="${name}"]`).focus()
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void whileBusy(form, async () => {
      const input = inputOf(form, referralId)
      const content = JSON.stringify([name, input])
      const id = sent.get(content) ?? idFrom(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
      sent.set(content, id)
      if (await post('/api/link/act', { token, word, id, name, input })) finished()
    })
  })
}

if (token === '') tell(page.noToken)
else {
  history.replaceState(null, '', location.pathname + location.search)
  for (const link of document.querySelectorAll<HTMLAnchorElement>('footer .languages a')) link.hash = token
  const ask = find<HTMLFormElement>('#ask')
  show(ask)
  find('#word').focus()
  ask.addEventListener('submit', (event) => {
    event.preventDefault()
    void whileBusy(ask, async () => {
      word = find<HTMLInputElement>('#word').value
      const answer = await post<LinkAnswer>('/api/link/open', { token, word })
      if (answer) opened(answer)
    })
  })
}
