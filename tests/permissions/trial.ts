import type { Player } from './cast.ts'

/** Stages of a case conference about the need of the scene, with Bridges invited. */
export const conferenceStages = [
  'table proposed',
  'table consented',
  'table invited',
  'table joined',
  'table written',
  'table agreed',
  'table tracked',
] as const
export type ConferenceStage = (typeof conferenceStages)[number]

/** A case of one officer with everything under it, in the state an action begins from. */
export interface Scene {
  readonly officer: Player
  readonly ids: {
    readonly caseId: string
    readonly personId: string
    readonly needId: string
    readonly consentId: string
    readonly noteId: string
    readonly taskId: string
    readonly memberId: string
    readonly referralId: string
    readonly offerId: string
    readonly alertId: string
    readonly linkId: string
    readonly accountId: string
    readonly otherOfficerId: string
    readonly siteId: string
    readonly unusualId: string
    readonly delegationId: string
    readonly conferenceId: string
    readonly vaultId: string
    readonly entryId: string
    readonly vaultNeedId: string
    readonly vaultFileId: string
    readonly vaultUploadId: string
    readonly glassId: string
    readonly certificateId: string
    readonly caseCode: string
    readonly seatId: string
    readonly tableConsentId: string
    readonly tableActionId: string
    readonly uploadId: string
    readonly fileId: string
    readonly overrideId: string
    readonly deskId: string
    readonly deviceId: string
    readonly conflictId: string
    readonly heldId: string
    readonly providerId: string
  }
  /** Of the one-time link of the scene, where it has one. */
  readonly token: string
}

/** The state of the scene's referral and case when the action is tried. */
export type Stage =
  | 'case'
  | 'closing asked'
  | 'urgency asked'
  | 'closed'
  | 'draft'
  | 'sent'
  | 'asked'
  | 'accepted'
  | 'appointed'
  | 'serving'
  | 'completed'
  | ConferenceStage
  | 'guarded'
  | 'stopped'
  | 'on desk'
  | 'in directory'
  | 'override asked'
  | 'override signed'

/** Whose action it is: of those who see the case; of both sides of the referral; of the sender alone; of nobody's case. */
export type Kind =
  | 'invited'
  | 'protected'
  | 'opens'
  | 'case'
  | 'both sides'
  | 'own alert'
  | 'own offer'
  | 'directory'
  | 'administers'
  | 'self'
  | 'what the public reads'

export interface Trial {
  readonly kind: Kind
  readonly stage: Stage
  readonly input: (ids: Scene['ids'], by?: { saidBy: string; channel: string }) => object
}
