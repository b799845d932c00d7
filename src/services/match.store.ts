import { camel } from '../records/names.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import {
  type Candidate,
  declinedForDays,
  type MatchFacts,
  mostCandidates,
  mostElsewhere,
} from './match-answer.ts'
import { accessOf, eligibilityOf } from './offer-fields.ts'

/**
 * By a case and a service, or by a need: a statement for each, so that its plan serves every value. One statement for both
 * was planned anew at every call, which took ten times as long as running it.
 */
const factsBy = (need: string, where: string) =>
  statement(`select c.id as case_id, coalesce($2, n.service) as service, coalesce(c.place_code, p.place_code) as place_code, around.code as around, point.lon, point.lat,
    c.status_category, coalesce(m.age_band, c.age_band) as age_band, case when m.id is null then p.birth_year end as birth_year,
    coalesce(m.sex, c.sex) as sex, c.language, c.documents_held, g.family as referred_by, fact.household_types, coalesce(fact.avoid, '{}') as avoid, tried.declined, tried.open
  from case_file c
  join person p on p.id = c.person_id
  join organisation g on g.id = c.organisation_id
  join site s on s.id = c.site_id
  left join case_fact fact on fact.case_id = c.id
  left join lateral (select x.* from need x where x.case_id = c.id and ${need}
    order by x.priority, x.id limit 1) n on true
  left join case_member m on m.id = n.member_id
  cross join lateral (select coalesce(c.place_code, p.place_code, s.place_code) as code) around
  left join lateral (
    with recursive up as (
      select code, parent, lon, lat, 0 as step from place where code = around.code
      union all select q.code, q.parent, q.lon, q.lat, up.step + 1 from place q join up on q.code = up.parent where up.step < 6)
    select lon, lat from up where lon is not null order by step limit 1) point on true
  cross join lateral (
    select coalesce(array_agg(r.offer_id) filter (where r.state in ('declined', 'failed') and coalesce(r.answered_at, r.completed_at, r.sent_at) > now() - interval '${declinedForDays} days'), '{}') as declined,
      coalesce(array_agg(r.offer_id) filter (where o.open_key is not null), '{}') as open
    from referral_origin o join referral r on r.id = o.referral_id where o.case_id = c.id and o.need_id = n.id) tried
  where ${where}`)
const factsOfCase = factsBy(`x.service = $2 and x.state <> 'withdrawn'`, 'c.id = $1')
const factsOfNeed = factsBy(
  'x.id = $1',
  'c.id = (select x.case_id from need x where x.id = $1) and n.id = $1 and ($3::uuid is null or c.id = $3)',
)

export async function matchFacts(
  tx: Transaction,
  asked: { caseId: string | null; service: string | null; needId: string | null },
): Promise<MatchFacts | undefined> {
  const { caseId, service, needId } = asked
  const row =
    needId === null
      ? await tx.row<object>(factsOfCase, [caseId, service])
      : await tx.row<object>(factsOfNeed, [needId, service, caseId])
  return row === undefined ? undefined : camel<MatchFacts>(row)
}

const candidates =
  statement(`select o.*, g.unit_kind from offers_for($1, $2, $3, $4, ${mostCandidates}, ${mostElsewhere}) o
  join organisation g on g.id = o.organisation_id`)

export async function matchCandidates(
  tx: Transaction,
  asked: { service: string; around: string; lon: number | null; lat: number | null },
): Promise<Candidate[]> {
  const rows = await tx.rows<object>(candidates, [asked.service, asked.around, asked.lon, asked.lat])
  return rows.map((row) => {
    const offer = camel<Omit<Candidate, 'cost'>>(row)
    // What costs is not listed in this mechanism, so no row says so.
    return {
      ...offer,
      eligibility: eligibilityOf(offer.eligibility),
      access: accessOf(offer.access),
      cost: 'free',
    }
  })
}
