import type { UnusualAccessRow } from './audit-rows.ts'
import type {
  AlertRow,
  CaseEventRow,
  CaseFactRow,
  CaseMemberRow,
  CaseRow,
  FileRow,
  ConsentOverrideRow,
  ConsentRow,
  ConsentWithdrawalRow,
  NeedRow,
  NoteRow,
  SharingStopRow,
  TaskRow,
} from './case-rows.ts'
import type {
  ConferenceActionRow,
  ConferenceReleaseRow,
  ConferenceRow,
  ConferenceSeatRow,
} from './conference-rows.ts'
import type {
  BreachRow,
  ComplaintRow,
  ComplaintStepRow,
  DataRequestRow,
  LegalHoldRow,
  LegalRequestRow,
  RetentionListRow,
} from './desk-rows.ts'
import type { DelegationRow } from './delegation-rows.ts'
import type { DeviceRow } from './device-rows.ts'
import type { InformationRow } from './information-rows.ts'
import type {
  DirectoryLinkRow,
  DirectorySuggestionRow,
  OfferCheckRow,
  OfferRow,
  SitePrivateRow,
  SiteRow,
} from './directory-rows.ts'
import type {
  GrowthRow,
  GrowthTickRow,
  OrganisationApplicationRow,
  OrganisationEventRow,
  OrganisationRow,
  OrganisationStepRow,
} from './organisation-rows.ts'
import type { PersonRow } from './person-rows.ts'
import type {
  ReferralEventRow,
  ReferralLinkRow,
  ReferralOriginRow,
  ReferralRow,
  ReferralSnapshotRow,
} from './referral-rows.ts'
import type { ConflictRow } from './sync-rows.ts'
import type {
  AccountRoleRow,
  AccountRow,
  CertificateRow,
  ExportDecisionRow,
  ExportLogRow,
} from './staff-rows.ts'
import type { BreakGlassRow, VaultEntryRow, VaultFileRow, VaultRow } from './vault-rows.ts'

/**
 * Rows as they are written: one interface a table, camelCase of its columns. `decide` functions speak in these, the
 * writer turns them into SQL, and a device can keep them as they are.
 */
export type * from './audit-rows.ts'
export type * from './case-rows.ts'
export type * from './conference-rows.ts'
export type * from './desk-rows.ts'
export type * from './delegation-rows.ts'
export type * from './device-rows.ts'
export type * from './directory-rows.ts'
export type * from './information-rows.ts'
export type * from './organisation-rows.ts'
export type * from './person-rows.ts'
export type * from './referral-rows.ts'
export type * from './row-basics.ts'
export type * from './staff-rows.ts'
export type * from './sync-rows.ts'
export type * from './vault-rows.ts'

export interface Rows {
  person: PersonRow
  case_file: CaseRow
  case_member: CaseMemberRow
  need: NeedRow
  consent: ConsentRow
  consent_withdrawal: ConsentWithdrawalRow
  consent_override: ConsentOverrideRow
  sharing_stop: SharingStopRow
  case_fact: CaseFactRow
  conflict: ConflictRow
  note: NoteRow
  task: TaskRow
  case_event: CaseEventRow
  file: FileRow
  export_log: ExportLogRow
  export_decision: ExportDecisionRow
  referral: ReferralRow
  referral_origin: ReferralOriginRow
  referral_snapshot: ReferralSnapshotRow
  referral_event: ReferralEventRow
  referral_link: ReferralLinkRow
  alert: AlertRow
  unusual_access: UnusualAccessRow
  delegation: DelegationRow
  conference: ConferenceRow
  conference_seat: ConferenceSeatRow
  conference_release: ConferenceReleaseRow
  conference_action: ConferenceActionRow
  organisation: OrganisationRow
  organisation_application: OrganisationApplicationRow
  organisation_step: OrganisationStepRow
  organisation_event: OrganisationEventRow
  growth: GrowthRow
  growth_tick: GrowthTickRow
  offer: OfferRow
  offer_check: OfferCheckRow
  site: SiteRow
  site_private: SitePrivateRow
  directory_link: DirectoryLinkRow
  directory_suggestion: DirectorySuggestionRow
  account: AccountRow
  account_role: AccountRoleRow
  certificate: CertificateRow
  device: DeviceRow
  vault: VaultRow
  vault_entry: VaultEntryRow
  vault_file: VaultFileRow
  break_glass: BreakGlassRow
  data_request: DataRequestRow
  legal_request: LegalRequestRow
  breach: BreachRow
  complaint: ComplaintRow
  complaint_step: ComplaintStepRow
  legal_hold: LegalHoldRow
  retention_list: RetentionListRow
  information: InformationRow
}
export type Table = keyof Rows

/** Columns that hold JSON: the writer sends them as text, so that an array is not taken for a PostgreSQL array. */
export const jsonColumns: { readonly [T in Table]?: readonly (keyof Rows[T] & string)[] } = {
  person: ['nameParts', 'contactSafety'],
  case_file: ['pending'],
  case_member: ['nameParts'],
  case_event: ['detail'],
  case_fact: ['avoid'],
  conflict: ['input', 'standing', 'offered'],
  device: ['counters'],
  referral: ['appointment'],
  referral_snapshot: ['items'],
  conference_release: ['items'],
  referral_event: ['organisationName', 'detail'],
  information: ['texts', 'facts'],
  organisation: ['names', 'descriptions', 'registrations'],
  offer: [
    'names',
    'descriptions',
    'eligibility',
    'access',
    'contactPublic',
    'contactForReferral',
    'opening',
    'visits',
  ],
  site: ['names', 'address', 'opening'],
  site_private: ['address'],
  directory_suggestion: ['proposed'],
}

/** Key column of each table, where it is not `id`. */
export const keyColumns: { readonly [T in Table]?: string } = {
  consent_withdrawal: 'consent_id',
  organisation_application: 'organisation_id',
  growth: 'place_code',
  export_decision: 'export_id',
  case_fact: 'case_id',
  site_private: 'site_id',
  referral_origin: 'referral_id',
  referral_snapshot: 'referral_id',
  conference_release: 'seat_id',
}
