import type { DecisionItem, HeldItem } from '../records/answers.ts'
import { auditRead } from '../records/audit.store.ts'
import { camel } from '../records/names.ts'
import { statement, type Transaction } from '../server/database.ts'
import type { SealedCommand } from './seal-held.store.ts'

export type Scope = 'mine' | 'office'

const most = 200
const decisionColumns = `x.id, x.case_id, c.code as case_code, c.display_name as case_name, x.need_id, x.action, x.field, x.rule, x.standing,
    s.display_name as standing_by_name, x.standing_at, x.offered, o.display_name as offered_by_name, x.offered_at, x.raised_at, x.due_at,
    x.decided_at, d.display_name as decided_by_name, x.decision,
    c.officer_id = me_account() or c.site_id = any (me_supervised()) or c.officer_id = any (me_stands_in_for()) as may_decide
  from conflict x join case_file c on c.id = x.case_id left join account s on s.id = x.standing_by left join account o on o.id = x.offered_by
    left join account d on d.id = x.decided_by`
const heldColumns = `h.id, h.name, h.reason, h.details, h.account_id as author_id, a.display_name as author_name, coalesce(d.name, '') as device_name,
    h.n, h.group_id, h.case_id, c.code as case_code, h.written_at, h.held_at, h.due_at, h.state, h.settled_at, s.display_name as settled_by_name, h.done_by_id,
    h.set_aside_reason`
const heldFrom = `from held_command h join account a on a.id = h.account_id left join device d on d.id = h.device_id
    left join case_file c on c.id = h.case_id left join account s on s.id = h.settled_by`
const sql = {
  decisions: {
    mine: statement(`select ${decisionColumns} where x.decided_at is null and (c.officer_id = me_account() or c.officer_id = any (me_stands_in_for()))
      order by x.due_at, x.id limit ${most}`),
    office:
      statement(`select ${decisionColumns} where x.decided_at is null and c.site_id = any (me_supervised())
      order by x.due_at, x.id limit ${most}`),
  },
  decision: statement(`select ${decisionColumns} where x.id = $1`),
  held: {
    mine: statement(`select ${heldColumns} ${heldFrom} where h.state = 'held' and h.account_id = me_account()
      order by h.due_at, h.n limit ${most}`),
    office:
      statement(`select ${heldColumns} ${heldFrom} where h.state = 'held' and h.site_id = any (me_supervised())
      order by h.due_at, h.n limit ${most}`),
  },
  oneHeld: statement(
    `select ${heldColumns}, h.version, h.master, h.wrapped, h.ciphertext ${heldFrom} where h.id = $1`,
  ),
}

/** Both values of each are shown, so each leaves a line. */
export async function readDecisions(tx: Transaction, scope: Scope): Promise<DecisionItem[]> {
  const items = (await tx.rows<object>(sql.decisions[scope])).map((row) => camel<DecisionItem>(row))
  await Promise.all(items.map(({ id }) => shown(tx, id)))
  return items
}

const shown = (tx: Transaction, id: string): Promise<void> =>
  auditRead(tx, { act: 'read.decision', rootKind: 'conflict', rootId: id, class: 3 })

/** One, also when it is decided. */
export async function readDecision(tx: Transaction, id: string): Promise<DecisionItem | undefined> {
  const [row] = await Promise.all([tx.row<object>(sql.decision, [id]), shown(tx, id)])
  return row && camel<DecisionItem>(row)
}

export async function readHeld(tx: Transaction, scope: Scope): Promise<HeldItem[]> {
  return (await tx.rows<HeldColumns>(sql.held[scope])).map((row) => itemOf(camel(row)))
}

export async function readHeldWhole(
  tx: Transaction,
  id: string,
): Promise<
  | {
      readonly item: HeldItem
      readonly version: number
      readonly sealed: Omit<SealedCommand, 'wrapped'> & { readonly wrapped: Buffer | null }
    }
  | undefined
> {
  const [row] = await Promise.all([
    tx.row<object>(sql.oneHeld, [id]),
    auditRead(tx, { act: 'read.held', rootKind: 'held_command', rootId: id, class: 3 }),
  ])
  if (row === undefined) return undefined
  const { version, master, wrapped, ciphertext, ...shown } = camel<
    HeldColumns & { version: number; master: string; wrapped: Buffer | null; ciphertext: Buffer }
  >(row)
  return { item: itemOf(shown), version, sealed: { master, wrapped, ciphertext } }
}

type HeldColumns = Omit<HeldItem, 'reason'> & {
  readonly reason: string
  readonly details: HeldItem['reason']['details']
}
function itemOf({ reason, details, ...row }: HeldColumns): HeldItem {
  return { ...row, reason: { code: reason, details } }
}
