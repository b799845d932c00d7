import type { Calendar } from '../places/calendar.ts'
import type { Programme } from '../programmes/programme.ts'
import type {
  AccountRow,
  CaseFactRow,
  CaseMemberRow,
  CaseRow,
  ConferenceActionRow,
  DelegationRow,
  DeviceRow,
  DirectorySuggestionRow,
  SiteRow,
  ConferenceRow,
  ConferenceSeatRow,
  ConsentOverrideRow,
  ConsentRow,
  ConsentWithdrawalRow,
  FileRow,
  NeedRow,
  NoteRow,
  OfferRow,
  PersonRow,
  ReferralLinkRow,
  ReferralOriginRow,
  ReferralRow,
  SharingStopRow,
  ConflictRow,
  TaskRow,
} from './rows.ts'
import type { OrganisationKnowledge } from './organisation-knowledge.ts'
import type { DeskKnowledge } from './desk-knowledge.ts'
import type { InformationKnowledge } from './information-knowledge.ts'
import type { VaultKnowledge } from './vault-knowledge.ts'

export interface ConsentKnown extends ConsentRow {
  readonly withdrawal: ConsentWithdrawalRow | null
}
export interface SiteKnown {
  readonly id: string
  readonly organisationId: string
  readonly placeCode: string
  readonly codePrefix: string
  readonly confidential: boolean
}
export interface OfferKnown extends OfferRow {
  readonly organisationState: string
  readonly organisationFamily: string
  /** What its organisation may come to know: need-to-know.ts. */
  readonly organisationUnitKind: string
  readonly organisationNames: { readonly [locale: string]: string }
  readonly protocolSignedOn: string | null
}
/** A referral as its asker may see it. `origin` is there for the sender alone. */
export interface ReferralKnown {
  readonly referral: ReferralRow
  readonly origin: ReferralOriginRow | undefined
  readonly receiverNames: { readonly [locale: string]: string }
  readonly senderGovernorate: string
}
export interface SiblingReferral {
  readonly id: string
  readonly needId: string
  readonly offerId: string
  readonly service: string
  readonly receiverOrganisationId: string
  readonly receiverSiteId: string
  readonly state: string
  readonly nextDueAt: string | null
  readonly nextDueKind: string | null
  readonly sharedItems: readonly string[]
}
/** A conference as its asker may see it: `convening` is there for those of the case alone, the others see their own seat. */
export interface ConferenceKnown {
  readonly convening:
    | {
        readonly conference: ConferenceRow
        readonly case: CaseRow
        readonly person: PersonRow
        readonly members: readonly CaseMemberRow[]
        readonly need: NeedRow
        readonly facts: CaseFactRow | undefined
        readonly consents: readonly ConsentKnown[]
      }
    | undefined
  readonly seats: readonly ConferenceSeatRow[]
  readonly actions: readonly ConferenceActionRow[]
}
/** Read-only data that the server keeps in memory and a device keeps in its store. */
export interface Reference {
  programme(code: string, version?: number): Programme | undefined
  calendarOf(placeCode: string | null): Calendar
  /** The place and everything it lies in, finest first; empty when unknown. */
  ancestors(placeCode: string): readonly string[]
}

/** Everything a decision can ask to know, by key. Absent or out of sight is `undefined` or an empty list, never an error. */
export interface Knowledge
  extends VaultKnowledge,
    DeskKnowledge,
    InformationKnowledge,
    OrganisationKnowledge {
  reference: Reference
  case: CaseRow | undefined
  person: PersonRow | undefined
  members: readonly CaseMemberRow[]
  needs: readonly NeedRow[]
  need: (NeedRow & { readonly case: CaseRow }) | undefined
  consents: readonly ConsentKnown[]
  consent: (ConsentKnown & { readonly case: CaseRow }) | undefined
  /** What may rest on a consent, by its id: the other consents of its case, the referrals, the needs. */
  aroundConsent:
    | {
        readonly consents: readonly ConsentKnown[]
        readonly siblings: readonly SiblingReferral[]
        readonly needs: readonly NeedRow[]
      }
    | undefined
  override: ConsentOverrideRow | undefined
  /** Every time the receiver of a referral was told to stop. */
  stopsOfReferral: readonly SharingStopRow[]
  factsOfCase: CaseFactRow | undefined
  conflict: ConflictRow | undefined
  note: (NoteRow & { readonly case: CaseRow }) | undefined
  task: (TaskRow & { readonly case: CaseRow }) | undefined
  file: FileRow | undefined
  /** Bytes that the asker sent before. */
  upload: { readonly mediaType: string; readonly size: number; readonly isAttached: boolean } | undefined
  siblings: readonly SiblingReferral[]
  offer: OfferKnown | undefined
  /** Whether the asker looks after entries of others (calls, visits), and whether they may change them. */
  directoryRights: { readonly checks: boolean; readonly keeps: boolean } | undefined
  /** Offers of an organisation that others see or saw, by its id. */
  offersOf: readonly { readonly id: string; readonly organisationId: string }[]
  suggestion: DirectorySuggestionRow | undefined
  /** A site of one's own organisation, with whether its place stands apart. */
  ownSite: (SiteRow & { readonly hasPrivate: boolean }) | undefined
  site: SiteKnown | undefined
  organisation:
    | {
        readonly id: string
        readonly state: string
        readonly unitKind: string
        readonly protocolSignedOn: string | null
      }
    | undefined
  conference: ConferenceKnown | undefined
  /** A second colleague, where an action speaks of two. */
  otherAccount: Knowledge['account']
  delegation:
    | (DelegationRow & { readonly absent: Pick<NonNullable<Knowledge['account']>, 'id' | 'roles'> })
    | undefined
  /** Not ended, from or to this colleague; and those of the second one. */
  delegationsOf: readonly DelegationRow[]
  otherDelegationsOf: readonly DelegationRow[]
  referral: ReferralKnown | undefined
  /** The sender's case, person and need behind a referral (nothing for a receiver). */
  sending:
    | {
        readonly case: CaseRow
        readonly person: PersonRow
        readonly need: NeedRow
        readonly members: readonly CaseMemberRow[]
        readonly needs: readonly NeedRow[]
        readonly facts: CaseFactRow | undefined
      }
    | undefined
  consentsOfReferral: readonly ConsentKnown[]
  siblingsOfReferral: readonly SiblingReferral[]
  offerOfReferral: OfferKnown | undefined
  link: ReferralLinkRow | undefined
  /** One's own, one of an office one supervises, or of one's organisation for who administers it. */
  device: Omit<DeviceRow, 'tokenHash'> | undefined
  /** Links of a referral that still open. */
  linksOfReferral: readonly ReferralLinkRow[]
  account:
    | (AccountRow & {
        readonly roles: readonly { readonly role: string; readonly siteId: string | null }[]
        readonly openCases: number
      })
    | undefined
}
export type KnowledgeKey = keyof Knowledge

/** Key → id to look up by, made from the input; `reference` and keys without an id take `true`. `undefined` skips the look-up. */
export type Needs<Input, Key extends KnowledgeKey> = {
  readonly [K in Key]: true | ((input: Input) => string | undefined)
}
