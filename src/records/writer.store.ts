import type { Change } from '../actions/action.ts'
import { refuse } from '../basics/refusal.ts'
import type { Statement, Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import { columnOf, isJson, keyColumnOf } from './names.ts'
import type { Table } from './rows.ts'

const calls = {
  hand_over_case: statement('select hand_over_case($1, $2, $3) as done'),
  add_to_team: statement('select add_to_team($1, $2, $3) as done'),
  remove_from_team: statement('select remove_from_team($1, $2) as done'),
  revoke_device: statement('select revoke_device($1, $2) as done'),
  ask_longer: statement('select ask_longer($1, $2) as done'),
  allow_longer: statement('select allow_longer($1, $2) as done'),
  end_longer: statement('select end_longer($1) as done'),
  keep_offline: statement('select keep_offline($1, $2) as done'),
  release_offline: statement('select release_offline($1) as done'),
  set_password: statement('select set_password($1, $2, $3) as done'),
  end_sessions_of: statement('select end_sessions_of($1, $2) as done'),
  issue_office_code: statement("select issue_office_code($1, $2, decode($3, 'hex')) as done"),
  ask_factor_reset: statement('select ask_factor_reset($1, $2) as done'),
  approve_factor_reset: statement('select approve_factor_reset($1) as done'),
  set_factor_roles: statement('select set_factor_roles($1) as done'),
  set_aside_held: statement('select set_aside_held($1, $2) as done'),
  join_vault: statement('select join_vault($1, $2) as done'),
  leave_vault: statement('select leave_vault($1, $2) as done'),
  hand_over_vaults: statement('select hand_over_vaults($1, $2, $3) as done'),
  place_hold: statement('select place_hold($1, $2, $3, $4) as done'),
  destroy_case_key: statement('select destroy_case_key($1) as done'),
}
const removeRole = statement('delete from account_role where account_id = $1 and organisation_id = $2')

// One statement for each set of columns that actions write: a few dozen in all, made once.
const made = new Map<string, Statement>()
function madeOnce(key: string, text: () => string): Statement {
  let known = made.get(key)
  if (known === undefined) {
    known = statement(text())
    made.set(key, known)
  }
  return known
}

function valueOf(table: Table, field: string, value: unknown): unknown {
  if (value === undefined || value === null) return null
  if (isJson(table, field)) return JSON.stringify(value)
  return value instanceof Uint8Array ? Buffer.from(value) : value
}

/**
 * Writes the rows of a decision in their order. Statements leave together; an update that meets no row (out of sight or
 * gone) refuses with `record.not_found`. What the earliest change was refused for is told, whichever answer came first:
 * else the same question would be answered now one way, now another.
 */
export async function writeChanges(tx: Transaction, changes: readonly Change[]): Promise<void> {
  const written = await Promise.allSettled(changes.map((change) => writeChange(tx, change)))
  for (const one of written) if (one.status === 'rejected') throw one.reason
}

async function writeChange(tx: Transaction, change: Change): Promise<void> {
  if (change.op === 'call') {
    const answer = await tx.row<{ done: boolean | null }>(calls[change.function], change.args)
    if (answer?.done === false) refuse(change.otherwise)
    return
  }
  if (change.op === 'delete') {
    await tx.run(removeRole, [change.where.accountId, change.where.organisationId])
    return
  }
  const { table } = change
  const values: Record<string, unknown> = change.op === 'insert' ? change.row : change.set
  const fields = Object.keys(values).filter((field) => values[field] !== undefined)
  const params = fields.map((field) => valueOf(table, field, values[field]))
  if (change.op === 'insert') {
    const sql = madeOnce(
      `insert ${table} ${fields.join()}`,
      () =>
        `insert into ${table} (${fields.map(columnOf).join(', ')}) values (${fields.map((_, place) => `$${place + 1}`).join(', ')})`,
    )
    await tx.run(sql, params)
    return
  }
  const sql = madeOnce(
    `update ${table} ${fields.join()}`,
    () =>
      `update ${table} set ${fields.map((field, place) => `${columnOf(field)} = $${place + 2}`).join(', ')} where ${keyColumnOf(table)} = $1`,
  )
  if ((await tx.run(sql, [change.key, ...params])) === 0) refuse('record.not_found')
}
