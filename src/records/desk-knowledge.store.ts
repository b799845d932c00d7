import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import type { DeskKnowledge } from './desk-knowledge.ts'
import { camel } from './names.ts'

const sql = {
  dataRequest: statement('select * from data_request where id = $1'),
  legalRequest: statement('select * from legal_request where id = $1'),
  breach: statement('select * from breach where id = $1'),
  complaint: statement('select id, organisation_id, state, code from complaint where id = $1'),
  legalHold: statement('select * from legal_hold where id = $1'),
  retentionList: statement('select * from retention_list where id = $1'),
  exportAsked: statement(
    'select e.*, exists (select 1 from export_decision d where d.export_id = e.id) as is_decided from export_log e where e.id = $1',
  ),
  heard: statement('select complaint_is_heard($1) as heard'),
}

async function one<T>(row: Promise<object | undefined>): Promise<T | undefined> {
  const found = await row
  return found === undefined ? undefined : camel<T>(found)
}

export const deskLoaders: {
  readonly [K in keyof DeskKnowledge]: (tx: Transaction, id: string) => Promise<DeskKnowledge[K]>
} = {
  dataRequest: (tx, id) => one(tx.row(sql.dataRequest, [id])),
  legalRequest: (tx, id) => one(tx.row(sql.legalRequest, [id])),
  breach: (tx, id) => one(tx.row(sql.breach, [id])),
  complaint: (tx, id) => one(tx.row(sql.complaint, [id])),
  legalHold: (tx, id) => one(tx.row(sql.legalHold, [id])),
  retentionList: (tx, id) => one(tx.row(sql.retentionList, [id])),
  exportAsked: (tx, id) => one(tx.row(sql.exportAsked, [id])),
  complaintIsHeard: async (tx, id) =>
    (await tx.row<{ heard: boolean }>(sql.heard, [id === 'nobody' ? null : id]))?.heard === true,
}
