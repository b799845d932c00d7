import { formatDay } from '../../language/dates.ts'
import type { Words } from '../../language/words.ts'

interface Change {
  readonly field: string
  readonly from: unknown
}

/** Which list of the programme a field is a code of. */
const lists: Readonly<Record<string, string>> = {
  sex: 'sex',
  language: 'language',
  statusCategory: 'statusCategory',
  ageBand: 'ageBand',
}
const nameOrder = ['given', 'father', 'grandfather', 'greatGrandfather', 'family', 'mother'] as const

/** What was corrected, and what stood there before where that can be said in words. One line a field. */
export function correctedWords(changes: readonly unknown[], t: Words): string {
  const said = changes.map((change) => {
    const { field, from } = change as Change
    const name = t(`cases.field.${field}`)
    const before = beforeWords(field, from, t)
    return { name, line: before === null ? name : t('cases.story.before', { field: name, before }) }
  })
  // a name is kept in parts and as it is shown, a birth as a day, a year and how exact they are: the fullest says it
  const names = [...new Set(said.map(({ name }) => name))]
  return names
    .map((name) => said.find((one) => one.name === name && one.line !== name)?.line ?? name)
    .join(t('app.and'))
}

function beforeWords(field: string, from: unknown, t: Words): string | null {
  if (field === 'nameParts' && typeof from === 'object' && from !== null) {
    const parts = from as Readonly<Record<string, string | undefined>>
    return nameOrder.flatMap((part) => parts[part] ?? []).join(' ') || null
  }
  if (typeof from === 'boolean') return t(from ? 'app.yes' : 'app.no')
  if (field === 'birthYear' && typeof from === 'number')
    return formatDay(t, `${from}-01-01`, { precision: 'year' })
  if (typeof from !== 'string' || from === '') return null
  const list = lists[field]
  if (list !== undefined) return t(`programmes.${list}.${from}`)
  if (field === 'openedOn' || field === 'birthDate') return formatDay(t, from)
  return field === 'codeName' || field === 'displayName' ? from : null
}
