import type { Permission } from '../permissions/permissions.ts'

/**
 * What can be written without network and done later. Everything else changes who sees what, needs a second person at
 * once, or is protected (hand-over, accounts, grants, links, conferences, exports, the vault, holds): the app says so
 * before anything is typed, and the server keeps such a command without doing it. A new action is not among these until
 * somebody has thought about it.
 */
const offline: ReadonlySet<string> = new Set<Permission>([
  'case.open',
  'case.correct',
  'case.move',
  'case.raise_urgency',
  'case.lower_urgency',
  'case.close',
  'case.approve',
  'case.send_back',
  'case.reopen',
  'case.plan_contact',
  'case.add_member',
  'case.remove_member',
  'case.record_facts',
  'person.correct',
  'person.set_contact_safety',
  'person.set_chosen_word',
  'need.record',
  'need.change',
  'need.close',
  'consent.record',
  'consent.withdraw',
  'note.add',
  'note.correct',
  'task.add',
  'task.finish',
  'file.attach',
  'referral.draft',
  'referral.send',
  'referral.answer_information',
  'referral.add_note',
  'referral.ask_cancel',
  'referral.cancel',
  'referral.tell_person',
  'referral.confirm',
  'referral.dispute',
  'alert.seen',
  'breach.report',
  'data_request.record',
])

/** Whether the action of this name may be written without network. */
export function worksOffline(name: string): boolean {
  return offline.has(name)
}
