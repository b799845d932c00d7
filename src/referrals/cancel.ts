import * as z from 'zod/mini'
import { action, type Change, type Circumstances } from '../actions/action.ts'
import { code, id } from '../basics/inputs.ts'
import { text } from '../basics/text.ts'
import type { ReferralKnown, SiblingReferral } from '../records/knowledge.ts'
import type { NeedRow } from '../records/rows.ts'
import { isTriedElsewhere } from './tries.ts'
import { factOrRefuse } from './referral-facts.ts'
import { asReceiver, asSender, by, foundOrRefuse, sidesOf } from './sides.ts'
import { factsOf, moved, standingOf, take } from './step.ts'

const byReferral = ({ referralId }: { readonly referralId: string }) => referralId
const root = { kind: 'referral', id: byReferral } as const
const needs = { reference: true, referral: byReferral } as const

/** "Please stop": asked of a provider that has taken the referral. It answers by cancelling. */
export const askCancel = action({
  name: 'referral.ask_cancel',
  input: z.strictObject({ referralId: id, reason: z.optional(code) }),
  root,
  needs,
  decide: ({ referral, reference }, { reason }, circumstances) => {
    const known = foundOrRefuse(referral)
    const acting = asSender(known, circumstances)
    factOrRefuse(standingOf(known.referral), factsOf(known.referral), 'cancel_asked', acting.party)
    return take({
      name: 'referral.ask_cancel',
      known,
      reference,
      circumstances,
      acting,
      set: { cancelAskedAt: acting.at },
      reason,
    })
  },
})

/**
 * Ends a referral on the wish of either side or of the person; what was handed over can no longer be opened. A receiver
 * that finds it already cancelled confirms by the same action that it stopped and keeps nothing it need not keep (360X).
 */
export const cancelReferral = action({
  name: 'referral.cancel',
  input: z.strictObject({
    referralId: id,
    reason: z.optional(code),
    note: z.optional(text(500)),
    by: z.optional(by),
  }),
  root,
  needs,
  decide: ({ referral, reference }, input, circumstances) => {
    const known = foundOrRefuse(referral)
    const before = known.referral
    const { sender } = sidesOf(known, circumstances.who)
    const receivers = !sender || input.by !== undefined
    const acting = receivers
      ? asReceiver(known, circumstances, { name: 'referral.cancel', reference, by: input.by })
      : asSender(known, circumstances)
    const common = { name: 'referral.cancel', known, reference, circumstances, acting } as const
    if (receivers && before.state === 'cancelled') {
      factOrRefuse(standingOf(before), factsOf(before), 'cancel_confirmed', acting.party)
      return take({ ...common, set: { cancelConfirmedAt: acting.at } })
    }
    const state = moved(before, acting, { to: 'cancelled', reason: input.reason })
    return take({
      ...common,
      set: {
        ...state,
        reasonNote: input.note ?? null,
        infoQuestion: null,
        ...(receivers ? { cancelConfirmedAt: acting.at } : {}),
      },
      reason: input.reason,
      further: receivers && !sender ? [] : closeSnapshot(known, circumstances),
    })
  },
})

/** The whole referral was a mistake. It stays in the sender's story, disappears for the receiver, and has met no need. */
export const markReferralError = action({
  name: 'referral.mark_error',
  input: z.strictObject({ referralId: id, note: z.optional(text(500)) }),
  root,
  needs: { ...needs, sending: byReferral, siblingsOfReferral: byReferral },
  decide: ({ referral, reference, sending, siblingsOfReferral }, { note }, circumstances) => {
    const known = foundOrRefuse(referral)
    const acting = asSender(known, circumstances)
    const state = moved(known.referral, acting, { to: 'entered_in_error' })
    return take({
      name: 'referral.mark_error',
      known,
      reference,
      circumstances,
      acting,
      set: { ...state, reasonNote: note ?? null },
      own: true,
      further: [
        ...closeSnapshot(known, circumstances),
        ...needNotMet(known, sending?.need, siblingsOfReferral),
      ],
    })
  },
})

/** A need that only this referral had met is open again (an open one is seen to by the settling of the case). */
function needNotMet(
  known: ReferralKnown,
  need: NeedRow | undefined,
  siblings: readonly SiblingReferral[],
): Change[] {
  if (!need || known.referral.confirmedAt === null || !['met', 'partly_met'].includes(need.state)) return []
  return [
    {
      op: 'update',
      table: 'need',
      key: need.id,
      set: { state: isTriedElsewhere(known, siblings) ? 'referred' : 'open' },
    },
  ]
}

/** What was handed over is taken back, once. */
function closeSnapshot({ referral }: ReferralKnown, { now }: Circumstances): Change[] {
  return referral.sentAt === null
    ? []
    : [{ op: 'update', table: 'referral_snapshot', key: referral.id, set: { withdrawnAt: now } }]
}
