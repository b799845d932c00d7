/** Answers of the reads about accounts. */
import type { Id } from './rows.ts'
import type { Names } from './answer-basics.ts'

/** GET /api/me */
export interface MeAnswer {
  readonly account: {
    readonly id: Id
    readonly displayName: string
    readonly login: string
    readonly locale: string
    readonly digits: string
    readonly mustChangePassword: boolean
  }
  readonly organisation: {
    readonly id: Id
    readonly code: string
    readonly names: Names
    readonly family: string
    readonly protocolSigned: boolean
  }
  readonly roles: readonly string[]
  readonly sites: readonly {
    readonly id: Id
    readonly names: Names
    readonly placeCode: string
    readonly supervised: boolean
  }[]
  readonly demo: boolean
}

/** GET /api/staff (administrators; supervisors see their sites) */
export interface StaffItem {
  readonly id: Id
  readonly login: string
  readonly displayName: string
  readonly locale: string
  readonly state: string
  readonly mustChangePassword: boolean
  readonly roles: readonly { readonly role: string; readonly siteId: Id | null }[]
  readonly openCases: number
}

/** GET /api/colleagues?site= : who may take a case over. */
export interface Colleague {
  readonly id: Id
  readonly displayName: string
  readonly roles: readonly string[]
  readonly sites: readonly Id[]
}
