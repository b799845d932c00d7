import type { Action } from '../../actions/action.ts'
import { approveCase, sendBackCase } from '../../cases/approve-case.ts'
import { recordFacts } from '../../cases/case-facts.ts'
import { lowerUrgency, raiseUrgency } from '../../cases/change-urgency.ts'
import { closeCase } from '../../cases/close-case.ts'
import { correctCase } from '../../cases/correct-case.ts'
import { addMember, removeMember } from '../../cases/members.ts'
import { moveCase } from '../../cases/move-case.ts'
import { changeNeed, closeNeed } from '../../cases/needs.ts'
import { addNote, correctNote } from '../../cases/notes.ts'
import { openCase } from '../../cases/open-case.ts'
import { planContact } from '../../cases/plan-contact.ts'
import { recordNeed } from '../../cases/record-need.ts'
import { reopenCase } from '../../cases/reopen-case.ts'
import { addTask, finishTask } from '../../cases/tasks.ts'
import { setChosenWord } from '../../people/chosen-word.ts'
import { setContactSafety } from '../../people/contact-safety.ts'
import { correctPerson } from '../../people/correct-person.ts'
import { recordConsent } from '../../people/record-consent.ts'
import { withdrawConsent } from '../../people/withdraw-consent.ts'
import { askCancel, cancelReferral } from '../../referrals/cancel.ts'
import { confirmReferral, disputeReferral, tellPerson } from '../../referrals/close-the-loop.ts'
import { draftReferral } from '../../referrals/draft-referral.ts'
import { answerInformation } from '../../referrals/information.ts'
import { addReferralNote } from '../../referrals/note-on-referral.ts'
import { sendReferral } from '../../referrals/send-referral.ts'

/**
 * What works without network (offline-actions.ts) and changes a page that a device can show: decided here too, so that
 * it is seen at once. One by one, so that a phone does not carry the rules of what it cannot do.
 */
export const actionsHere = [
  openCase,
  correctCase,
  moveCase,
  raiseUrgency,
  lowerUrgency,
  closeCase,
  approveCase,
  sendBackCase,
  reopenCase,
  planContact,
  addMember,
  removeMember,
  recordNeed,
  changeNeed,
  closeNeed,
  addNote,
  correctNote,
  addTask,
  finishTask,
  recordFacts,
  correctPerson,
  setContactSafety,
  setChosenWord,
  recordConsent,
  withdrawConsent,
  draftReferral,
  sendReferral,
  answerInformation,
  addReferralNote,
  askCancel,
  cancelReferral,
  tellPerson,
  confirmReferral,
  disputeReferral,
] as readonly unknown[] as readonly Action[]

const byName: ReadonlyMap<string, Action> = new Map(actionsHere.map((found) => [found.name, found]))

/** Undefined: kept and sent, and nothing of it is shown before the server has done it. */
export function actionHere(name: string): Action | undefined {
  return byName.get(name)
}
