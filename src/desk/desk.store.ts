import { auditRead } from '../records/audit.store.ts'
import type {
  BreachItem,
  ComplaintItem,
  DataRequestItem,
  DeskAnswer,
  HoldItem,
  LegalRequestItem,
  RetentionItem,
} from '../records/answers.ts'
import { camel } from '../records/names.ts'
import type { Id } from '../records/rows.ts'
import { statement, type Transaction } from '../server/database.ts'
import type { MasterKeys } from '../server/master-keys.ts'
import { openComplaint } from './seal-complaint.store.ts'

const requests =
  statement(`select d.id, d.case_id, d.case_code, d.kind, d.channel, d.said, d.reach, d.asked_on, d.recorded_at, d.recorded_by, a.display_name as recorded_by_name,
    d.acknowledge_due_at, d.answer_due_at, d.acknowledged_at, d.answered_at, d.outcome, d.answer
  from data_request d join account a on a.id = d.recorded_by
  order by d.answered_at desc nulls first, case when d.acknowledged_at is null then d.acknowledge_due_at else d.answer_due_at end, d.id limit 300`)
const legal =
  statement(`select l.id, l.authority, l.authority_name, l.letter, l.received_on, l.asks, l.recorded_at, l.recorded_by, a.display_name as recorded_by_name,
    l.answer_due_at, l.answered_at, l.outcome, l.lawyer, l.given, l.person_told
  from legal_request l join account a on a.id = l.recorded_by order by l.answered_at desc nulls first, l.answer_due_at, l.id limit 300`)
const breaches =
  statement(`select b.id, b.kind, b.found_at, b.what, b.people, b.recorded_at, b.recorded_by, a.display_name as recorded_by_name, b.officer_due_at, b.risk_due_at,
    b.told_due_at, b.taken_at, b.contained_at, b.contained_how, b.risk_at, b.risk, b.risk_view, b.told_at, b.told, b.told_how, b.closed_at, b.lessons
  from breach b join account a on a.id = b.recorded_by order by b.closed_at desc nulls first, b.found_at, b.id limit 300`)

const holds = statement(
  `select id, case_code, reason, lawyer, placed_at from legal_hold where lifted_at is null order by placed_at, id limit 300`,
)
const lists =
  statement(`select l.id, instant_text(l.made_at) as "madeAt", instant_text(l.approved_at) as "approvedAt", instant_text(l.done_at) as "doneAt", l.erased, l.kept,
    (select coalesce(json_agg(json_build_object('code', i.case_code, 'rule', i.rule, 'closedAt', instant_text(i.closed_at)) order by i.closed_at, i.case_code, i.rule), '[]')
      from retention_item i where i.list_id = l.id) as cases
  from retention_list l order by l.made_at desc limit 2`)

async function items<T>(rows: Promise<object[]>): Promise<T[]> {
  return (await rows).map((row) => camel<T>(row))
}

/** The queues of the desk; the reading leaves a line. */
export async function readDesk(tx: Transaction): Promise<DeskAnswer> {
  const [open, demands, found, held, retention] = await Promise.all([
    items<DataRequestItem>(tx.rows(requests)),
    items<LegalRequestItem>(tx.rows(legal)),
    items<BreachItem>(tx.rows(breaches)),
    items<HoldItem>(tx.rows(holds)),
    tx.rows<RetentionItem>(lists),
    auditRead(tx, { act: 'read.desk', rootKind: null, rootId: null, class: 3 }),
  ])
  return { requests: open, legal: demands, breaches: found, holds: held, retention }
}

const officers =
  statement(`select distinct a.id, a.display_name from account a join account_role r on r.account_id = a.id
  where r.role = 'complaints_officer' and a.state = 'active' order by a.display_name, a.id`)
/** Who hears complaints here: to be named when a complaint is about one of them. */
export async function complaintsOfficers(tx: Transaction): Promise<{ id: Id; displayName: string }[]> {
  return items(tx.rows(officers))
}

const complaints =
  statement(`select c.id, c.kind, c.channel, c.is_anonymous, c.received_at, a.display_name as recorded_by_name, c.code, c.acknowledge_due_at, c.answer_due_at, c.state,
    c.outcome, c.closed_at, c.master, c.wrapped, c.ciphertext
  from complaint c left join account a on a.id = c.recorded_by order by c.closed_at desc nulls first, c.answer_due_at, c.id limit 300`)
const steps = statement(
  'select id, complaint_id, state, at, is_answer, ciphertext from complaint_step order by at, id',
)

type SealedItem = Omit<ComplaintItem, 'text' | 'reach' | 'steps'> & {
  readonly master: string
  readonly wrapped: Buffer | null
  readonly ciphertext: Buffer
}
interface SealedStepRow {
  readonly id: Id
  readonly complaintId: Id
  readonly state: string
  readonly at: string
  readonly isAnswer: boolean
  readonly ciphertext: Buffer
}

/** What the officer for complaints hears, opened; the reading leaves a line. */
export async function readComplaints(tx: Transaction, masterKeys: MasterKeys): Promise<ComplaintItem[]> {
  const [found, done] = await Promise.all([
    items<SealedItem>(tx.rows(complaints)),
    items<SealedStepRow>(tx.rows(steps)),
    auditRead(tx, { act: 'read.complaints', rootKind: null, rootId: null, class: 4 }),
  ])
  return found.map(({ master, wrapped, ciphertext, ...item }) => {
    const own = done.filter(({ complaintId }) => complaintId === item.id)
    const opened = openComplaint(masterKeys, { id: item.id, master, wrapped, ciphertext }, own)
    return {
      ...item,
      text: opened.words?.text ?? null,
      reach: opened.words?.reach ?? null,
      steps: own.map(({ ciphertext: _sealed, complaintId: _of, ...step }, place) => ({
        ...step,
        text: opened.steps[place] ?? null,
      })),
    }
  })
}
