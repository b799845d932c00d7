import { decideInformation } from './decide-information.ts'
import { withdrawInformation } from './withdraw-information.ts'
import { writeInformation } from './write-information.ts'

export const informationActions: readonly unknown[] = [
  writeInformation,
  decideInformation,
  withdrawInformation,
]
