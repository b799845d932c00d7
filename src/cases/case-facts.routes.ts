import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { caseRoles } from '../permissions/roles.ts'
import type { CaseFactsAnswer } from '../records/answers.ts'
import { type Route, route } from '../server/route.ts'
import { readFacts } from './case-facts.store.ts'

const facts = route({
  method: 'GET',
  path: '/api/cases/:id/facts',
  permission: caseRoles,
  summary: 'What matching has to know of a case, whom to keep away from, and who helps on it',
  params: z.strictObject({ id }),
  async answer({ params, read }): Promise<CaseFactsAnswer> {
    const { result } = await read((tx) => readFacts(tx, params.id))
    return result ?? refuse('case.not_found')
  },
})

export const caseFactsRoutes: readonly Route[] = [facts]
