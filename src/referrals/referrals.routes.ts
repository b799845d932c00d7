import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { isPermission, mayPerform } from '../permissions/permissions.ts'
import { answeringRoles, caseRoles } from '../permissions/roles.ts'
import type { Page, ReferralAnswer, ReferralListItem } from '../records/answers.ts'
import { newId } from '../server/circumstances.ts'
import { type Route, route } from '../server/route.ts'
import { conferenceRoutes } from './conference/conference.routes.ts'
import { linkRoutes } from './link.routes.ts'
import { openActions } from './may.ts'
import { referralStates } from './referral-states.ts'
import { answerOf, listItem } from './referral-answer.ts'
import { auditReferral, listReferrals, markDelivered, placeOf, readReferral } from './referrals.store.ts'

const senderOrReceiver = [...new Set([...caseRoles, ...answeringRoles])]

const list = route({
  method: 'GET',
  path: '/api/referrals',
  permission: senderOrReceiver,
  summary:
    'Referrals that came in (open ones, next due first, unless a state is asked for) or that the asker sent (newest first)',
  query: z.strictObject({
    box: z.enum(['in', 'out']),
    state: z.optional(z.enum(referralStates)),
    late: z.optional(z.enum(['1', '0'])),
    limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 50),
    after: z.optional(z.string().check(z.maxLength(200))),
  }),
  async answer({ house, query, read }): Promise<Page<ReferralListItem>> {
    const { box, state = null, limit } = query
    const after = query.after === undefined ? null : readCursor(query.after)
    const { result } = await read((tx) =>
      listReferrals(tx, { box, state, late: query.late === '1', now: house.now(), after, limit: limit + 1 }),
    )
    const last = result[limit - 1]
    return {
      items: result.slice(0, limit).map(listItem),
      next: result.length > limit && last ? writeCursor(placeOf({ box, state }, last)) : undefined,
    }
  },
})

const one = route({
  method: 'GET',
  path: '/api/referrals/:id',
  permission: senderOrReceiver,
  summary:
    'One referral with its story; what was handed over only to the sender, and to the receiver after accepting',
  params: z.strictObject({ id }),
  async answer({ house, params, read, transact }): Promise<ReferralAnswer> {
    const { who, result } = await read(async (tx) => {
      const [shown] = await Promise.all([readReferral(tx, params.id), auditReferral(tx, params.id)])
      return shown
    })
    const seen = result.referral
    if (!seen) return refuse('referral.not_found')
    const side = seen.caseId === null ? 'receiver' : 'sender'
    let shown = result
    if (side === 'receiver' && seen.state === 'sent' && seen.deliveredAt === null) {
      const { now, today } = house.circumstances(who)
      shown = await transact(async (tx) => {
        await markDelivered(tx, params.id, { now, today, eventId: newId() })
        return readReferral(tx, params.id)
      })
    }
    const may = openActions(shown.referral ?? seen, side).filter(
      (name) => isPermission(name) && mayPerform(who, name),
    )
    return answerOf(shown, shown.referral ?? seen, side, may)
  },
})

export const referralsRoutes: readonly Route[] = [list, one, ...linkRoutes, ...conferenceRoutes]

function writeCursor({ at, id }: { readonly at: string; readonly id: string }): string {
  return Buffer.from(`${at} ${id}`).toString('base64url')
}

function readCursor(text: string): { at: string; id: string } {
  const [, at, last] =
    /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([0-9a-f-]{36})$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (at === undefined || !id.safeParse(last).success) refuse('input.invalid', { fields: ['after'] })
  return { at, id: last as string }
}
