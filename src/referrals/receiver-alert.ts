import type { Change, Circumstances } from '../actions/action.ts'
import type { ReferralRow } from '../records/rows.ts'

/** A word to whoever answers at the receiving site: an ended referral leaves their inbox, so it cannot only stand there. */
export function receiverAlert(
  referral: Pick<ReferralRow, 'id' | 'receiverOrganisationId' | 'receiverSiteId'>,
  { now, newId }: Pick<Circumstances, 'now' | 'newId'>,
  kind: string,
): Change {
  return {
    op: 'insert',
    table: 'alert',
    row: {
      id: newId(),
      organisationId: referral.receiverOrganisationId,
      accountId: null,
      siteId: referral.receiverSiteId,
      kind,
      level: 0,
      referralId: referral.id,
      at: now,
    },
  }
}
