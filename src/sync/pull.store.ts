import { statement, type Transaction } from '../server/database.ts'
import type { Id, Instant } from '../records/rows.ts'
import type { Lacking } from './pull-page.ts'
import type { CaseOnDevice, PullRequest } from './protocol.ts'

const sql = {
  epoch: statement('select max(epoch) as epoch from sync_epoch'),
  own: statement(
    'select last_n as "lastN", revoked_at is not null as "isRevoked" from device where id = $1 and account_id = me_account()',
  ),
  plan: statement(
    'select verdict, case_id as id, rev, scope, since, held, own, due_at as "dueAt" from sync_plan($1, $2, $3, $4)',
  ),
  keep: statement(
    'select state, lease_until as "leaseUntil" from keep_pull($1, $2, $3, $4, $5, $6, $7, $8, $9)',
  ),
  ofToken: statement('select device_id as id, is_revoked as "isRevoked" from device_of_token($1)'),
  wiped: statement('select note_wipe($1, $2) as done'),
}

export interface DeviceAsked {
  readonly epoch: number
  readonly lastN: number
  readonly isRevoked: boolean
}

/** The asker's own device and the epoch of this database; nothing for any other device. */
export async function deviceAsked(tx: Transaction, device: Id): Promise<DeviceAsked | undefined> {
  const [epoch, own] = await Promise.all([
    tx.row<{ epoch: number }>(sql.epoch),
    tx.row<Omit<DeviceAsked, 'epoch'>>(sql.own, [device]),
  ])
  return epoch && own ? { ...epoch, ...own } : undefined
}

export interface Plan {
  readonly lacking: readonly Lacking[]
  readonly forget: readonly Id[]
}

/** What the device lacks and what it must forget; undefined where the server no longer knows what it was given. */
export async function planPull(
  tx: Transaction,
  device: Id,
  known: Buffer | null,
  holds: readonly CaseOnDevice[] | null,
  restsDays: number,
): Promise<Plan | undefined> {
  const rows = await tx.rows<Lacking & { readonly verdict: 'send' | 'forget' | 'unknown' }>(sql.plan, [
    device,
    known,
    holds === null ? null : JSON.stringify(holds),
    restsDays,
  ])
  if (rows.some(({ verdict }) => verdict === 'unknown')) return undefined
  return {
    lacking: rows.filter(({ verdict }) => verdict === 'send'),
    forget: rows.filter(({ verdict }) => verdict === 'forget').map(({ id }) => id),
  }
}

/** Writes down what the device is given now; undefined: there is no such device of the asker. */
export function keepPull(
  tx: Transaction,
  asked: Pick<PullRequest, 'device' | 'version' | 'counters'>,
  given: {
    readonly known: Buffer | null
    readonly holds: readonly CaseOnDevice[] | null
    /** Null: nothing changed, and the device keeps its cookie. */
    readonly fresh: Buffer | null
    readonly sent: readonly CaseOnDevice[]
    readonly gone: readonly Id[]
    readonly leaseHours: number
  },
): Promise<{ readonly state: 'ok' | 'wipe'; readonly leaseUntil: Instant } | undefined> {
  return tx.row(sql.keep, [
    asked.device,
    given.known,
    given.holds === null ? null : JSON.stringify(given.holds),
    given.fresh,
    JSON.stringify(given.sent.map(({ id, rev, scope }) => ({ id, rev, scope }))),
    given.gone,
    asked.version,
    JSON.stringify(asked.counters),
    given.leaseHours,
  ])
}

/** Whose token this is, by its hash. */
export function deviceOfToken(
  tx: Transaction,
  hash: Buffer,
): Promise<{ readonly id: Id; readonly isRevoked: boolean } | undefined> {
  return tx.row(sql.ofToken, [hash])
}

/** The device emptied itself; false: neither the token nor the session is that device's. */
export async function noteWipe(tx: Transaction, device: Id, hash: Buffer | null): Promise<boolean> {
  return (await tx.row<{ done: boolean }>(sql.wiped, [device, hash]))?.done === true
}
