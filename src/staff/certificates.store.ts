import type { CertificateItem } from '../records/answers.ts'
import { statement, type Transaction } from '../server/database.ts'

// Whose are shown, the policy says. Those that ended stay for a year, so that it is seen what has to be renewed.
const certificates =
  statement(`select c.id, c.account_id as "accountId", a.display_name as "displayName", c.kind,
    c.granted_on as "grantedOn", c.expires_on as "expiresOn",
    case when c.revoked_at is not null then 'revoked' when c.expires_on < today_in_iraq() then 'ended'
      when c.expires_on <= today_in_iraq() + 30 then 'ends_soon' else 'valid' end as state
  from certificate c join account a on a.id = c.account_id
  where c.expires_on > today_in_iraq() - 366 order by c.expires_on, a.display_name, c.id limit 2000`)

export function listCertificates(tx: Transaction): Promise<CertificateItem[]> {
  return tx.rows<CertificateItem>(certificates)
}
