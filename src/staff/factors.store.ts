import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import type { FactorKind } from './factor-rule.ts'

const sql = {
  ticket: statement('select purpose, account_id, organisation_id, login, session_id from read_ticket($1)'),
  ofTicket: statement(
    'select id, kind, sealed, credential_id, public_key, counter, transports, rp_id from factors_of_ticket($1)',
  ),
  prove: statement('select prove_factor($1, $2, $3, $4, $5, $6) as verdict'),
  proveSession: statement('select prove_session_by($1) as done'),
  open: statement('select open_ticket($1, $2, $3, $4, $5)'),
  take: statement('select account_id, session_id, provider from take_ticket($1, $2)'),
  own: statement('select id, kind, label, created_at, last_used_at, codes_left from own_factors()'),
  passkeys: statement('select credential_id, transports from own_passkeys()'),
  begin: statement('select begin_factor($1, $2, $3, $4, $5, $6) as done'),
  begun: statement('select id, sealed from begun_secret($1, $2)'),
  confirm: statement('select confirm_factor($1, $2, $3, $4, $5) as done'),
  addPasskey: statement('select add_passkey($1, $2, $3, $4, $5, $6, $7, $8, $9) as done'),
  remove: statement('select remove_factor($1, $2, $3) as verdict'),
}

export interface TicketSeen {
  readonly purpose: 'second_factor' | 'enrol' | 'reauthenticate' | 'register'
  readonly account_id: string
  readonly organisation_id: string
  readonly login: string
  readonly session_id: string | null
}

/** What stands behind a ticket that still opens something; nothing for any other. */
export function readTicket(tx: Transaction, ticketHash: Buffer): Promise<TicketSeen | undefined> {
  return tx.row<TicketSeen>(sql.ticket, [ticketHash])
}

export interface FactorRow {
  readonly id: string
  readonly kind: FactorKind
  readonly sealed: Buffer | null
  readonly credential_id: string | null
  readonly public_key: Buffer | null
  readonly counter: number | string
  readonly transports: readonly string[]
  readonly rp_id: string | null
}

export function factorsOfTicket(tx: Transaction, ticketHash: Buffer): Promise<FactorRow[]> {
  return tx.rows<FactorRow>(sql.ofTicket, [ticketHash])
}

/** What a factor showed. An empty one is a wrong try. */
export interface Proof {
  readonly factorId?: string | undefined
  readonly step?: number | undefined
  readonly codeHash?: Buffer | undefined
  readonly counter?: number | undefined
}

/** Uses the proof up. `wrong` is counted; `over`: the ticket opens nothing any more. */
export async function proveFactor(
  tx: Transaction,
  ticketHash: Buffer,
  way: FactorKind,
  { factorId, step, codeHash, counter }: Proof,
): Promise<'right' | 'wrong' | 'over'> {
  const found = await tx.row<{ verdict: 'right' | 'wrong' | 'over' }>(sql.prove, [
    ticketHash,
    way,
    factorId ?? null,
    step ?? null,
    codeHash ?? null,
    counter ?? null,
  ])
  return found?.verdict ?? 'over'
}

export async function proveSessionBy(tx: Transaction, ticketHash: Buffer): Promise<boolean> {
  return (await tx.row<{ done: boolean }>(sql.proveSession, [ticketHash]))?.done === true
}

export type TicketPurpose = 'reauthenticate' | 'register' | 'oidc_link' | 'oidc_sign_in' | 'passkey'

/** Keeps a ticket of a few minutes for the next step. */
export async function openTicket(
  tx: Transaction,
  ticket: { hash: Buffer; purpose: TicketPurpose; sessionId?: string; provider?: string; seconds: number },
): Promise<void> {
  const { hash, purpose, sessionId = null, provider = null, seconds } = ticket
  await tx.row(sql.open, [hash, purpose, sessionId, provider, seconds])
}

/** Uses a ticket up; nothing when it is not good for this. */
export function takeTicket(
  tx: Transaction,
  hash: Buffer,
  purpose: TicketPurpose,
): Promise<{ account_id: string | null; session_id: string | null; provider: string | null } | undefined> {
  return tx.row(sql.take, [hash, purpose])
}

export interface OwnFactorRow {
  readonly id: string
  readonly kind: FactorKind
  readonly label: string | null
  readonly created_at: string
  readonly last_used_at: string | null
  readonly codes_left: number | null
}

export function ownFactors(tx: Transaction): Promise<OwnFactorRow[]> {
  return tx.rows<OwnFactorRow>(sql.own)
}

export function ownPasskeys(tx: Transaction): Promise<{ credential_id: string; transports: string[] }[]> {
  return tx.rows(sql.passkeys)
}

/** Who changes factors: a session that has just proved itself, or the ticket of a sign-in that asks for the first one. */
export interface FactorDoor {
  readonly sessionId: string | null
  readonly ticketHash: Buffer | null
}

export async function beginFactor(
  tx: Transaction,
  { sessionId, ticketHash }: FactorDoor,
  factor: { id: string; kind: 'totp' | 'codes'; sealed?: Buffer; codeHashes?: readonly Buffer[] },
): Promise<boolean> {
  const { id, kind, sealed = null, codeHashes = [] } = factor
  const found = await tx.row<{ done: boolean }>(sql.begin, [
    sessionId,
    ticketHash,
    id,
    kind,
    sealed,
    codeHashes,
  ])
  return found?.done === true
}

/** The authenticator app that was begun and not confirmed, its secret sealed. */
export function begunSecret(
  tx: Transaction,
  { sessionId, ticketHash }: FactorDoor,
): Promise<{ readonly id: string; readonly sealed: Buffer } | undefined> {
  return tx.row(sql.begun, [sessionId, ticketHash])
}

export async function confirmFactor(
  tx: Transaction,
  { sessionId, ticketHash }: FactorDoor,
  kind: 'totp' | 'codes',
  { step, codeHash }: Proof,
): Promise<boolean> {
  const found = await tx.row<{ done: boolean }>(sql.confirm, [
    sessionId,
    ticketHash,
    kind,
    step ?? null,
    codeHash ?? null,
  ])
  return found?.done === true
}

export async function addPasskey(
  tx: Transaction,
  { sessionId, ticketHash }: FactorDoor,
  passkey: {
    id: string
    credentialId: string
    publicKey: Buffer
    counter: number
    transports: readonly string[]
    rpId: string
    label: string
  },
): Promise<boolean> {
  const { id, credentialId, publicKey, counter, transports, rpId, label } = passkey
  const found = await tx.row<{ done: boolean }>(sql.addPasskey, [
    sessionId,
    ticketHash,
    id,
    credentialId,
    publicKey,
    counter,
    transports,
    rpId,
    label,
  ])
  return found?.done === true
}

export async function removeFactor(
  tx: Transaction,
  sessionId: string,
  factorId: string,
  floor: readonly string[],
): Promise<'removed' | 'unknown' | 'needed' | 'not_fresh'> {
  const found = await tx.row<{ verdict: 'removed' | 'unknown' | 'needed' | 'not_fresh' }>(sql.remove, [
    sessionId,
    factorId,
    floor,
  ])
  return found?.verdict ?? 'unknown'
}
