import { isId } from '../basics/ids.ts'
import { formatDay, formatMoment } from '../language/dates.ts'
import type { Words } from '../language/words.ts'

const IRAQ = 180

/** Which list of the programme a field is a code of; tried in this order. */
const lists: Readonly<Record<string, readonly string[]>> = {
  sex: ['sex'],
  language: ['language'],
  statusCategory: ['statusCategory'],
  ageBand: ['ageBand'],
  documentsHeld: ['document'],
  mode: ['contactSafety'],
  urgency: ['urgency'],
  severity: ['severity'],
  to: ['caseState', 'urgency'],
  state: ['needState', 'caseState'],
  reason: ['closureReason', 'caseState', 'urgencyReason', 'declineReason', 'cancelReason'],
  kind: ['noteKind', 'taskKind', 'caseState'],
  outcome: ['outcome'],
  channel: ['channel', 'referralChannel'],
  items: ['consentItem'],
  purpose: ['purpose'],
  how: ['consentHow'],
}
const nameOrder = ['given', 'father', 'grandfather', 'greatGrandfather', 'family', 'mother'] as const

/** What a field is called: in inputs and in rows of a case. */
export function fieldName(t: Words, path: string): string {
  const field = path.split('.').at(-1) ?? path
  const key = [`sync.field.${field}`, `programmes.field.${field}`, `cases.field.${field}`].find(t.has)
  return t(key ?? 'sync.field.other')
}

/** A value as a person reads it, whatever it is; never a code that has words. */
export function valueWords(t: Words, path: string, value: unknown): string {
  const field = path.split('.').at(-1) ?? path
  if (value === null || value === undefined || value === '') return t('sync.value.none')
  if (typeof value === 'boolean') return t(value ? 'app.yes' : 'app.no')
  if (Array.isArray(value)) return value.map((one) => valueWords(t, field, one)).join(t('app.and'))
  if (typeof value === 'object') return partsWords(t, field, value)
  const text = typeof value === 'string' ? value : `${value as number}`
  const code = lists[field]?.map((list) => `programmes.${list}.${text}`).find(t.has)
  if (code !== undefined) return t(code)
  if (t.has(`services.service.${text}`)) return t(`services.service.${text}`)
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return formatDay(t, text)
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return formatMoment(t, text, { utcOffsetMinutes: IRAQ })
  return text
}

function partsWords(t: Words, field: string, value: object): string {
  const parts = value as Readonly<Record<string, unknown>>
  if (nameOrder.some((part) => typeof parts[part] === 'string'))
    return nameOrder.flatMap((part) => (typeof parts[part] === 'string' ? [parts[part]] : [])).join(' ')
  if (field === 'birth') return birthWords(t, parts)
  return Object.entries(parts)
    .filter(([, part]) => isTold(part))
    .map(([name, part]) =>
      t('sync.value.part', { name: fieldName(t, name), value: valueWords(t, name, part) }),
    )
    .join(t('app.and'))
}

function birthWords(
  t: Words,
  { birthDate, birthYear, day, year }: Readonly<Record<string, unknown>>,
): string {
  const exact = birthDate ?? day
  if (typeof exact === 'string') return formatDay(t, exact)
  const known = birthYear ?? year
  return typeof known === 'number'
    ? formatDay(t, `${known}-01-01`, { precision: 'year' })
    : t('sync.value.none')
}

/** Ids say nothing to a reader, and what is empty was not written. */
export function isTold(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return false
  if (Array.isArray(value)) return value.some(isTold)
  return !(typeof value === 'string' && isId(value))
}

/** Text that a person typed, and can put right: not a code, a day or an id. */
export function isTyped(t: Words, field: string, value: unknown): value is string {
  return typeof value === 'string' && isTold(value) && valueWords(t, field, value) === value
}
