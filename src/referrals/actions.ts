import { acceptReferral, acknowledgeReferral, declineReferral, waitlistReferral } from './answer.ts'
import { noteAppointment, setAppointment } from './appointment.ts'
import { conferenceActions } from './conference/actions.ts'
import { askCancel, cancelReferral, markReferralError } from './cancel.ts'
import { confirmReferral, disputeReferral, tellPerson } from './close-the-loop.ts'
import { draftReferral } from './draft-referral.ts'
import { answerInformation, askInformation } from './information.ts'
import { addReferralNote } from './note-on-referral.ts'
import { makeLink, revokeLink } from './one-time-link.ts'
import { sendReferral } from './send-referral.ts'
import { completeReferral, failReferral, holdReferral, startService } from './service-given.ts'

export const referralActions: readonly unknown[] = [
  draftReferral,
  sendReferral,
  acknowledgeReferral,
  acceptReferral,
  waitlistReferral,
  declineReferral,
  askInformation,
  answerInformation,
  setAppointment,
  noteAppointment,
  startService,
  holdReferral,
  completeReferral,
  failReferral,
  addReferralNote,
  askCancel,
  cancelReferral,
  markReferralError,
  tellPerson,
  confirmReferral,
  disputeReferral,
  makeLink,
  revokeLink,
  ...conferenceActions,
]
