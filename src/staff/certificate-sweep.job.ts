import { statement, type Transaction } from '../server/database.ts'

/** Days before the end at which its holder and their supervisors are told, so that others are brought in first. */
export const noticeDays = 30

// The holder, and whoever supervises a site where they work: which cases it is about, nobody here knows. A newer
// certificate of the same kind makes an end no news.
const told = `, people as (
    insert into alert (id, organisation_id, account_id, kind, level, at)
    select gen_random_uuid(), d.organisation_id, d.account_id, $2, 0, $1 from due d)
  insert into alert (id, organisation_id, site_id, kind, level, at)
  select gen_random_uuid(), s.organisation_id, s.id, $2, 0, $1 from (select distinct s.organisation_id, s.id, d.id as certificate
    from due d join account_role r on r.account_id = d.account_id
    join site s on s.organisation_id = d.organisation_id and (r.site_id is null or r.site_id = s.id)) s`
const renewed = `exists (select 1 from certificate n where n.account_id = certificate.account_id and n.kind = certificate.kind
    and n.revoked_at is null and n.expires_on > certificate.expires_on)`
const notice =
  statement(`with due as (update certificate set noticed_at = $1 where revoked_at is null and noticed_at is null
    and expires_on <= $3::date + ${noticeDays} and not ${renewed} returning id, organisation_id, account_id)${told}`)
const ended = statement(`with due as (update certificate set ended_noticed_at = $1 where revoked_at is null
    and ended_noticed_at is null and expires_on < $3::date and not ${renewed} returning id, organisation_id, account_id)${told}`)

/**
 * Tells of certificates that end within 30 days, and of those that ended, once each. Access ends by the day itself,
 * whether this has run or not. Runs as the worker, who sees certificates and no vault.
 * @param today calendar day in Iraq at `now`
 */
export async function sweepCertificates(tx: Transaction, now: string, today: string): Promise<void> {
  await tx.run(notice, [now, 'certificate.ends_soon', today])
  await tx.run(ended, [now, 'certificate.ended', today])
}
