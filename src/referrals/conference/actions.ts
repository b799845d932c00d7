import { addConferenceAction, finishConferenceAction } from './conference-actions.ts'
import { endConference } from './end.ts'
import { inviteToConference } from './invite.ts'
import { joinConference } from './join.ts'
import { agreeMinutes, writeMinutes } from './minutes.ts'
import { proposeConference } from './propose.ts'
import { recordConferenceConsent } from './record-conference-consent.ts'

export const conferenceActions: readonly unknown[] = [
  proposeConference,
  recordConferenceConsent,
  inviteToConference,
  joinConference,
  writeMinutes,
  agreeMinutes,
  addConferenceAction,
  finishConferenceAction,
  endConference,
]
