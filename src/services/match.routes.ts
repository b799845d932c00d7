import * as z from 'zod/mini'
import { code, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { caseRoles } from '../permissions/roles.ts'
import { dayOf } from '../places/calendar.ts'
import type { MatchAnswer } from '../records/answers.ts'
import { auditRead } from '../records/audit.store.ts'
import { type Route, route } from '../server/route.ts'
import { rankOffers } from './match-answer.ts'
import { matchCandidates, matchFacts } from './match.store.ts'
import { offerAnswer } from './offer-answer.ts'
import { findOffers } from './offers.store.ts'
import type { Ancestors } from './public-offer.ts'
import { isService } from './taxonomy.ts'

const flag = z.optional(z.enum(['1', '0']))

const matchRoute = route({
  method: 'GET',
  path: '/api/match',
  permission: caseRoles,
  summary: 'Offers for a need, best first, each with its reasons; and for every offer left out, why',
  query: z.strictObject({
    caseId: z.optional(id),
    service: z.optional(code),
    needId: z.optional(id),
    /** The person wishes to be served by a woman; needs a ramp. */
    femaleStaff: flag,
    ramp: flag,
  }),
  async answer({ house, query, transact }): Promise<MatchAnswer> {
    const { caseId = null, service = null, needId = null } = query
    if (needId === null && (caseId === null || service === null))
      refuse('input.invalid', { fields: ['caseId', 'service', 'needId'] })
    if (service !== null && !isService(service)) refuse('need.service_unknown')
    const today = dayOf(house.now(), house.reference.calendarOf(null))
    const ancestors: Ancestors = (place) => house.reference.ancestors(place)

    const answer = await transact(async (tx, identity) => {
      const [who, facts] = await Promise.all([identity, matchFacts(tx, { caseId, service, needId })])
      // what fits tells of the person: their age, their papers
      void auditRead(tx, {
        act: 'read.match',
        rootKind: facts || needId === null ? 'case' : 'need',
        rootId: facts?.caseId ?? caseId ?? needId,
        class: 3,
        outcome: facts ? 'read' : 'absent',
      })
      if (!facts || facts.service === null) return undefined
      const { service: wanted, around, lon, lat } = facts
      const found = await matchCandidates(tx, { service: wanted, around, lon, lat })
      const ranked = rankOffers({ ...facts, service: wanted }, query, found, {
        organisationId: who.organisationId,
        today,
        ancestors,
      })
      const offers = await findOffers(tx, ranked.best)
      return ranked.answer((offerId) => {
        const offer = offers.get(offerId)
        return offer && offerAnswer(offer, who, today, ancestors)
      })
    })
    return answer ?? refuse(needId === null ? 'case.not_found' : 'need.not_found')
  },
})

export const matchRoutes: readonly Route[] = [matchRoute]
