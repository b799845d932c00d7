import * as z from 'zod/mini'
import type { Circumstances, Decision } from '../actions/action.ts'
import { code, id } from '../basics/inputs.ts'
import { text } from '../basics/text.ts'
import type { Permission } from '../permissions/permissions.ts'
import type { Reference, ReferralKnown } from '../records/knowledge.ts'
import type { ReferralRow } from '../records/rows.ts'
import type { ReferralState } from './referral-states.ts'
import { asReceiver, type By, by, foundOrRefuse } from './sides.ts'
import { moved, take } from './step.ts'

/** What a provider gives that says no, not now, or could not. */
export const reasonFields = {
  referralId: id,
  reason: z.optional(code),
  note: z.optional(text(500)),
  by: z.optional(by),
}

interface Given {
  readonly reason?: string | undefined
  readonly note?: string | undefined
  readonly by?: By | undefined
}

interface Halt {
  readonly name: Permission
  readonly to: ReferralState
  /** A day on which it goes on, where there is one. */
  readonly expectedOn?: string | undefined
  /** What else changes, at the time of the provider's word. */
  readonly set?: ((referral: ReferralRow, at: string) => Partial<ReferralRow>) | undefined
}

/** A provider's step that ends or holds a referral with a reason. */
export function haltedByReceiver(
  { referral, reference }: { readonly referral: ReferralKnown | undefined; readonly reference: Reference },
  { reason, note, by: saidBy }: Given,
  circumstances: Circumstances,
  { name, to, expectedOn, set }: Halt,
): Decision {
  const known = foundOrRefuse(referral)
  const acting = asReceiver(known, circumstances, { name, reference, by: saidBy })
  const state = moved(known.referral, acting, { to, reason, expectedOn })
  return take({
    name,
    known,
    reference,
    circumstances,
    acting,
    set: { ...state, reasonNote: note ?? null, ...set?.(known.referral, acting.at) },
    reason,
    detail: { expectedOn },
  })
}
