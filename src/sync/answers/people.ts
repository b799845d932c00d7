import { code, year } from '../../basics/inputs.ts'
import { refuse } from '../../basics/refusal.ts'
import { line } from '../../basics/text.ts'
import { keysOfSearch } from '../../people/search-keys.ts'
import type { Page, PersonFound } from '../../records/answers.ts'
import * as z from 'zod/mini'
import type { Copy } from './copy.ts'
import { noNames } from './reference.ts'
import { falling, inOrder, rising } from './rows.ts'

const input = z.object({
  text: line(200),
  sex: z.optional(code),
  birthYear: z.optional(year),
  governorate: z.optional(code),
})

const most = 10

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
  const { who } = copy.kept
  const found = await Promise.all(
    (await copy.found(keys)).map(async ({ caseId, shared }) => ({ shared, rows: await copy.rowsOf(caseId) })),
  )
  const people = found.flatMap(({ shared, rows }) => {
    const [person, file] = [rows?.person[0], rows?.case_file[0]]
    if (!person || !file) return []
    if (sex !== null && person.sex !== sex && person.sex !== 'not_recorded') return []
    if (governorate !== null && person.governorate !== null && person.governorate !== governorate) return []
    if (birthYear !== null && person.birthYear !== null && Math.abs(person.birthYear - birthYear) > 5)
      return []
    return [{ shared, person, file }]
  })
  // of several cases of one person the newest stands for them
  const newest = inOrder(
    people,
    falling(({ file }) => file.openedOn),
  ).filter(({ person }, place, all) => all.findIndex((one) => one.person.id === person.id) === place)
  return {
    items: inOrder(
      newest,
      falling(({ shared }) => shared),
      rising(({ person }) =>
        birthYear === null || person.birthYear === null ? 2 : person.birthYear === birthYear ? 0 : 1,
      ),
      rising(({ person }) => person.id),
    )
      .slice(0, most)
      .map(({ person, file }): PersonFound => {
        const mine = file.officerId === who.accountId || who.supervisedSites.includes(file.siteId)
        return {
          personId: person.id,
          code: person.code,
          displayName: mine ? person.displayName : null,
          initials: person.displayName
            .split(' ')
            .map((word) => Array.from(word)[0] ?? '')
            .join(' '),
          sex: person.sex,
          birthYear: person.birthYear,
          siteId: person.siteId,
          siteNames: copy.kept.site(person.siteId)?.names ?? noNames,
          mine,
          caseId: mine ? file.id : null,
        }
      }),
  }
}
