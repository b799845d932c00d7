import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { caseRoles } from '../permissions/roles.ts'
import { dayOf } from '../places/calendar.ts'
import type { ConsentsAnswer } from '../records/answers.ts'
import { type Route, route } from '../server/route.ts'
import { ageRulesFor } from './consent-rules.ts'
import { readLedger } from './consents.store.ts'

const ledger = route({
  method: 'GET',
  path: '/api/cases/:id/consents',
  permission: caseRoles,
  summary: 'Everything the consents of a case say of themselves, and what was shared without consent',
  params: z.strictObject({ id }),
  async answer({ params, read, house }): Promise<ConsentsAnswer> {
    const { result } = await read((tx) => readLedger(tx, params.id))
    if (!result) return refuse('case.not_found')
    const { ageBand, birthYear, ...shown } = result
    const year = Number(dayOf(house.now(), house.reference.calendarOf(null)).slice(0, 4))
    return { ...shown, ageRules: ageRulesFor(ageBand, birthYear, year) }
  },
})

export const consentRoutes: readonly Route[] = [ledger]
