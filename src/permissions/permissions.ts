import {
  answeringRoles,
  caseRoles,
  committeeRoles,
  conferringRoles,
  edgeRoles,
  informationRoles,
  type Role,
  supervisingRoles,
} from './roles.ts'
import type { Who } from './who.ts'

const sendersAndReceivers: readonly Role[] = [...new Set([...caseRoles, ...answeringRoles])]
interface Entry {
  readonly roles: readonly Role[]
  readonly link?: true
  readonly fresh?: true
}

const everybody: readonly Role[] = [
  ...sendersAndReceivers,
  'directorate_manager',
  'ministry_analyst',
  'directory_editor',
  ...committeeRoles,
  'data_protection_officer',
  'complaints_officer',
  'system_admin',
  ...edgeRoles,
]

/**
 * Who may do what: action → roles. One readable table; relation to the case and class are held by the row policies.
 * `link`: a one-time link may do it too, for its one referral and step. `fresh`: only a session that has shown within
 * ten minutes who it is (`session.not_fresh` otherwise; the app then asks and does it again).
 */
export const permissions = {
  'case.open': { roles: caseRoles },
  'case.correct': { roles: caseRoles },
  'case.move': { roles: caseRoles },
  'case.raise_urgency': { roles: caseRoles },
  'case.lower_urgency': { roles: caseRoles },
  'case.close': { roles: caseRoles },
  'case.approve': { roles: supervisingRoles },
  'case.send_back': { roles: supervisingRoles },
  'case.reopen': { roles: caseRoles },
  'case.hand_over': { roles: [...caseRoles, 'system_admin'] },
  'case.plan_contact': { roles: caseRoles },
  'case.add_member': { roles: caseRoles },
  'case.remove_member': { roles: caseRoles },
  'case.add_to_team': { roles: caseRoles },
  'case.remove_from_team': { roles: caseRoles },
  'case.record_facts': { roles: caseRoles },
  'conflict.decide': { roles: caseRoles },
  'held.set_aside': { roles: caseRoles },
  'person.correct': { roles: caseRoles },
  'person.set_contact_safety': { roles: caseRoles },
  'person.set_chosen_word': { roles: caseRoles },
  'need.record': { roles: caseRoles },
  'need.change': { roles: caseRoles },
  'need.close': { roles: caseRoles },
  'consent.record': { roles: caseRoles },
  'consent.withdraw': { roles: caseRoles },
  'consent.override': { roles: caseRoles },
  'consent.approve_override': { roles: supervisingRoles },
  'consent.review_override': { roles: supervisingRoles },
  'consent.confirm_stop': { roles: sendersAndReceivers },
  'note.add': { roles: caseRoles },
  'note.correct': { roles: caseRoles },
  'file.attach': { roles: caseRoles },
  'file.remove': { roles: caseRoles },
  'task.add': { roles: caseRoles },
  'task.finish': { roles: caseRoles },
  'referral.draft': { roles: caseRoles },
  'referral.send': { roles: caseRoles },
  'referral.acknowledge': { roles: sendersAndReceivers, link: true },
  'referral.accept': { roles: sendersAndReceivers, link: true },
  'referral.waitlist': { roles: sendersAndReceivers, link: true },
  'referral.decline': { roles: sendersAndReceivers, link: true },
  'referral.ask_information': { roles: sendersAndReceivers, link: true },
  'referral.answer_information': { roles: caseRoles },
  'referral.set_appointment': { roles: sendersAndReceivers, link: true },
  'referral.note_appointment': { roles: sendersAndReceivers, link: true },
  'referral.start': { roles: sendersAndReceivers, link: true },
  'referral.hold': { roles: sendersAndReceivers, link: true },
  'referral.complete': { roles: sendersAndReceivers, link: true },
  'referral.fail': { roles: sendersAndReceivers, link: true },
  'referral.add_note': { roles: sendersAndReceivers },
  'referral.ask_cancel': { roles: caseRoles },
  'referral.cancel': { roles: sendersAndReceivers },
  'referral.mark_error': { roles: sendersAndReceivers },
  'referral.tell_person': { roles: caseRoles },
  'referral.confirm': { roles: caseRoles },
  'referral.dispute': { roles: caseRoles },
  'link.make': { roles: caseRoles },
  'link.revoke': { roles: caseRoles },
  'conference.propose': { roles: caseRoles },
  'conference.record_consent': { roles: caseRoles },
  'conference.invite': { roles: caseRoles },
  'conference.join': { roles: conferringRoles },
  'conference.write_minutes': { roles: caseRoles },
  'conference.agree_minutes': { roles: conferringRoles },
  'conference.add_action': { roles: caseRoles },
  'conference.finish_action': { roles: [...new Set([...caseRoles, ...conferringRoles])] },
  'conference.end': { roles: caseRoles },
  'alert.seen': { roles: everybody },
  'offer.set_capacity': { roles: ['provider_focal_point', 'directory_editor'] },
  'offer.confirm': { roles: ['provider_focal_point', 'directory_editor'] },
  'offer.save': { roles: ['provider_focal_point', 'directory_editor'] },
  'information.write': { roles: informationRoles },
  'information.decide': { roles: informationRoles },
  'information.withdraw': { roles: informationRoles },
  'offer.verify': { roles: [...caseRoles, 'directory_editor'] },
  'offer.take_down': { roles: [...caseRoles, 'provider_focal_point', 'directory_editor'] },
  'offer.follow_up': { roles: [...caseRoles, 'directory_editor'] },
  'offer.make_link': { roles: [...caseRoles, 'provider_focal_point', 'directory_editor'] },
  'offer.suggest': { roles: [...sendersAndReceivers, 'directory_editor'] },
  'offer.decide_suggestion': { roles: [...supervisingRoles, 'provider_focal_point', 'directory_editor'] },
  'site.save': { roles: ['provider_focal_point', 'directory_editor'] },
  'organisation.invite': { roles: committeeRoles },
  'organisation.note_step': { roles: committeeRoles },
  'organisation.move': { roles: committeeRoles },
  'organisation.describe': { roles: ['provider_focal_point', 'directory_editor'] },
  'growth.begin': { roles: committeeRoles },
  'growth.tick': { roles: committeeRoles },
  'growth.go_live': { roles: committeeRoles },
  'vault.open': { roles: caseRoles },
  'vault.add_member': { roles: caseRoles },
  'vault.remove_member': { roles: caseRoles },
  'vault.write': { roles: caseRoles },
  'vault.correct': { roles: caseRoles },
  'vault.record_need': { roles: caseRoles },
  'vault.change_need': { roles: caseRoles },
  'vault.attach_file': { roles: caseRoles },
  'vault.remove_file': { roles: caseRoles },
  'vault.hand_over': { roles: supervisingRoles },
  'vault.break_glass': { roles: supervisingRoles, fresh: true },
  'break_glass.review': { roles: [...supervisingRoles, 'data_protection_officer'] },
  'vault.destroy': { roles: ['data_protection_officer'], fresh: true },
  'certificate.grant': { roles: ['system_admin', 'branch_manager'], fresh: true },
  'certificate.revoke': { roles: ['system_admin', 'branch_manager'] },
  'export.make': { roles: supervisingRoles, fresh: true },
  'export.ask': { roles: supervisingRoles, fresh: true },
  'export.decide': { roles: ['data_protection_officer'], fresh: true },
  'data_request.record': { roles: [...caseRoles, 'data_protection_officer'] },
  'data_request.acknowledge': { roles: ['data_protection_officer'] },
  'data_request.answer': { roles: ['data_protection_officer'] },
  'legal_request.record': { roles: ['data_protection_officer'] },
  'legal_request.answer': { roles: ['data_protection_officer'] },
  'breach.report': { roles: everybody },
  'breach.note_step': { roles: ['data_protection_officer'] },
  'hold.place': { roles: ['data_protection_officer'] },
  'hold.lift': { roles: ['data_protection_officer'] },
  'retention.approve': { roles: ['data_protection_officer'], fresh: true },
  'complaint.record': { roles: everybody },
  'complaint.note_step': { roles: ['complaints_officer'] },
  'account.add': { roles: ['system_admin'], fresh: true },
  'account.change': { roles: ['system_admin'], fresh: true },
  'account.reset_password': { roles: ['system_admin'], fresh: true },
  'account.issue_code': { roles: ['system_admin', ...supervisingRoles], fresh: true },
  'account.ask_factor_reset': { roles: ['system_admin'], fresh: true },
  'account.approve_factor_reset': { roles: ['system_admin', 'branch_manager'], fresh: true },
  'organisation.set_factor_roles': { roles: ['system_admin'], fresh: true },
  'account.leave': { roles: ['system_admin'] },
  'unusual.review': { roles: ['data_protection_officer'] },
  'device.enrol': { roles: sendersAndReceivers, fresh: true },
  'device.revoke': { roles: everybody },
  'device.ask_longer': { roles: caseRoles },
  'device.allow_longer': { roles: supervisingRoles },
  'device.end_longer': { roles: caseRoles },
  'offline.choose': { roles: caseRoles },
  'offline.release': { roles: caseRoles },
  'delegation.make': { roles: caseRoles },
  'delegation.end': { roles: caseRoles },
  'account.choose_language': { roles: everybody },
} as const satisfies Record<string, Entry>

export type Permission = keyof typeof permissions

export function isPermission(name: string): name is Permission {
  return Object.hasOwn(permissions, name)
}

/** True when a role of the asker (or its one-time link) opens this action at all. */
export function mayPerform(who: Who, name: Permission): boolean {
  const entry: Entry = permissions[name]
  if (who.kind === 'link') return entry.link === true
  return who.kind === 'account' && entry.roles.some((role) => who.roles.includes(role))
}

/** True when the asker must have shown within the last ten minutes who they are. */
export function needsFreshProof(name: Permission): boolean {
  const entry: Entry = permissions[name]
  return entry.fresh === true
}
