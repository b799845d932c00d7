import { camel } from '../records/names.ts'
import type { Names } from '../records/answers.ts'
import type { ReferralRow } from '../records/rows.ts'
import { auditRead } from '../records/audit.store.ts'
import { statement, type Transaction } from '../server/database.ts'

export type LinkVerdict = 'open' | 'used' | 'wrong_word' | 'unknown'

/** A referral as a one-time link shows it. The policies give a link this row and no other; nothing here names the person. */
export interface LinkedReferral extends ReferralRow {
  readonly senderNames: Names
  readonly senderSiteNames: Names
  readonly receiverNames: Names
  readonly offerNames: Names | null
  readonly placeNames: Names | null
}

const sql = {
  open: statement('select verdict, step, referral_id from open_link($1, $2)'),
  referral:
    statement(`select r.*, s.names as sender_names, ss.names as sender_site_names, g.names as receiver_names, f.names as offer_names, p.names as place_names
    from referral r join organisation s on s.id = r.organisation_id join site ss on ss.id = r.site_id
    join organisation g on g.id = r.receiver_organisation_id left join offer f on f.id = r.offer_id left join place p on p.code = r.place_code
    where r.id = (select me_link_referral())`),
}

/**
 * Opens a link and reads its referral, as the link, in the visitor's transaction. A wrong word is counted there. Whoever
 * tried leaves a line: a wrong word and no such link are one and the same.
 */
export async function openLinkedReferral(
  tx: Transaction,
  tokenHash: Buffer,
  wordHash: Buffer,
): Promise<{ verdict: LinkVerdict; step: string | null; referral: LinkedReferral | undefined }> {
  const opened = await tx.row<{ verdict: LinkVerdict; step: string | null; referral_id: string | null }>(
    sql.open,
    [tokenHash, wordHash],
  )
  if (!opened) return { verdict: 'unknown', step: null, referral: undefined }
  const { verdict, step, referral_id: rootId } = opened
  const isOpen = verdict === 'open'
  const [row] = await Promise.all([
    isOpen ? tx.row<object>(sql.referral) : undefined,
    auditRead(tx, {
      act: 'read.link',
      rootKind: 'referral',
      rootId,
      class: 2,
      outcome: isOpen ? 'read' : 'denied',
    }),
  ])
  return { verdict, step, referral: row && camel<LinkedReferral>(row) }
}
