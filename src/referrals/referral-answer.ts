import type { Names, ReferralAnswer, ReferralListItem, StoryItem } from '../records/answers.ts'
import type { ReferralLinkRow, ReferralRow } from '../records/rows.ts'

/** A referral with the names beside it, as the policies let its reader see it. */
export interface ReferralSeen extends ReferralRow {
  readonly offerNames: Names | null
  readonly senderNames: Names
  readonly senderSiteNames: Names
  readonly receiverNames: Names
  /** The sender's case; nothing for a receiver. */
  readonly caseId: string | null
  readonly caseCode: string | null
  readonly displayName: string | null
  readonly needId: string | null
  readonly narrative: string | null
  readonly receiverContact: { readonly [key: string]: unknown } | null
}

/** What a line of a list shows of the referral itself, under the names it travels by: rows of lists go out as they come. */
export const listed = [
  'id',
  'code',
  'service',
  'urgency',
  'state',
  'offerId',
  'receiverSiteId',
  'ageBand',
  'sex',
  'language',
  'interpreterNeeded',
  'placeCode',
  'accompaniment',
  'sentAt',
  'acknowledgedAt',
  'answeredAt',
  'nextDueAt',
  'nextDueKind',
  'alertLevel',
  'expiredAt',
  'appointment',
  'expectedOn',
  'reason',
  'outcome',
  'loopClosedAt',
  'draftedAt',
] as const satisfies readonly (keyof ReferralSeen)[]
export type ReferralListed = Pick<
  ReferralSeen,
  | (typeof listed)[number]
  | 'offerNames'
  | 'senderNames'
  | 'senderSiteNames'
  | 'receiverNames'
  | 'caseId'
  | 'caseCode'
  | 'displayName'
>

export interface ReferralRead {
  readonly referral: ReferralSeen | undefined
  readonly snapshot: { readonly [item: string]: unknown } | null
  readonly story: readonly StoryItem[]
  readonly stops: ReferralAnswer['stops']
  readonly links: readonly Pick<
    ReferralLinkRow,
    'id' | 'step' | 'madeAt' | 'expiresAt' | 'openedAt' | 'usedAt' | 'revokedAt'
  >[]
}

/** GET /api/referrals/{id}, from the database and from the copy on a device alike. */
export function answerOf(
  { snapshot, story, links, stops }: ReferralRead,
  seen: ReferralSeen,
  side: 'sender' | 'receiver',
  may: readonly string[],
): ReferralAnswer {
  return {
    ...listItem(seen),
    side,
    snapshot,
    story,
    stops,
    may,
    sharedItems: seen.sharedItems,
    infoQuestion: seen.infoQuestion,
    infoRequestedAt: seen.infoRequestedAt,
    infoAnsweredAt: seen.infoAnsweredAt,
    startedAt: seen.startedAt,
    completedAt: seen.completedAt,
    outcomeNote: seen.outcomeNote,
    reasonNote: seen.reasonNote,
    cancelAskedAt: seen.cancelAskedAt,
    cancelConfirmedAt: seen.cancelConfirmedAt,
    toldPersonAt: seen.toldPersonAt,
    confirmedAt: seen.confirmedAt,
    received: seen.received,
    helped: seen.helped,
    disputedAt: seen.disputedAt,
    previousReferralId: side === 'sender' ? seen.previousReferralId : null,
    acknowledgeDueAt: seen.acknowledgeDueAt,
    decideDueAt: seen.decideDueAt,
    startDueAt: seen.startDueAt,
    confirmDueAt: seen.confirmDueAt,
    channel: seen.channel,
    ...(side === 'sender'
      ? {
          needId: seen.needId ?? undefined,
          narrative: seen.narrative,
          links,
          receiverContact: seen.receiverContact,
        }
      : {}),
  }
}

/** A line of a list. What only the sender knows is left out for a receiver. */
export function listItem(seen: ReferralListed): ReferralListItem {
  const { caseId, caseCode, displayName } = seen
  return {
    id: seen.id,
    code: seen.code,
    service: seen.service,
    urgency: seen.urgency,
    state: seen.state,
    offerId: seen.offerId,
    offerNames: seen.offerNames ?? seen.receiverNames,
    senderNames: seen.senderNames,
    senderSiteNames: seen.senderSiteNames,
    receiverNames: seen.receiverNames,
    receiverSiteId: seen.receiverSiteId,
    ageBand: seen.ageBand,
    sex: seen.sex,
    language: seen.language,
    interpreterNeeded: seen.interpreterNeeded,
    placeCode: seen.placeCode,
    accompaniment: seen.accompaniment,
    sentAt: seen.sentAt,
    acknowledgedAt: seen.acknowledgedAt,
    answeredAt: seen.answeredAt,
    nextDueAt: seen.nextDueAt,
    nextDueKind: seen.nextDueKind,
    alertLevel: seen.alertLevel,
    expiredAt: seen.expiredAt,
    appointment: seen.appointment,
    expectedOn: seen.expectedOn,
    reason: seen.reason,
    outcome: seen.outcome,
    loopClosedAt: seen.loopClosedAt,
    ...(caseId === null ? {} : { caseId, caseCode: caseCode ?? '', displayName: displayName ?? '' }),
  }
}
