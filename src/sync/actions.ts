import { decideConflict } from './decide-conflict.ts'
import {
  allowLonger,
  askLonger,
  chooseOffline,
  endLonger,
  enrolDevice,
  releaseOffline,
  revokeDevice,
} from './devices.ts'
import { setAsideHeld } from './set-aside-held.ts'

export const syncActions = [
  decideConflict,
  setAsideHeld,
  enrolDevice,
  revokeDevice,
  askLonger,
  allowLonger,
  endLonger,
  chooseOffline,
  releaseOffline,
]
