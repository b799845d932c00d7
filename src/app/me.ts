import type { Role } from '../permissions/roles.ts'
import type { Locale } from '../language/locales.ts'

/** What `GET /api/me` answers. */
export interface Me {
  readonly accountId: string
  readonly displayName: string
  readonly login: string
  readonly locale: Locale
  readonly roles: readonly Role[]
  readonly organisation: { readonly id: string; readonly name: string }
  readonly sites: readonly { readonly id: string; readonly name: string }[]
  readonly mustChangePassword: boolean
  /** The database holds invented people only. */
  readonly demo: boolean
}
