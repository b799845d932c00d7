import { decideConflict } from './decide-conflict.ts'
import { chooseOffline, enrolDevice, releaseOffline, revokeDevice } from './devices.ts'
import { setAsideHeld } from './set-aside-held.ts'

export const syncActions = [
  decideConflict,
  setAsideHeld,
  enrolDevice,
  revokeDevice,
  chooseOffline,
  releaseOffline,
]
