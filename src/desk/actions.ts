import { noteBreachStep, reportBreach } from './breaches.ts'
import { noteComplaintStep, recordComplaint } from './complaints.ts'
import { acknowledgeDataRequest, answerDataRequest, recordDataRequest } from './data-requests.ts'
import { approveRetention, liftHold, placeHold } from './retention-actions.ts'
import { answerLegalRequest, recordLegalRequest } from './legal-requests.ts'

export const deskActions = [
  recordDataRequest,
  acknowledgeDataRequest,
  answerDataRequest,
  recordLegalRequest,
  answerLegalRequest,
  reportBreach,
  noteBreachStep,
  recordComplaint,
  noteComplaintStep,
  placeHold,
  liftHold,
  approveRetention,
] as const
