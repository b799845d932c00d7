/** Roles of the mechanism. A role is a capability; access to a person's record always also needs a relation to the case. */
export const roles = [
  'intake_worker',
  'caseworker',
  'case_supervisor',
  'branch_manager',
  'directorate_manager',
  'ministry_analyst',
  'provider_focal_point',
  'provider_worker',
  'legal_adviser',
  'rgc_officer',
  'specialist_gbv',
  'specialist_ct',
  'specialist_child',
  'specialist_mh',
  'directory_editor',
  'committee_member',
  'data_protection_officer',
  'complaints_officer',
  'system_admin',
  'interpreter',
  'trainer',
  'trainee',
  'event_organiser',
  'cpf_coordinator',
  'border_officer',
  'donor_viewer',
] as const

export type Role = (typeof roles)[number]

/**
 * For violence, trafficking, children and mental health. They lead cases or join their teams; what is protected opens to
 * them by certificate, as to everybody.
 */
export const specialistRoles: readonly Role[] = [
  'specialist_gbv',
  'specialist_ct',
  'specialist_child',
  'specialist_mh',
]
/** Roles that open and work on cases. The database holds the same (`case_roles()`), and a test compares the two. */
export const caseRoles: readonly Role[] = [
  'intake_worker',
  'caseworker',
  'case_supervisor',
  'branch_manager',
  'legal_adviser',
  'rgc_officer',
  ...specialistRoles,
]
/** Roles that supervise the cases of their sites. */
export const supervisingRoles: readonly Role[] = ['case_supervisor', 'branch_manager']
/** Roles that answer referrals sent to their organisation. */
export const answeringRoles: readonly Role[] = ['provider_focal_point', 'provider_worker']

/** Roles that sit at a case conference to which their organisation was invited. */
export const conferringRoles: readonly Role[] = [
  'provider_focal_point',
  'case_supervisor',
  'branch_manager',
  'legal_adviser',
  'rgc_officer',
]
/**
 * Who keeps what the public pages say; each change is approved by another of them. The database holds the same
 * (`keeps_information()`), for state organisations alone.
 */
export const informationRoles: readonly Role[] = ['directory_editor', 'branch_manager']
/**
 * Decides which organisations take part, for a governorate's referral committee. Only where the operator has said that the
 * organisation sits on it (`me_sits_on_committee()`); it reads no case, no referral and no account of anybody.
 */
export const committeeRoles: readonly Role[] = ['committee_member']
/** Roles that look at a governorate from above: counts only, never a person. */
export const overviewRoles: readonly Role[] = ['directorate_manager', 'ministry_analyst']
/** Whoever gave money sees what is published: counts by governorate, and fewer of them than those above. */
export const figureRoles: readonly Role[] = ['donor_viewer']
/** They alone may be given for a whole governorate, because they see counts only. */
export const rolesForPlaces: readonly Role[] = [...overviewRoles, ...figureRoles]
/**
 * At the edge: they belong to no line of cases and see no person, no case and no colleague, whatever else was written
 * about them. The database holds the same (`edge_roles()`), and a test compares the two. Their own work (training, open
 * days, forums, the border's one-way referral, interpreting) has no place here yet.
 */
export const edgeRoles: readonly Role[] = [
  'interpreter',
  'trainer',
  'trainee',
  'event_organiser',
  'cpf_coordinator',
  'border_officer',
  'donor_viewer',
]
/** Of these, who sends people to services and so reads which there are: the published ones, as everybody on the portal. */
export const edgeWithDirectory: readonly Role[] = ['event_organiser', 'cpf_coordinator', 'border_officer']
/**
 * No accounts: the person, and whoever acts for them (guardian, holder of a power of attorney), follow a request on the
 * public page by its code and the word that the person chose, and see as much as the person tells them.
 */
export const rolesWithoutAccount = ['person', 'trusted_representative'] as const
/** Roles that meet people. Nobody at the police line, the border, a donor or a directorate has one, whatever was given. */
export const meetingRoles: readonly Role[] = [...caseRoles, ...answeringRoles]

export function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text)
}
