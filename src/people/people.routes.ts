import * as z from 'zod/mini'
import { code, year } from '../basics/inputs.ts'
import { plainLetters } from '../basics/letters.ts'
import { refuse } from '../basics/refusal.ts'
import { line } from '../basics/text.ts'
import { caseRoles } from '../permissions/roles.ts'
import type { Page, PersonFound } from '../records/answers.ts'
import { type Route, route } from '../server/route.ts'
import { consentRoutes } from './consents.routes.ts'
import { searchPeople } from './people.store.ts'
import { keysOfSearch } from './search-keys.ts'

const search = route({
  method: 'POST',
  path: '/api/people/search',
  permission: caseRoles,
  summary:
    'Is this person known to us? By two parts of the name (also misspelt), a code or a telephone number; in my organisation only',
  body: z.strictObject({
    text: line(200),
    sex: z.optional(code),
    birthYear: z.optional(year),
    governorate: z.optional(code),
  }),
  async answer({ body, read, house }): Promise<Page<PersonFound>> {
    const keys = keysOfSearch(body.text)
    if (keys.length === 0) refuse('input.invalid', { field: 'text', problem: 'nothing_to_search_by' })
    const trace = house.keyedHash('people_search', plainLetters(body.text)).toString('hex')
    const { result } = await read((tx) =>
      searchPeople(tx, {
        keys,
        sex: body.sex ?? null,
        birthYear: body.birthYear ?? null,
        governorate: body.governorate ?? null,
        trace,
      }),
    )
    return { items: result }
  },
})

export const peopleRoutes: readonly Route[] = [search, ...consentRoutes]
