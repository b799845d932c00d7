import { code, year } from '../../basics/inputs.ts'
import { refuse } from '../../basics/refusal.ts'
import { line } from '../../basics/text.ts'
import { keysOfSearch } from '../../people/search-keys.ts'
import type { Page, PersonFound } from '../../records/answers.ts'
import * as z from 'zod/mini'
import type { Copy } from './copy.ts'
import { type KeptReference, noNames } from './reference.ts'
import { type CaseRows, falling, inOrder, rising } from './rows.ts'

const input = z.object({
  text: line(200),
  sex: z.optional(code),
  birthYear: z.optional(year),
  governorate: z.optional(code),
})

const most = 10
/** A year of birth is often a guess; as search_people() of the database. */
const yearsApart = 5

/**
 * POST /api/people/search among the cases on the device, by the keys and rules of the server's search. Whom the
 * organisation knows beside them is not known here: the page says so by the age of the answer.
 */
export async function peopleHere(body: unknown, copy: Copy): Promise<Page<PersonFound>> {
  const asked = input.safeParse(body)
  if (!asked.success) refuse('input.invalid')
  const { text, sex = null, birthYear = null, governorate = null } = asked.data
  const keys = keysOfSearch(text)
  if (keys.length === 0) refuse('input.invalid', { field: 'text', problem: 'nothing_to_search_by' })
  const fitting = (await copy.found(keys)).filter(
    (one) =>
      (sex === null || one.sex === sex || one.sex === 'not_recorded') &&
      (governorate === null || one.governorate === null || one.governorate === governorate) &&
      (birthYear === null || one.birthYear === null || Math.abs(one.birthYear - birthYear) <= yearsApart),
  )
  // of several cases of one person the newest stands for them
  const newest = inOrder(
    fitting,
    falling(({ openedOn }) => openedOn),
  ).filter(({ id }, place, all) => all.findIndex((one) => one.id === id) === place)
  const best = inOrder(
    newest,
    falling(({ shared }) => shared),
    rising((one) => (birthYear === null || one.birthYear === null ? 2 : one.birthYear === birthYear ? 0 : 1)),
    rising(({ id }) => id),
  ).slice(0, most)
  const people = await Promise.all(best.map(({ caseId }) => copy.rowsOf(caseId)))
  return { items: people.flatMap((rows) => (rows ? personFound(rows, copy.kept) : [])) }
}

function personFound(rows: CaseRows, kept: KeptReference): PersonFound[] {
  const [person, file] = [rows.person[0], rows.case_file[0]]
  if (!person || !file) return []
  const mine = file.officerId === kept.who.accountId || kept.who.supervisedSites.includes(file.siteId)
  const initials = person.displayName.split(' ').map((word) => Array.from(word)[0] ?? '')
  return [
    {
      personId: person.id,
      code: person.code,
      displayName: mine ? person.displayName : null,
      initials: initials.join(' '),
      sex: person.sex,
      birthYear: person.birthYear,
      siteId: person.siteId,
      siteNames: kept.site(person.siteId)?.names ?? noNames,
      mine,
      caseId: mine ? file.id : null,
    },
  ]
}
