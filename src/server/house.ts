import type { Circumstances } from '../actions/action.ts'
import type { DoorKeeper } from '../actions/callers.store.ts'
import type { Who } from '../permissions/who.ts'
import type { Reference } from '../records/knowledge.ts'
import type { OfflineSettings } from '../sync/offline-settings.ts'
import type { Database } from './database.ts'
import type { IdentityProviders } from './identity-providers.ts'
import type { RequestLimits } from './request-limits.ts'

export interface SignInSettings {
  /** Whoever holds a role of `alwaysWithFactor` adds a factor at the first sign-in. */
  readonly secondFactorRequired: boolean
  /** Of organisations that keep their people's accounts themselves (OIDC). */
  readonly providers: IdentityProviders
  /** Minutes without use after which a screen locks; the session follows a little later. Absent: `screenLocksAfter`. */
  readonly screenLocksAfter?: number | undefined
}

/** What the server holds while it runs: the database door, data kept in memory, keyed hashes. */
export interface House extends DoorKeeper {
  readonly database: Database
  readonly reference: Reference
  readonly secret: string
  /** Served with a Secure cookie and HSTS: behind TLS. */
  readonly secure: boolean
  /** The database holds invented people: a banner says so. */
  readonly demo: boolean
  readonly trustProxy: false | number | readonly string[]
  /** Public origin, for links that are copied or printed; null: that of the request. */
  readonly origin: string | null
  /** How often somebody may ask; absent: without limits, where we measure or test ourselves. */
  readonly limits?: RequestLimits | undefined
  /** Where to tell of a hole in Ihala, for /.well-known/security.txt; absent: there is no such page. */
  readonly securityContact?: string | undefined
  /** Unix socket of the ClamAV daemon; absent: files are not scanned. */
  readonly clamdSocket?: string | undefined
  /** Copies of cases on devices; absent: `offlineDefaults`. */
  readonly offline?: OfflineSettings | undefined
  /** How people prove who they are; absent: by their password, and a second factor where they have added one. */
  readonly signIn?: SignInSettings | undefined
  readonly now: () => string
  readonly circumstances: (who: Who) => Circumstances
  /** Keyed hash for throttle keys and search audit: HMAC-SHA256 by a key derived from the secret. */
  readonly keyedHash: (purpose: string, text: string) => Buffer
}
