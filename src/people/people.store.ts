import type { PersonFound } from '../records/answers.ts'
import { auditRead } from '../records/audit.store.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'

// The function repeats the tenant's rule and tells a name only of the caller's own cases.
const found =
  statement(`select f.person_id as "personId", f.code, f.display_name as "displayName", f.initials, f.sex, f.birth_year as "birthYear",
    f.site_id as "siteId", s.names as "siteNames", f.mine, f.case_id as "caseId"
  from search_people($1, $2, $3, $4, 10) f join site s on s.id = f.site_id`)

export interface PeopleSearch {
  readonly keys: readonly string[]
  readonly sex: string | null
  readonly birthYear: number | null
  readonly governorate: string | null
  /** Keyed hash of what was typed: two like searches can be told to be alike, and nothing more. */
  readonly trace: string
}

export async function searchPeople(
  tx: Transaction,
  { keys, sex, birthYear, governorate, trace }: PeopleSearch,
): Promise<PersonFound[]> {
  const [people] = await Promise.all([
    tx.rows<PersonFound>(found, [keys, sex, birthYear, governorate]),
    auditRead(tx, {
      act: 'read.people_search',
      rootKind: null,
      rootId: null,
      class: 2,
      detail: { query: trace },
    }),
  ])
  return people
}
