import type {
  GrowthAnswer,
  GrowthItem,
  Names,
  OrganisationPage,
  OrganisationStanding,
} from '../../records/answers.ts'
import { camel } from '../../records/names.ts'
import type { GrowthRow, GrowthTickRow, Id } from '../../records/rows.ts'
import { statement, type Transaction } from '../../server/database.ts'
import { growthFacts } from './growth-facts.store.ts'

const standing = `o.id, o.code, o.names, o.family, o.state, o.state_since, o.paused_until,
  case when o.state in ('applied', 'screening') then a.screening_due_at end as screening_due_at, o.id = me_organisation() as mine, o.invented`
const from = 'from organisation o left join organisation_application a on a.organisation_id = o.id'
const sql = {
  list: statement(`select ${standing} ${from} where me_sits_on_committee() and case when $1::text is null then o.state not in ('active', 'exited') else o.state = $1 end
    order by case when o.state in ('applied', 'screening') then a.screening_due_at end nulls last, o.state_since desc, o.id limit 500`),
  one: statement(`select ${standing}, o.unit_kind, o.descriptions, o.url, o.registrations, o.state_reason, o.protocol_signed_on
    ${from} where o.id = $1 and me_sits_on_committee()`),
  application: statement(`select a.source, a.code, a.at, a.applied_at, a.contact, a.sectors,
    (select coalesce(jsonb_agg(jsonb_build_object('code', p.code, 'names', p.names) order by p.code), '[]') from place p where p.code = any (a.areas)) as areas
    from organisation_application a where a.organisation_id = $1`),
  steps:
    statement(`select s.id, s.step, s.result, s.happened_on, s.note, s.recorded_at, s.recorded_by, a.display_name as recorded_by_name, g.names as organisation_names
    from organisation_step s join organisation g on g.id = s.recorded_at_organisation left join account a on a.id = s.recorded_by
    where s.organisation_id = $1 order by s.recorded_at, s.id`),
  events:
    statement(`select e.id, e.from_state, e.to_state, e.at, e.account_id, a.display_name as account_name, g.names as organisation_names, e.reason, e.note, e.told, e.until
    from organisation_event e left join organisation g on g.id = e.by_organisation_id left join account a on a.id = e.account_id
    where e.organisation_id = $1 order by e.at, e.id`),
  standing: statement('select open_referrals, open_cases, offers, accounts from standing_of($1)'),
  waiting: statement('select organisation_names, site_names, waiting from waiting_at($1)'),
  growth: statement(
    'select g.*, p.names, me_account() = g.begun_by as begun_by_me from growth g join place p on p.code = g.place_code order by g.live_at nulls first, g.begun_at, g.place_code',
  ),
  ticks: statement('select * from growth_tick order by at, id'),
  others: statement(
    'select code, names from place p where level = 1 and not exists (select 1 from growth g where g.place_code = p.code) order by code',
  ),
  keeps: statement('select me_sits_on_committee() as keeps'),
}

async function items<T>(rows: Promise<object[]>): Promise<T[]> {
  return (await rows).map((row) => camel<T>(row))
}

/** Of one state; without it, everything that waits for the committee. */
export function listStandings(tx: Transaction, state: string | null): Promise<OrganisationStanding[]> {
  return items(tx.rows(sql.list, [state]))
}

/** One organisation as its committee reads it; nothing for anybody else. */
export async function readOrganisation(tx: Transaction, id: Id): Promise<OrganisationPage | undefined> {
  const [one, applications, steps, events, counts, waiting] = await Promise.all([
    items<OrganisationStanding>(tx.rows(sql.one, [id])),
    items<NonNullable<OrganisationPage['application']>>(tx.rows(sql.application, [id])),
    items<OrganisationPage['steps'][number]>(tx.rows(sql.steps, [id])),
    items<OrganisationPage['events'][number]>(tx.rows(sql.events, [id])),
    items<OrganisationPage['standing']>(tx.rows(sql.standing, [id])),
    items<OrganisationPage['waiting'][number]>(tx.rows(sql.waiting, [id])),
  ])
  const [organisation] = one as OrganisationPage[]
  const [count] = counts
  if (!organisation || !count) return undefined
  return { ...organisation, application: applications[0] ?? null, steps, events, standing: count, waiting }
}

export interface GrowthRead {
  readonly mayTick: boolean
  readonly others: GrowthAnswer['others']
  readonly begun: readonly (GrowthRow & { names: Names; begunByMe: boolean })[]
  readonly ticks: readonly GrowthTickRow[]
  readonly facts: readonly (GrowthItem['facts'] | undefined)[]
}

/** What is being opened; the counts of each are asked one by one, since there are few. */
export async function readGrowth(tx: Transaction): Promise<GrowthRead> {
  const [begun, ticks, others, keeps] = await Promise.all([
    items<GrowthRead['begun'][number]>(tx.rows(sql.growth)),
    items<GrowthTickRow>(tx.rows(sql.ticks)),
    items<GrowthAnswer['others'][number]>(tx.rows(sql.others)),
    tx.row<{ keeps: boolean }>(sql.keeps),
  ])
  const facts = await Promise.all(begun.map(({ placeCode }) => growthFacts(tx, placeCode)))
  return { mayTick: keeps?.keeps === true, others, begun, ticks, facts }
}
