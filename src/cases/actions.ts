import { recordFacts } from './case-facts.ts'
import { addToTeam, removeFromTeam } from './case-team.ts'
import { approveCase, sendBackCase } from './approve-case.ts'
import { lowerUrgency, raiseUrgency } from './change-urgency.ts'
import { closeCase } from './close-case.ts'
import { correctCase } from './correct-case.ts'
import { attachFile, removeFile } from './files.ts'
import { handOverCase } from './hand-over-case.ts'
import { addMember, removeMember } from './members.ts'
import { moveCase } from './move-case.ts'
import { changeNeed, closeNeed } from './needs.ts'
import { addNote, correctNote } from './notes.ts'
import { openCase } from './open-case.ts'
import { planContact } from './plan-contact.ts'
import { recordNeed } from './record-need.ts'
import { reopenCase } from './reopen-case.ts'
import { seeAlert } from './see-alert.ts'
import { addTask, finishTask } from './tasks.ts'

export const caseActions = [
  openCase,
  correctCase,
  moveCase,
  raiseUrgency,
  lowerUrgency,
  closeCase,
  approveCase,
  sendBackCase,
  reopenCase,
  handOverCase,
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
  seeAlert,
  attachFile,
  removeFile,
  addToTeam,
  removeFromTeam,
  recordFacts,
] as const
