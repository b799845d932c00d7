import { furtherSituations } from './situations-further.ts'
import { openSituations } from './situations-open.ts'

export const situations = { ...openSituations, ...furtherSituations }

export type SituationName = keyof typeof situations
