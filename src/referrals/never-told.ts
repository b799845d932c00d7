import { refuse } from '../basics/refusal.ts'
import { itemsNeverFor, mayServe } from '../permissions/need-to-know.ts'

/**
 * What the need-to-know matrix never opens is refused before the database has to say no: the receiver is of a kind that
 * is never told of such a need (`referral.receiver_never`), or never gets one of these items (`referral.items_never`).
 */
export function refuseWhatIsNever(
  receiver: { readonly organisationId: string; readonly organisationUnitKind: string },
  service: string,
  items: readonly string[],
): void {
  const { organisationId, organisationUnitKind: unitKind } = receiver
  if (!mayServe(unitKind, service)) refuse('referral.receiver_never', { organisationId, unitKind, service })
  const never = itemsNeverFor(unitKind, items)
  if (never.length > 0) refuse('referral.items_never', { organisationId, unitKind, items: never })
}
