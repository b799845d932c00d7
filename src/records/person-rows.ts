import type { Day, Id } from './row-basics.ts'

export interface ContactSafety {
  readonly mode: string
  readonly phone?: string | undefined
  readonly hours?: string | undefined
  readonly callAs?: string | undefined
  readonly codeWord?: string | undefined
  readonly mayLeaveMessage?: boolean | undefined
  readonly through?: string | undefined
}
export interface NameParts {
  readonly given?: string | undefined
  readonly father?: string | undefined
  readonly grandfather?: string | undefined
  readonly greatGrandfather?: string | undefined
  readonly family?: string | undefined
  readonly mother?: string | undefined
}
export interface PersonRow {
  id: Id
  organisationId: Id
  siteId: Id
  code: string
  nameParts: NameParts
  codeName: string | null
  displayName: string
  sex: string
  birthDate: Day | null
  birthPrecision: string
  birthYear: number | null
  language: string
  interpreterNeeded: boolean
  contactSafety: ContactSafety
  chosenWordHash: Uint8Array | null
  placeCode: string | null
  governorate: string | null
  searchKeys: string[]
  searchVersion: number
}
