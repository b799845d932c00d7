import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import { browserSession } from './session-settings.ts'

const sql = {
  throttleWait: statement('select throttle_wait($1) as seconds'),
  throttleFailure: statement('select throttle_failure($1, $2)'),
  throttleClear: statement('select throttle_clear($1)'),
  secretOf: statement('select account_id, organisation_id, password_hash from secret_of($1)'),
  ownSecret: statement('select own_secret() as password_hash, kind, label from session where id = $1'),
  start: statement(
    `select start_session($1, $2, $3, 'browser', $4, ${browserSession.idleSeconds}, ${browserSession.lastsSeconds})`,
  ),
  end: statement('select end_session($1)'),
  endAll: statement('select end_sessions_of($1, $2)'),
  setPassword: statement('select set_password($1, $2, false) as done'),
  own: statement(`select id, kind, label, created_at, last_seen_at, expires_at from session
    where ended_at is null and expires_at > now() and last_seen_at > now() - make_interval(secs => idle_seconds)
    order by last_seen_at desc limit 100`),
  trace:
    statement(`insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome)
    values ($1, $2, $3, $4, $5, $6, $7)`),
}

export interface Secret {
  readonly account_id: string
  readonly organisation_id: string
  readonly password_hash: string
}

/** Seconds until any of these keys may try again; 0: now. */
export async function throttleWait(tx: Transaction, keys: readonly Buffer[]): Promise<number> {
  return (await tx.row<{ seconds: number }>(sql.throttleWait, [keys]))?.seconds ?? 0
}

/** Counts a failure under each key; `free` are the failures that cost no wait, key by key. */
export async function throttleFailure(
  tx: Transaction,
  keys: readonly Buffer[],
  free: readonly number[],
): Promise<void> {
  await tx.row(sql.throttleFailure, [keys, free])
}

export async function throttleClear(tx: Transaction, key: Buffer): Promise<void> {
  await tx.row(sql.throttleClear, [key])
}

/** The hash to compare with, of an account that may sign in; nothing for any other login. Only as a visitor. */
export function secretOf(tx: Transaction, login: string): Promise<Secret | undefined> {
  return tx.row<Secret>(sql.secretOf, [login])
}

/** One's own hash, and the session by which one asks. */
export function ownSecret(
  tx: Transaction,
  sessionId: string,
): Promise<{ password_hash: string | null; kind: string; label: string | null } | undefined> {
  return tx.row(sql.ownSecret, [sessionId])
}

export async function startSession(
  tx: Transaction,
  session: { id: string; accountId: string; hash: Buffer; label: string | null },
): Promise<void> {
  await tx.row(sql.start, [session.id, session.accountId, session.hash, session.label])
}

export async function endSession(tx: Transaction, sessionId: string): Promise<void> {
  await tx.row(sql.end, [sessionId])
}

/** Every session of the account but one (`null`: all), in browsers and programs. */
export async function endSessionsOf(
  tx: Transaction,
  accountId: string,
  except: string | null,
): Promise<void> {
  await tx.row(sql.endAll, [accountId, except])
}

export async function setOwnPassword(tx: Transaction, accountId: string, hash: string): Promise<void> {
  await tx.row(sql.setPassword, [accountId, hash])
}

export interface SessionRow {
  readonly id: string
  readonly kind: string
  readonly label: string | null
  readonly created_at: string
  readonly last_seen_at: string
  readonly expires_at: string
}

export function ownSessions(tx: Transaction): Promise<SessionRow[]> {
  return tx.rows<SessionRow>(sql.own)
}

export interface SessionTrace {
  readonly act:
    | 'session.sign_in'
    | 'session.sign_out'
    | 'session.sign_out_everywhere'
    | 'session.change_password'
  readonly outcome: 'applied' | 'refused'
  /** Who is asking; absent for a visitor. */
  readonly by?: { readonly accountId: string; readonly organisationId: string } | undefined
  /** The account it is about. */
  readonly accountId?: string | undefined
}

/** Leaves the audit line of something that does not go through the door for writes. */
export async function leaveSessionTrace(
  tx: Transaction,
  { act, outcome, by, accountId }: SessionTrace,
): Promise<void> {
  await tx.run(sql.trace, [
    by?.organisationId ?? null,
    by ? 'account' : 'visitor',
    by?.accountId ?? null,
    act,
    accountId ? 'account' : null,
    accountId ?? null,
    outcome,
  ])
}
