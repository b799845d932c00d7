/** Answers of the reads about accounts. */
import type { Id, Instant } from './rows.ts'
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
  /** Without use for so long, the screen locks; the session follows a little later. */
  readonly lockMinutes: number
}

/** GET /api/staff (administrators; supervisors see their sites) */
export interface StaffItem {
  readonly id: Id
  readonly login: string
  readonly displayName: string
  readonly locale: string
  readonly state: string
  readonly mustChangePassword: boolean
  readonly roles: readonly {
    readonly role: string
    readonly siteId: Id | null
    readonly placeCode: string | null
  }[]
  readonly openCases: number
  /** Kinds of second factors; never more of them. */
  readonly factors: readonly string[]
  readonly sessions: number
}

/** GET /api/account-alerts */
export interface AccountAlert {
  readonly id: Id
  /** account.shared_login, account.factor_guessed, account.code_issued, account.factor_reset_asked, account.factor_reset */
  readonly kind: string
  readonly at: string
  readonly accountId: Id
  readonly displayName: string
}

/** GET /api/staff/factor-resets: what waits for a second person. */
export interface FactorResetItem {
  readonly id: Id
  readonly accountId: Id
  readonly displayName: string
  readonly askedBy: Id
  readonly askedByName: string
  readonly askedAt: string
  readonly expiresAt: string
}

/** GET /api/colleagues?site= : who may take a case over. */
export interface Colleague {
  readonly id: Id
  readonly displayName: string
  readonly roles: readonly string[]
  readonly sites: readonly Id[]
}

/** GET /api/need-to-know: the matrix as the database enforces it, for administrators and data protection officers. */
export interface NeedToKnowAnswer {
  readonly categories: readonly { readonly category: string; readonly items: readonly string[] }[]
  readonly kinds: readonly {
    readonly kind: string
    readonly cells: readonly {
      readonly category: string
      readonly knows: 'own' | 'referral' | 'counts' | 'never'
      readonly note: string | null
    }[]
    readonly organisations: readonly { readonly id: Id; readonly names: Names; readonly mine: boolean }[]
  }[]
  /** What each role opens at all, those without account included. */
  readonly roles: readonly { readonly role: string; readonly reaches: readonly string[] }[]
}
/** GET /api/figures: cells of ten and more. */
export interface FiguresAnswer {
  readonly governorates: readonly {
    readonly placeCode: string
    readonly names: Names
    readonly sectors: readonly { readonly sector: string; readonly openNeeds: number }[]
  }[]
}
/** That somebody took data out. Whether and how much was fetched, only the data protection officer reads. */
export interface ExportListItem {
  readonly id: Id
  readonly what: 'cases' | 'referrals'
  readonly format: 'csv' | 'xlsx'
  readonly purpose: string
  readonly reason: string
  readonly madeAt: Instant
  readonly expiresAt: Instant
  readonly login: string
  readonly accountName: string
  readonly downloads: number
  readonly rows: number | null
  readonly isMine: boolean
  /** With C3 columns: somebody else decides, and it is fetched once. */
  readonly isSensitive: boolean
  /** `null`: nobody has decided. */
  readonly isApproved: boolean | null
  readonly decisionReason: string | null
  readonly approvedUntil: Instant | null
  readonly approverName: string | null
  readonly isFetched: boolean
}

/** GET /api/delegations */
export interface DelegationsAnswer {
  readonly items: readonly DelegationItem[]
  /** Colleagues who work on cases; whose absence the asker may arrange. */
  readonly colleagues: readonly {
    readonly id: Id
    readonly displayName: string
    readonly isSupervisor: boolean
    readonly mayBeAway: boolean
    /** Offices they supervise. */
    readonly supervises: readonly Id[]
  }[]
  /** Names of the offices of the house. */
  readonly sites: readonly { readonly id: Id; readonly names: Names }[]
}
export interface DelegationItem {
  readonly id: Id
  readonly fromAccountId: Id
  readonly fromName: string
  readonly toAccountId: Id
  readonly toName: string
  readonly covers: readonly string[]
  /** Of the supervised offices, these; null: all of them. */
  readonly siteIds: readonly Id[] | null
  readonly fromDay: string
  readonly untilDay: string
  readonly standing: 'coming' | 'now' | 'over'
  readonly mayEnd: boolean
}
