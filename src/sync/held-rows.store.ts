import { camel } from '../records/names.ts'
import type { Id } from '../records/rows.ts'
import { type Statement, statement, type Transaction } from '../server/database.ts'
import type { HeldRow, HeldRows, HeldTable } from './protocol.ts'
import { heldTables } from './protocol.ts'

// $1 cases, $2 the revision each is read from: rows above it. Rows that a loader brought have the revision 0.
const wanted = 'unnest($1::uuid[], $2::bigint[]) as w (held_case, since)'
const beneathCase = (table: HeldTable): Statement =>
  statement(
    `select w.held_case, t.* from ${wanted} join ${table} t on t.case_id = w.held_case and t.rev > w.since`,
  )
const beneathReferral = (table: HeldTable): Statement =>
  statement(
    `select w.held_case, t.* from ${wanted} join referral_origin o on o.case_id = w.held_case
      join ${table} t on t.referral_id = o.referral_id and t.rev > w.since`,
  )

const sql: { readonly [T in HeldTable]: Statement } = {
  case_file: statement(`select c.id as held_case, c.* from case_file c where c.id = any ($1)`),
  // whatever changed: it is one row
  person:
    statement(`select c.id as held_case, p.id, p.organisation_id, p.site_id, p.code, p.name_parts, p.code_name, p.display_name, p.sex,
      p.birth_date, p.birth_precision, p.birth_year, p.language, p.interpreter_needed, p.contact_safety, p.place_code, p.governorate, p.rev,
      p.chosen_word_hash is not null as has_chosen_word
    from case_file c join person p on p.id = c.person_id where c.id = any ($1)`),
  case_member: beneathCase('case_member'),
  need: beneathCase('need'),
  consent: beneathCase('consent'),
  consent_withdrawal: beneathCase('consent_withdrawal'),
  consent_override: beneathCase('consent_override'),
  sharing_stop: beneathReferral('sharing_stop'),
  case_fact: beneathCase('case_fact'),
  note: beneathCase('note'),
  task: beneathCase('task'),
  case_event: beneathCase('case_event'),
  referral_origin: beneathCase('referral_origin'),
  referral: statement(
    `select w.held_case, t.* from ${wanted} join referral_origin o on o.case_id = w.held_case
      join referral t on t.id = o.referral_id and (t.rev > w.since or o.rev > w.since)`,
  ),
  referral_snapshot: beneathReferral('referral_snapshot'),
  // whoever answered in another organisation stays unnamed
  referral_event: statement(
    `select w.held_case, t.*, a.id as account_id from ${wanted} join referral_origin o on o.case_id = w.held_case
      join referral_event t on t.referral_id = o.referral_id and t.rev > w.since left join account a on a.id = t.account_id`,
  ),
  file: beneathCase('file'),
}

/** For the server's own comparisons; no device asks for them. */
const ofServer = ['heldCase', 'erasedRev', 'workedAt', 'marks']

/**
 * The rows of cases above a revision each (-1: all), as whoever asks may see them: under the policies, in the moment of
 * the transaction. A case that the policies do not show is not among them.
 */
export async function readHeldRows(
  tx: Transaction,
  cases: readonly { readonly id: Id; readonly since: number | null; readonly scope: 1 | 2 }[],
): Promise<ReadonlyMap<Id, HeldRows>> {
  const found = new Map<Id, Record<string, HeldRow[]>>()
  const whole = cases.filter(({ scope }) => scope === 2)
  const read = async (table: HeldTable, of: typeof cases): Promise<void> => {
    if (of.length === 0) return
    const ids = of.map(({ id }) => id)
    const bySince = !['case_file', 'person'].includes(table)
    const params = bySince ? [ids, of.map(({ since }) => since ?? -1)] : [ids]
    for (const row of await tx.rows<{ held_case: Id }>(sql[table], params)) {
      const kept = camel<Record<string, unknown>>(row)
      for (const field of ofServer) delete kept[field]
      const rows = found.get(row.held_case) ?? {}
      found.set(row.held_case, rows)
      ;(rows[table] ??= []).push(kept as unknown as HeldRow)
    }
  }
  await Promise.all(heldTables.map((table) => read(table, table === 'case_file' ? cases : whole)))
  for (const [id, rows] of found) if (rows['case_file'] === undefined) found.delete(id)
  return found
}
