import { beginGrowth, goLive, tickGate } from './growth-actions.ts'
import {
  describeOrganisation,
  inviteOrganisation,
  moveOrganisation,
  noteStep,
} from './organisation-actions.ts'

export const organisationActions: readonly unknown[] = [
  inviteOrganisation,
  noteStep,
  moveOrganisation,
  describeOrganisation,
  beginGrowth,
  tickGate,
  goLive,
]
