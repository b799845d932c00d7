import type { Readable } from 'node:stream'
import type * as z from 'zod/mini'
import type { RefusalCode } from '../basics/refusal.ts'
import type { Locale } from '../language/locales.ts'
import type { Role } from '../permissions/roles.ts'
import type { Who } from '../permissions/who.ts'
import type { Transaction } from './database.ts'
import type { House } from './house.ts'

/** `public`: anyone, as a visitor. `signed_in`: any account. Or the roles that may ask; rows are narrowed by the policies all the same. */
export type RoutePermission = 'public' | 'signed_in' | readonly Role[]

/** A text answer that is not JSON: a page, a script. */
export class Page {
  readonly html: string
  readonly status: number
  constructor(html: string, status = 200) {
    this.html = html
    this.status = status
  }
}

/** An answer of another kind, with headers of its own: a style sheet, a file to keep; in pieces where it is long. */
export class Content {
  readonly body: string | Buffer | Readable
  readonly type: string
  readonly headers: Readonly<Record<string, string>>
  readonly status: number
  constructor(
    body: string | Buffer | Readable,
    type: string,
    headers: Readonly<Record<string, string>> = {},
    status = 200,
  ) {
    this.body = body
    this.type = type
    this.headers = headers
    this.status = status
  }
}

/** What a route's `answer` holds. It has no database but through `read` (as the session) and `house.database.as` (as somebody named). */
export interface Asked<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly house: House
  readonly locale: Locale
  /** Of the client, by the proxy's word if IHALA_TRUST_PROXY says so. For throttling only; never stored in clear. */
  readonly address: string
  readonly signal: AbortSignal
  /** SHA-256 of the session's token; `null` without one. */
  readonly tokenHash: Buffer | null
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined }
  /** Reads as the session: all queries leave together with sign-on and commit. Refuses without session, role, or a due new password. */
  readonly read: <T>(
    queries: (tx: Transaction) => Promise<T>,
  ) => Promise<{ readonly who: Who; readonly result: T }>
  /** As `read`, for what must also write (audit of a read, delivered) or ask twice. */
  readonly transact: <T>(work: (tx: Transaction, identity: Promise<Who>) => Promise<T>) => Promise<T>
  /** As `transact`, for reads that must fit together: all of one moment, and nothing is written. */
  readonly snapshot: <T>(work: (tx: Transaction, identity: Promise<Who>) => Promise<T>) => Promise<T>
  /** The body of a route that takes `bytes`, read when this is called and not before. */
  readonly bytes: () => Promise<Buffer>
  readonly setCookie: (name: string, value: string, seconds: number) => void
  readonly setHeader: (name: string, value: string) => void
}

export interface Route<Params = unknown, Query = unknown, Body = unknown> {
  readonly method: 'GET' | 'POST'
  /** Fastify path: `/api/cases/:id`. */
  readonly path: string
  readonly permission: RoutePermission
  /** One line for the API document. */
  readonly summary: string
  /** Media type of the answer, for the API document, where it is neither JSON (`/api/...`) nor a page. */
  readonly answers?: string | undefined
  readonly params?: z.ZodMiniType<Params> | undefined
  readonly query?: z.ZodMiniType<Query> | undefined
  readonly body?: z.ZodMiniType<Body> | undefined
  /** The body is bytes (`application/octet-stream`), at most so many; refused with the code given when there are more. */
  readonly bytes?: { readonly most: number; readonly tooLarge: RefusalCode } | undefined
  /** Open although the account must change its password first (sign-out, changing it, /api/me). */
  readonly beforePasswordChange?: boolean | undefined
  /** Open to a session that has locked itself: to show who it is, and to end. Its `transact` knows the account, no role and no office. */
  readonly whenLocked?: true | undefined
  /** Only for a session that has shown within ten minutes who it is: `session.not_fresh` otherwise, before anything is done. */
  readonly fresh?: true | undefined
  readonly answer: (asked: Asked<Params, Query, Body>) => Promise<unknown>
}

export function route<Params, Query, Body>(definition: Route<Params, Query, Body>): Route {
  return definition as unknown as Route
}
