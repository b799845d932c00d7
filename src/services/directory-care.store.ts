import type {
  AttentionItem,
  OfferCheck,
  OfferHistoryItem,
  OwnSite,
  SuggestionItem,
} from '../records/answers.ts'
import { camel } from '../records/names.ts'
import { statement, type Transaction } from '../server/database.ts'

// What needs somebody, the oldest word first. Those taken up wait for their day.
const attention = statement(`with declined as materialized (select * from offers_that_declined()),
    said as materialized (select s.offer_id, count(*)::integer as count, bool_or(s.about <> 'wrong') as grave from directory_suggestion s
      where s.state = 'open' and s.offer_id is not null group by 1),
    unanswered as materialized (select distinct unnest(l.offer_ids) as offer_id from directory_link l
      where l.expires_at < now() and l.answered_at is null and l.revoked_at is null and l.made_at > now() - interval '60 days')
  select o.id, o.names, o.service, o.state, o.organisation_id, g.names as organisation_names, o.verified_at, o.verify_every_days, o.capacity, o.wait_days,
    o.confirmed_at, o.checked_at, o.checked_how, o.funding_ends_on, o.follow_up_on, a.display_name as keeper_name, o.keeper_id is not null as has_keeper,
    o.wants_publishing, coalesce(d.declined, 0) as declined, coalesce(s.count, 0) as suggestions, coalesce(s.grave, false) as grave, u.offer_id is not null as unanswered,
    case when not o.confidential then coalesce(o.contact_for_referral ->> 'phone', o.contact_public ->> 'phone') end as phone,
    case when not o.confidential then o.contact_for_referral ->> 'name' end as contact_name
  from offer o join organisation g on g.id = o.organisation_id left join account a on a.id = o.keeper_id
  left join declined d on d.offer_id = o.id left join said s on s.offer_id = o.id left join unanswered u on u.offer_id = o.id
  where o.state <> 'ended' and (select me_checks_offers()) and (o.state in ('stale', 'hidden') or (o.state = 'draft' and o.wants_publishing)
    or d.offer_id is not null or s.offer_id is not null or u.offer_id is not null)
  order by coalesce(o.follow_up_on > current_date, false), coalesce(s.grave, false) desc, o.state = 'draft' desc, o.verified_at, o.id limit 300`)
const history =
  statement(`select c.at, c.source, c.field, c.before, c.after, a.display_name as by_name, g.names as by_organisation
  from directory_change c left join account a on a.id = c.account_id left join organisation g on g.id = c.by_organisation_id
  where c.offer_id = $1 or c.site_id = $1 order by c.at desc, c.field limit 200`)
const checks =
  statement(`select c.how, c.on_day, c.said, c.spoke_with, c.checked_at, a.display_name as by_name, g.names as by_organisation
  from offer_check c left join account a on a.id = c.checked_by join organisation g on g.id = c.checked_by_organisation_id
  where c.offer_id = $1 order by c.checked_at desc limit 50`)
const suggestions =
  statement(`select s.id, s.source, s.source_name, s.about, s.proposed, s.note, s.state, s.taken, s.created_at, s.decided_at, s.reason,
    g.names as by_organisation
  from directory_suggestion s left join organisation g on g.id = s.created_by_organisation_id where s.offer_id = $1
  order by s.state = 'open' desc, s.created_at desc limit 50`)
const ownSites =
  statement(`select s.id, s.names, coalesce(p.place_code, s.place_code) as place_code, s.code_prefix, coalesce(p.address, s.address) as address,
    coalesce(p.phone, s.phone) as phone, s.opening, s.confidential, s.active
  from site s left join site_private p on p.site_id = s.id where s.organisation_id = me_organisation() order by s.names ->> 'ar', s.id limit 500`)

const all = async <T>(tx: Transaction, sql: typeof attention, params: readonly unknown[]): Promise<T[]> =>
  (await tx.rows<object>(sql, [...params])).map((row) => camel<T>(row))

export const offersNeedingCare = (tx: Transaction) => all<AttentionItem>(tx, attention, [])
export const historyOf = (tx: Transaction, id: string) => all<OfferHistoryItem>(tx, history, [id])
export const checksOf = (tx: Transaction, offerId: string) => all<OfferCheck>(tx, checks, [offerId])
export const suggestionsOf = (tx: Transaction, offerId: string) =>
  all<SuggestionItem>(tx, suggestions, [offerId])
export const sitesOfOwn = (tx: Transaction) => all<OwnSite>(tx, ownSites, [])
