import type { ConsentDetail, ConsentsAnswer } from '../records/answers.ts'
import { auditRead } from '../records/audit.store.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'

const stops = `coalesce((select json_agg(json_build_object('referralId', s.referral_id, 'referralCode', r.code, 'toldAt', instant_text(s.told_at),
    'confirmedAt', instant_text(s.confirmed_at), 'kept', s.kept) order by s.told_at, s.id)
  from sharing_stop s join referral r on r.id = s.referral_id where s.consent_id = n.id), '[]')`
const lines =
  statement(`select n.id, n.recipient_id as "recipientId", g.names as "recipientNames", n.purpose, n.items, n.how, n.language,
    n.interpreter_present as "interpreterPresent", n.given_on as "givenOn", n.expires_on as "expiresOn", w.at as "withdrawnAt",
    n.basis, n.given_by as "givenBy", n.guardian_relation as "guardianRelation", n.age_rule as "ageRule", n.assent, n.form, n.present,
    n.asked_how as "askedHow", n.understood, n.text_version as "textVersion", n.interpreter_code as "interpreterCode",
    n.interpreter_mode as "interpreterMode", n.hidden_items as "hiddenItems", n.declined, n.entered_at as "enteredAt", a.display_name as "enteredByName",
    (select f.id from file f where f.consent_id = n.id and f.removed_at is null order by f.added_at desc, f.id limit 1) as "recordingId",
    ${stops} as stops
  from consent n join organisation g on g.id = n.recipient_id join account a on a.id = n.entered_by
  left join consent_withdrawal w on w.consent_id = n.id where n.case_id = $1 order by n.entered_at desc, n.id`)
const overrides =
  statement(`select v.id, v.recipient_id as "recipientId", g.names as "recipientNames", v.basis, v.items, v.reason, v.asked_at as "askedAt",
    v.asked_by as "askedBy", asker.display_name as "askedByName", v.decided_at as "decidedAt", v.decided_by as "decidedBy",
    signer.display_name as "decidedByName", v.approved, v.review_due_at as "reviewDueAt", v.reviewed_at as "reviewedAt",
    reviewer.display_name as "reviewedByName", v.upheld, v.review_note as "reviewNote"
  from consent_override v join organisation g on g.id = v.recipient_id join account asker on asker.id = v.asked_by
  left join account signer on signer.id = v.decided_by left join account reviewer on reviewer.id = v.reviewed_by
  where v.case_id = $1 order by v.asked_at desc, v.id`)
const who = statement(
  'select c.age_band as "ageBand", p.birth_year as "birthYear" from case_file c join person p on p.id = c.person_id where c.id = $1',
)
const recordings = statement(
  'select text_version as "textVersion", part, language from consent_recording order by part, language',
)
const recording = statement(
  'select media_type as "mediaType", content from consent_recording where text_version = $1 and part = $2 and language = $3',
)

export type LedgerRead = Omit<ConsentsAnswer, 'ageRules'> & {
  readonly ageBand: string
  readonly birthYear: number | null
}

/** The ledger of a case with everything it says of itself; the reading leaves its line. Out of sight is `undefined`. */
export async function readLedger(tx: Transaction, caseId: string): Promise<LedgerRead | undefined> {
  const [person, items, asked, played] = await Promise.all([
    tx.row<{ ageBand: string; birthYear: number | null }>(who, [caseId]),
    tx.rows<ConsentDetail>(lines, [caseId]),
    tx.rows<ConsentsAnswer['overrides'][number]>(overrides, [caseId]),
    tx.rows<ConsentsAnswer['recordings'][number]>(recordings),
    auditRead(tx, { act: 'read.consents', rootKind: 'case', rootId: caseId, class: 3 }),
  ])
  return person && { ...person, items, overrides: asked, recordings: played }
}

export async function readRecording(
  tx: Transaction,
  asked: { readonly textVersion: number; readonly part: string; readonly language: string },
): Promise<{ mediaType: string; content: Buffer } | undefined> {
  return tx.row(recording, [asked.textVersion, asked.part, asked.language])
}
