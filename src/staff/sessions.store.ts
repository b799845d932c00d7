import { refuse } from '../basics/refusal.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import type { FactorKind } from './factor-rule.ts'
import { browserSession } from './session-settings.ts'

const sql = {
  secretOf: statement('select account_id, organisation_id, password_hash from secret_of($1)'),
  ownSecret: statement('select own_secret() as password_hash, kind from session where id = $1'),
  begin: statement(
    `select outcome, ways from begin_session($1, $2, $3, $4, $5, ${browserSession.idleSeconds}, ${browserSession.lastsSeconds}, $6, $7, $8)`,
  ),
  finish: statement(
    `select finish_session($1, $2, $3, $4, $5, $6, ${browserSession.idleSeconds}, ${browserSession.lastsSeconds}, $7) as done`,
  ),
  renew: statement('select renew_session($1, $2) as done'),
  prove: statement('select prove_session($1)'),
  end: statement('select end_session($1)'),
  endOne: statement('select end_own_session($1) as done'),
  endAll: statement('select end_sessions_of($1, $2)'),
  setPassword: statement('select set_password($1, $2, false) as done'),
  own: statement(`select id, kind, label, way, created_at, last_seen_at, expires_at from session
    where ended_at is null and expires_at > now() and last_seen_at > now() - make_interval(secs => idle_seconds)
    order by last_seen_at desc limit 100`),
  officeCodeOf: statement('select account_id, organisation_id from office_code_of($1, $2)'),
  useOfficeCode: statement('select use_office_code($1, $2, $3) as done'),
  trace:
    statement(`insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome, detail)
    values ($1, $2, $3, $4, $5, $6, $7, $8)`),
}

export interface Secret {
  readonly account_id: string
  readonly organisation_id: string
  readonly password_hash: string
}

/** The hash to compare with, of an account that may sign in; nothing for any other login. Only as a visitor. */
export function secretOf(tx: Transaction, login: string): Promise<Secret | undefined> {
  return tx.row<Secret>(sql.secretOf, [login])
}

/** One's own hash, and the session by which one asks. */
export function ownSecret(
  tx: Transaction,
  sessionId: string,
): Promise<{ password_hash: string | null; kind: string } | undefined> {
  return tx.row(sql.ownSecret, [sessionId])
}

/** A browser's new session, as the database keeps it. */
export interface NewSession {
  readonly id: string
  readonly hash: Buffer
  readonly label: string
  readonly deviceHash: Buffer
  readonly networkHash: Buffer
  /** Without use for so long, it asks for a proof before it is answered. */
  readonly lockSeconds: number
}

/**
 * The password (or the identity provider) was right, as whom the transaction runs. Opens the session, or where a second
 * factor stands between, keeps the ticket under which it is asked for.
 */
export async function beginSession(
  tx: Transaction,
  session: NewSession,
  floor: readonly string[],
  ticketHash: Buffer,
): Promise<{ readonly outcome: 'open' | 'second_factor' | 'enrol'; readonly ways: readonly FactorKind[] }> {
  const found = await tx.row<{ outcome: 'open' | 'second_factor' | 'enrol'; ways: FactorKind[] }>(sql.begin, [
    session.id,
    session.hash,
    session.label,
    session.deviceHash,
    session.networkHash,
    session.lockSeconds,
    floor,
    ticketHash,
  ])
  if (!found) throw new Error('begin_session answers always')
  return found
}

/** Opens the session of a ticket whose factor was proved in this very transaction; false: it was not. */
export async function finishSession(
  tx: Transaction,
  ticketHash: Buffer,
  session: NewSession,
): Promise<boolean> {
  const { id, hash, label, deviceHash, networkHash, lockSeconds } = session
  const found = await tx.row<{ done: boolean }>(sql.finish, [
    ticketHash,
    id,
    hash,
    label,
    deviceHash,
    networkHash,
    lockSeconds,
  ])
  return found?.done === true
}

/** Another token for the same session: what it may do has changed, or somebody may have seen the old one. */
export async function renewSession(tx: Transaction, sessionId: string, hash: Buffer): Promise<void> {
  const found = await tx.row<{ done: boolean }>(sql.renew, [sessionId, hash])
  if (found?.done !== true) refuse('session.required')
}

/** The session has shown anew who it is. */
export async function proveSession(tx: Transaction, sessionId: string): Promise<void> {
  await tx.row(sql.prove, [sessionId])
}

/** One of one's own sessions, here or elsewhere; false: there is none such. */
export async function endOwnSession(tx: Transaction, sessionId: string): Promise<boolean> {
  return (await tx.row<{ done: boolean }>(sql.endOne, [sessionId]))?.done === true
}

/** Whose office code this is, while it is good. Only as a visitor. */
export function officeCodeOf(
  tx: Transaction,
  login: string,
  codeHash: Buffer,
): Promise<{ account_id: string; organisation_id: string } | undefined> {
  return tx.row(sql.officeCodeOf, [login, codeHash])
}

/** Uses the code up, sets the password and ends every session of the account; false: the code is no longer good. */
export async function useOfficeCode(
  tx: Transaction,
  login: string,
  codeHash: Buffer,
  passwordHash: string,
): Promise<boolean> {
  return (await tx.row<{ done: boolean }>(sql.useOfficeCode, [login, codeHash, passwordHash]))?.done === true
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
  readonly way: string
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
    | 'session.second_factor'
    | 'session.passkey'
    | 'session.reauthenticate'
    | 'session.sign_out'
    | 'session.sign_out_elsewhere'
    | 'session.sign_out_everywhere'
    | 'session.change_password'
    | 'session.office_code'
    | 'known_device.forget'
    | 'factor.add'
    | 'factor.remove'
    | 'identity.link'
    | 'identity.unlink'
  readonly outcome: 'applied' | 'refused'
  /** Who is asking; absent for a visitor. */
  readonly by?: { readonly accountId: string; readonly organisationId: string } | undefined
  /** The account it is about. */
  readonly accountId?: string | undefined
  /** Keyed hash of a login that was typed and did not open: two tries can be told to be alike, and nothing more. */
  readonly typed?: string | undefined
}

/** Leaves the audit line of something that does not go through the door for writes. */
export async function leaveSessionTrace(
  tx: Transaction,
  { act, outcome, by, accountId, typed }: SessionTrace,
): Promise<void> {
  await tx.run(sql.trace, [
    by?.organisationId ?? null,
    by ? 'account' : 'visitor',
    by?.accountId ?? null,
    act,
    accountId ? 'account' : null,
    accountId ?? null,
    outcome,
    JSON.stringify(typed === undefined ? {} : { typed }),
  ])
}
