import { agreeMinutes } from './agree-minutes.ts'
import { addConferenceAction, finishConferenceAction } from './conference-actions.ts'
import { endConference } from './end.ts'
import { inviteToConference } from './invite.ts'
import { joinConference } from './join.ts'
import { proposeConference } from './propose.ts'
import { recordConferenceConsent } from './record-conference-consent.ts'

export const conferenceActions: readonly unknown[] = [
  proposeConference,
  recordConferenceConsent,
  inviteToConference,
  joinConference,
  agreeMinutes,
  addConferenceAction,
  finishConferenceAction,
  endConference,
]
