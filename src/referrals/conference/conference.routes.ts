import * as z from 'zod/mini'
import { id } from '../../basics/inputs.ts'
import { refuse } from '../../basics/refusal.ts'
import { mayPerform } from '../../permissions/permissions.ts'
import { caseRoles, conferringRoles } from '../../permissions/roles.ts'
import type { ConferenceAnswer, InvitationAnswer, InvitationItem, Page } from '../../records/answers.ts'
import { type Route, route } from '../../server/route.ts'
import { openSteps } from './conference-states.ts'
import { conferencesOfCase, listInvitations, readInvitation } from './conference.store.ts'

const ofCase = route({
  method: 'GET',
  path: '/api/cases/:id/conferences',
  permission: caseRoles,
  summary: 'The conferences of a case: who was invited, what each was told, what was agreed and what is open',
  params: z.strictObject({ id }),
  async answer({ params, transact }): Promise<Page<ConferenceAnswer>> {
    return transact(async (tx, identity) => {
      const [who, found] = await Promise.all([identity, conferencesOfCase(tx, params.id)])
      if (!found) return refuse('case.not_found')
      return {
        items: found.map((one) => ({
          ...one,
          may: openSteps(one.state).filter((step) => step !== 'conference.join' && mayPerform(who, step)),
        })),
      }
    })
  },
})

const invitations = route({
  method: 'GET',
  path: '/api/conferences',
  permission: conferringRoles,
  summary: 'Case conferences to which the asker’s office is or was invited: no person is named here',
  async answer({ read }): Promise<Page<InvitationItem>> {
    return { items: (await read(listInvitations)).result }
  },
})

const invitation = route({
  method: 'GET',
  path: '/api/conferences/:id',
  permission: conferringRoles,
  summary: 'One invitation; what was released only to whoever took the seat, and only until the last day',
  params: z.strictObject({ id }),
  async answer({ params, transact }): Promise<InvitationAnswer> {
    return (await transact((tx) => readInvitation(tx, params.id))) ?? refuse('conference.not_found')
  },
})

export const conferenceRoutes: readonly Route[] = [ofCase, invitations, invitation]
