import * as z from 'zod/mini'
import { action, type Change } from '../actions/action.ts'
import { day, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import {
  delegationCovers,
  inTheseDays,
  isSupervisor,
  mayArrangeFor,
  mostDelegationDays,
  supervisesAt,
  worksOnCases,
} from './delegation-rules.ts'

const input = z.strictObject({
  delegationId: id,
  /** Who is away: oneself, or somebody of an office one supervises. */
  fromAccountId: id,
  toAccountId: id,
  covers: z.array(z.enum(delegationCovers)).check(z.minLength(1), z.maxLength(2)),
  siteIds: z.optional(z.array(id).check(z.minLength(1), z.maxLength(40))),
  fromDay: day,
  untilDay: day,
})
type Input = z.infer<typeof input>

/**
 * A colleague sees and works on what the absent one leads or supervises, from the first to the last day, as themselves:
 * every act stands in the audit under their own name. They bring their own roles and get none. Nothing is handed on: who
 * is away in these days cannot stand in, and who stands in cannot be away (`delegation.chain`).
 */
export const makeDelegation = action({
  name: 'delegation.make',
  input,
  root: { kind: 'none' },
  needs: {
    account: ({ toAccountId }: Input) => toAccountId,
    otherAccount: ({ fromAccountId }: Input) => fromAccountId,
    delegationsOf: ({ toAccountId }: Input) => toAccountId,
    otherDelegationsOf: ({ fromAccountId }: Input) => fromAccountId,
  },
  decide(
    { account: standIn, otherAccount: absent, delegationsOf, otherDelegationsOf },
    given,
    circumstances,
  ) {
    const { who, now, today, newId } = circumstances
    const { fromAccountId, toAccountId, fromDay, untilDay } = given
    const covers = [...new Set(given.covers)]
    for (const one of [standIn, absent])
      if (one?.organisationId !== who.organisationId || one.state !== 'active') refuse('account.not_found')
    if (!standIn || !absent) refuse('account.not_found')
    if (fromAccountId === toAccountId) refuse('account.not_yourself')
    if (!mayArrangeFor(absent, who)) refuse('permission.missing', { action: 'delegation.make' })
    const days = (Date.parse(untilDay) - Date.parse(fromDay)) / 86_400_000
    if (fromDay < today || days < 0 || days > mostDelegationDays)
      refuse('delegation.days_wrong', { today, mostDays: mostDelegationDays })
    if (!worksOnCases(standIn) || !worksOnCases(absent)) refuse('delegation.not_for_role')
    if (covers.includes('supervision') && !(isSupervisor(standIn) && isSupervisor(absent)))
      refuse('delegation.not_for_role')
    const sites = covers.includes('supervision') ? (given.siteIds ?? null) : null
    if (sites?.some((siteId) => !supervisesAt(absent, siteId))) refuse('site.not_found')
    const near = [...inTheseDays(delegationsOf, given), ...inTheseDays(otherDelegationsOf, given)]
    if (near.some((one) => one.fromAccountId === toAccountId || one.toAccountId === fromAccountId))
      refuse('delegation.chain')
    if (near.some((one) => one.fromAccountId === fromAccountId)) refuse('delegation.overlaps')
    const told = [toAccountId, fromAccountId].filter((accountId) => accountId !== who.accountId)
    return {
      changes: [
        {
          op: 'insert',
          table: 'delegation',
          row: {
            id: given.delegationId,
            organisationId: who.organisationId,
            fromAccountId,
            toAccountId,
            covers,
            siteIds: sites,
            fromDay,
            untilDay,
            madeBy: who.accountId,
            madeAt: now,
            endedAt: null,
            endedBy: null,
          },
        },
        ...told.map(
          (accountId): Change => ({
            op: 'insert',
            table: 'alert',
            row: {
              id: newId(),
              organisationId: who.organisationId,
              accountId,
              siteId: null,
              kind: 'delegation.make',
              level: 0,
              at: now,
            },
          }),
        ),
      ],
      result: { delegationId: given.delegationId },
      audit: { fromAccountId, toAccountId, fromDay, untilDay, covers: covers.join(' ') },
    }
  },
})
