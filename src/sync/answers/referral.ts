import { isPermission, mayPerform } from '../../permissions/permissions.ts'
import type { Names, ReferralAnswer } from '../../records/answers.ts'
import type { Id } from '../../records/rows.ts'
import { openActions } from '../../referrals/may.ts'
import { answerOf, type ReferralSeen } from '../../referrals/referral-answer.ts'
import { storyOfReferral } from './case-answer.ts'
import { type KeptReference, noNames } from './reference.ts'
import { type CaseRows, falling, inOrder, rising } from './rows.ts'

/** GET /api/referrals/{id} as its sender reads it. One-time links are not held: what they open must not lie on a phone. */
export function referralHere(id: Id, rows: CaseRows, kept: KeptReference): ReferralAnswer | undefined {
  const referral = rows.referral.find((one) => one.id === id)
  const origin = rows.referral_origin.find(({ referralId }) => referralId === id)
  const [file] = rows.case_file
  if (!referral || !origin || !file) return undefined
  const senderNames = kept.organisation(referral.organisationId)?.names ?? noNames
  const receiverNames = kept.organisation(referral.receiverOrganisationId)?.names ?? noNames
  const offer = kept.offer(referral.offerId)
  const seen: ReferralSeen = {
    ...referral,
    offerNames: offer?.names ?? null,
    senderNames,
    senderSiteNames: kept.site(referral.siteId)?.names ?? noNames,
    receiverNames,
    caseId: file.id,
    caseCode: file.code,
    displayName: file.displayName,
    needId: origin.needId,
    narrative: origin.narrative,
    receiverContact: offer?.contactForReferral ?? null,
  }
  const namesFor = (party: string, told: Names | null): Names | null =>
    party === 'system' ? null : party === 'receiver' ? (told ?? receiverNames) : senderNames
  const story = inOrder(
    rows.referral_event.filter(({ referralId }) => referralId === id),
    falling(({ at }) => at),
    falling((event) => event.id),
  ).map((event) =>
    storyOfReferral(event, kept, namesFor(event.party, event.organisationName as Names | null)),
  )
  const stops = inOrder(
    rows.sharing_stop.filter(({ referralId }) => referralId === id),
    rising(({ toldAt }) => toldAt),
    rising((stop) => stop.id),
  ).map(({ toldAt, confirmedAt, kept: keptWhat }) => ({ toldAt, confirmedAt, kept: keptWhat }))
  const snapshot = rows.referral_snapshot.find(({ referralId }) => referralId === id)?.items ?? null
  const may = openActions(referral, 'sender').filter(
    (name) => isPermission(name) && mayPerform(kept.who, name),
  )
  return answerOf({ referral: seen, snapshot, story, stops, links: [] }, seen, 'sender', may)
}
