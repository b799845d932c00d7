import { refuse } from '../basics/refusal.ts'
import type { CaseFactRow } from '../records/rows.ts'

/**
 * Whom the person wants to keep away from gets nothing of them, whoever chose it and however (`referral.avoided`): the
 * organisation, or this office of it. Matching leaves them out before; this holds for what was drafted earlier, and for
 * whoever writes an id by hand.
 */
export function refuseAvoided(
  receiver: { readonly organisationId: string; readonly siteId: string },
  facts: Pick<CaseFactRow, 'avoid'> | undefined,
): void {
  const { organisations = [], sites = [] } = facts?.avoid ?? {}
  const { organisationId, siteId } = receiver
  if (organisations.includes(organisationId)) refuse('referral.avoided', { organisationId })
  if (sites.includes(siteId)) refuse('referral.avoided', { organisationId, siteId })
}
