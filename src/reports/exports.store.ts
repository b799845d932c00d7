import type { Words } from '../language/words.ts'
import type { ExportListItem } from '../records/answers.ts'
import { auditRead } from '../records/audit.store.ts'
import type { Statement, Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import { isProtected, services } from '../services/taxonomy.ts'
import {
  caseColumns,
  type Column,
  type ExportedCase,
  type ExportedReferral,
  referralColumns,
  type SensitiveCase,
  sensitiveColumns,
} from './export-tables.ts'
import type { AskedExport } from './may-fetch.ts'

/** A day in Iraq. */
const day = (column: string): string => `(${column} at time zone 'Asia/Baghdad')::date`

const own = statement(
  `select e.what, e.format, e.purpose, e.expires_at as "expiresAt", e.sensitive as "isSensitive", d.is_approved as "isApproved",
    d.expires_at as "approvedUntil", a.login as "approverLogin", exists (select 1 from export_fetch f where f.export_id = e.id) as "isFetched"
  from export_log e left join export_decision d on d.export_id = e.id left join account a on a.id = d.decided_by
  where e.id = $1 and e.account_id = me_account()`,
)

// Newest first by when they were made, which the id tells: a page begins where the last one ended.
const page = (filter: string): string =>
  `${filter} and ($2::uuid is null or x.id < $2) order by x.id desc limit $1`
const ofCases = 'x.organisation_id = me_organisation() and x.site_id = any (me_supervised())'
const ofReferrals = (services: string): string =>
  `${ofCases} and x.sent_at is not null and x.service <> all (${services}::text[])`

const caseCells = `x.id, x.code, x.state, x.urgency, x.status_category as "statusCategory", x.age_band as "ageBand", x.sex,
    case when p.level <= 2 then p.names when q.level = 2 then q.names when r.level = 2 then r.names end as "districtNames",
    s.names as "siteNames", a.login as "officerLogin", x.opened_on as "openedOn", ${day('x.next_due_at')} as "nextDueOn",
    x.open_needs as "openNeeds", x.waiting_referrals as "waitingReferrals", ${day('x.closed_at')} as "closedOn"`
const caseTables = `from case_file x join site s on s.id = x.site_id join account a on a.id = x.officer_id
  left join place p on p.code = x.place_code left join place q on q.code = p.parent left join place r on r.code = q.parent`
const cases = statement(`select ${caseCells} ${caseTables} where ${page(ofCases)}`)
const sensitive =
  statement(`select ${caseCells}, h.contact_safety ->> 'mode' as "contactMode", p.names as "placeNames", x.documents_held as "documentsHeld",
    case when h.contact_safety ->> 'mode' in ('phone_any', 'phone_hours', 'sms_neutral') then h.contact_safety ->> 'phone' end as phone,
    array(select distinct n.service from need n where n.case_id = x.id and n.state in ('open', 'planned', 'referred') and n.service <> all ($3::text[])
      order by 1) as needs
  ${caseTables} join person h on h.id = x.person_id where ${page(ofCases)}`)
const referrals =
  statement(`select x.id, c.id as "caseId", x.code, c.code as "caseCode", x.service, x.urgency, x.state, g.names as "receiverNames",
    ${day('x.sent_at')} as "sentOn", ${day('x.answered_at')} as "answeredOn", ${day('x.completed_at')} as "completedOn",
    x.outcome, x.helped, ${day('x.loop_closed_at')} as "loopClosedOn"
  from referral x join organisation g on g.id = x.receiver_organisation_id
  join referral_origin o on o.referral_id = x.id join case_file c on c.id = o.case_id where ${page(ofReferrals('$3'))}`)
const count = (from: string): Statement =>
  statement(`select count(*)::integer as rows from (select 1 from ${from} limit $1) one`)
const caseCount = count(`case_file x where ${ofCases}`)
const referralCount = count(`referral x where ${ofReferrals('$2')}`)

/** What a protected service is for would be told by its name alone. */
const protectedServices = services.map(({ code }) => code).filter(isProtected)
const atOnce = 1000

interface ExportRow {
  readonly id: string
  readonly caseId: string
  readonly cells: (t: Words) => readonly string[]
}
/** One of the lists that can leave, read in pages: nobody's slow telephone holds a connection meanwhile. */
interface ExportList {
  readonly titles: (t: Words) => readonly string[]
  readonly count: (tx: Transaction, most: number) => Promise<number>
  /** The rows after this one, newest first; fewer than `atOnce` are the last. */
  readonly page: (tx: Transaction, before: string | null) => Promise<readonly ExportRow[]>
}

interface Statements {
  readonly page: Statement
  readonly count: Statement
  /** What they take beside how many and after which. */
  readonly pageMore?: readonly unknown[]
  readonly countMore?: readonly unknown[]
}

function listOf<Row extends { readonly id: string; readonly caseId?: string | undefined }>(
  columns: readonly Column<Row>[],
  { page: read, count: counted, pageMore = [], countMore = [] }: Statements,
): ExportList {
  return {
    titles: (t) => columns.map(([title]) => t(`reports.column.${title}`)),
    count: async (tx, most) => (await tx.row<{ rows: number }>(counted, [most, ...countMore]))?.rows ?? 0,
    page: async (tx, before) =>
      (await tx.rows<Row>(read, [atOnce, before, ...pageMore])).map((row) => ({
        id: row.id,
        caseId: row.caseId ?? row.id,
        cells: (t) => columns.map(([, cell]) => cell(row, t)),
      })),
  }
}

const unprotected = [protectedServices]
const lists = {
  cases: listOf<ExportedCase>(caseColumns, { page: cases, count: caseCount }),
  sensitive: listOf<SensitiveCase>(sensitiveColumns, {
    page: sensitive,
    count: caseCount,
    pageMore: unprotected,
  }),
  referrals: listOf<ExportedReferral>(referralColumns, {
    page: referrals,
    count: referralCount,
    pageMore: unprotected,
    countMore: unprotected,
  }),
}

/** Of the sites this account supervises. */
export function listAsked({ what, isSensitive }: Pick<AskedExport, 'what' | 'isSensitive'>): ExportList {
  return lists[isSensitive ? 'sensitive' : what]
}

/**
 * All rows, a page at a time; each page is a transaction of its own that asks anew who is asking, and in which each case
 * gets its line: whoever asks who looked at a case finds that a list took it along, and nothing of the others in it.
 */
export async function* pagesOf(
  { page: pageOf }: ExportList,
  taken: { readonly exportId: string; readonly isSensitive: boolean },
  transact: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>,
  t: Words,
): AsyncGenerator<readonly (readonly string[])[]> {
  for (let before: string | null = null; ; ) {
    const from: string | null = before
    const rows: readonly ExportRow[] = await transact(async (tx) => {
      const found = await pageOf(tx, from)
      const cases = [...new Set(found.map(({ caseId }) => caseId))]
      await tx.run(leaveLines, [
        cases,
        JSON.stringify({ class: taken.isSensitive ? 3 : 2, export: taken.exportId }),
      ])
      return found
    })
    yield rows.map(({ cells }) => cells(t))
    if (rows.length < atOnce) return
    before = rows.at(-1)?.id ?? null
  }
}

const list =
  statement(`select e.id, e.what, e.format, e.purpose, e.reason, e.made_at as "madeAt", e.expires_at as "expiresAt",
    a.login, a.display_name as "accountName", n.downloads, n.rows, e.sensitive as "isSensitive", e.account_id = me_account() as "isMine",
    d.is_approved as "isApproved", d.reason as "decisionReason", d.expires_at as "approvedUntil", b.display_name as "approverName",
    exists (select 1 from export_fetch f where f.export_id = e.id) as "isFetched"
  from export_log e join account a on a.id = e.account_id
  left join export_decision d on d.export_id = e.id left join account b on b.id = d.decided_by
  left join lateral (select count(*) as downloads, max((l.detail->>'rows')::integer) as rows from audit_line l
    where l.root_id = e.id and l.act = 'read.export') n on true
  order by e.made_at desc, e.id desc limit 200`)
const fetchOnce = statement(
  `insert into export_fetch (export_id, organisation_id, account_id) values ($1, me_organisation(), me_account()) on conflict do nothing returning export_id`,
)

/** Its own act, so that a list is not counted as so many cases opened in an hour. */
const leaveLines =
  statement(`insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome, detail)
  select me_organisation(), me_kind(), me_account(), 'read.exported', 'case', c, 'read', $2 from unnest($1::uuid[]) c`)

/** What this account asked to take out; nothing for anybody else's. */
export function findExport(tx: Transaction, id: string): Promise<AskedExport | undefined> {
  return tx.row(own, [id])
}

/** Takes the one fetch there is of a list with sensitive columns; false when it was taken. */
export async function takeFetch(tx: Transaction, exportId: string): Promise<boolean> {
  return (await tx.row(fetchOnce, [exportId])) !== undefined
}

/** That an export was fetched, and how much was in it. */
export function auditFetched(
  tx: Transaction,
  exportId: string,
  { rows, isSensitive }: { readonly rows: number; readonly isSensitive: boolean },
): Promise<void> {
  return auditRead(tx, {
    act: 'read.export',
    rootKind: 'export',
    rootId: exportId,
    class: isSensitive ? 3 : 2,
    detail: { rows },
  })
}

/** One's own; the data protection officer sees those of the whole organisation, and whether they were fetched. */
export function listExports(tx: Transaction): Promise<ExportListItem[]> {
  return tx.rows(list)
}
