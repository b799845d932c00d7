import type { CaseListItem } from '../records/answers.ts'
import type { Statement, Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import { type CaseListAsk, writeCursor } from './case-list.ts'
import { listColumns } from './cases.store.ts'

const scopes = {
  mine: 'c.officer_id = (select me_account()) and $1::uuid is null',
  officer: 'c.officer_id = $1',
  site: 'c.site_id = $1',
  all: '$1::uuid is null',
} as const

// One statement for each scope and direction, so that each is planned on its own index and never on all filters at once.
const made = new Map<string, Statement>()

function listStatement(
  scope: CaseListAsk['scope'],
  closed: boolean,
  from: 'start' | 'dated' | 'undated',
): Statement {
  const key = `${scope} ${closed} ${from}`
  let known = made.get(key)
  if (known === undefined) {
    known = statement(closed ? closedCases(scope, from) : openCases(scope, from))
    made.set(key, known)
  }
  return known
}

const select = `select ${listColumns} from case_file c join account a on a.id = c.officer_id`
const filters = `($2::text is null or c.state = $2) and ($3::text is null or c.urgency = $3)`

function openCases(scope: CaseListAsk['scope'], from: 'start' | 'dated' | 'undated'): string {
  const where = `where ${scopes[scope]} and c.closed_at is null and ${filters} and ($4::timestamptz is null or c.next_due_at < $4)`
  const order = 'order by c.next_due_at, c.id limit $5'
  if (from === 'start') return `${select} ${where} ${order}`
  if (from === 'undated')
    return `${select} ${where} and c.next_due_at is null and c.id > $7 and $6::timestamptz is null ${order}`
  // Behind the last dated case come those without a date; the second half runs only if the first does not fill the page.
  return `select * from (select * from (${select} ${where} and (c.next_due_at, c.id) > ($6, $7) ${order}) dated
    union all select * from (${select} ${where} and c.next_due_at is null order by c.id limit $5) undated) page limit $5`
}

function closedCases(scope: CaseListAsk['scope'], from: 'start' | 'dated' | 'undated'): string {
  const where = `where ${scopes[scope]} and c.closed_at is not null and ${filters} and $4::timestamptz is null`
  const after = from === 'start' ? '' : 'and (c.closed_at, c.id) < ($6, $7)'
  return `${select} ${where} ${after} order by c.closed_at desc, c.id desc limit $5`
}

export async function listCases(
  tx: Transaction,
  ask: CaseListAsk,
): Promise<{ items: CaseListItem[]; next?: string }> {
  const from = ask.after === undefined ? 'start' : ask.after.at === null ? 'undated' : 'dated'
  const params = [
    ask.of ?? null,
    ask.state ?? null,
    ask.urgency ?? null,
    ask.closed ? null : (ask.dueBefore ?? null),
    ask.limit + 1,
  ]
  const rows = await tx.rows<CaseListItem>(
    listStatement(ask.scope, ask.closed, from),
    ask.after === undefined ? params : [...params, ask.after.at, ask.after.id],
  )
  if (rows.length <= ask.limit) return { items: rows }
  const items = rows.slice(0, ask.limit)
  const last = items.at(-1) as CaseListItem
  return { items, next: writeCursor({ at: ask.closed ? last.closedAt : last.nextDueAt, id: last.id }) }
}
