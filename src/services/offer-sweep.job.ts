import { statement, type Transaction } from '../server/database.ts'
import { fundingNoticeDays, remindDays } from './offer-states.ts'

const age = `($1::date - (verified_at at time zone 'utc')::date)`
const shown = `state in ('published', 'stale')`
const sql = {
  // money first: what has ended is not shown, however fresh it is
  hidden: statement(
    `update offer set state = 'hidden', rev = rev + 1 where ${shown} and (funding_ends_on < $1::date or ${age} > verify_every_days * 1.5)`,
  ),
  stale: statement(
    `update offer set state = 'stale', rev = rev + 1 where state = 'published' and ${age} > verify_every_days`,
  ),
  remind: statement(`with due as (update offer set reminded_at = $2 where ${shown} and reminded_at is null
      and ${age} >= verify_every_days - ${remindDays} returning id, organisation_id, site_id)
    insert into alert (id, organisation_id, account_id, kind, level, offer_id, at)
    select gen_random_uuid(), d.organisation_id, a.id, 'offer.confirm_soon', 0, (array_agg(d.id order by d.id))[1], $2
    from due d join account_role r on r.organisation_id = d.organisation_id and r.role in ('provider_focal_point', 'directory_editor')
      and (r.site_id is null or r.site_id = d.site_id) join account a on a.id = r.account_id and a.state = 'active'
    group by d.organisation_id, a.id`),
  warn: statement(`with due as (update offer set funding_warned_at = $2 where ${shown} and funding_warned_at is null
      and funding_ends_on <= $1::date + ${fundingNoticeDays} returning id, organisation_id, site_id)
    insert into alert (id, organisation_id, account_id, kind, level, offer_id, at)
    select gen_random_uuid(), d.organisation_id, a.id, 'offer.funding_ends_soon', 0, (array_agg(d.id order by d.id))[1], $2
    from due d join account_role r on r.organisation_id = d.organisation_id and r.role in ('provider_focal_point', 'directory_editor')
      and (r.site_id is null or r.site_id = d.site_id) join account a on a.id = r.account_id and a.state = 'active'
    group by d.organisation_id, a.id`),
}

/**
 * Offers age: to be confirmed after 60 days without a word, not shown after 90 (urgent services 30 and 45), and not beyond
 * the end of their money. Providers are told once before each, in one line for all their offers. Runs as the worker, who
 * sees the directory and no people; running it again changes nothing.
 * @param today calendar day in Iraq at `now`
 */
export async function sweepOffers(tx: Transaction, now: string, today: string): Promise<void> {
  await tx.run(sql.hidden, [today])
  await tx.run(sql.stale, [today])
  await tx.run(sql.remind, [today, now])
  await tx.run(sql.warn, [today, now])
}
