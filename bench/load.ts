import { codeSigns, makeCode } from '../src/basics/codes.ts'
import { searchKeysOf } from '../src/people/search-keys.ts'
import type { OwnerSession } from '../src/server/database-owner.ts'
import { isProtected, services } from '../src/services/taxonomy.ts'
import { counts, hashOfToken, kind, openCases, sqlBenchId, tokenOfAccount } from './ids.ts'
import { nameOf } from './names.ts'

export interface LoadSize {
  readonly people: number
  readonly offers: number
}

/** What the three referrals of every case ask for. */
export const askedServices = ['DOC.BIRTH', 'LIV.VOCTRA', 'EDU.ENROL'] as const
/** Nothing but the load offers it, so that matching over ten thousand offers of one service can be asked for. */
export const crowdedService = 'LIV.GRANT'

/**
 * Fills an empty, migrated database: one ministry with eight offices and forty officers of 500 open cases each, the
 * other people's cases closed; forty providers; every case with its needs, consents, three referrals, notes and story.
 * Deterministic but for the day it runs on. `admin` is a superuser: triggers and foreign keys sleep while it loads.
 */
export async function load(admin: OwnerSession, size: LoadSize, log: (line: string) => void): Promise<void> {
  await admin.script(`set session_replication_role = replica; set synchronous_commit = off; ${sqlBenchId};
    ${hashFunction('officer', counts.officers)}; ${hashFunction('provider', counts.providers)}`)
  await admin.transaction(async () => {
    await loadDirectory(admin, size.offers)
    log('offices, officers, providers and offers are in')
    await loadPeople(admin, size.people)
    log(`${size.people} people are in`)
    await admin.script(casesSql(size.people))
    log(`${size.people} cases with their needs, consents, notes and tasks are in`)
    await admin.script(referralsSql(size.people))
    log(`${3 * size.people} referrals with their story are in`)
  })
  for (const last of [
    'set session_replication_role = origin',
    'select refresh_account_access(null, id) from organisation',
    'vacuum (analyze)',
    'checkpoint',
  ])
    await admin.script(last)
}

function hashFunction(which: 'officer' | 'provider', many: number): string {
  const hashes = Array.from(
    { length: many },
    (_, n) => `'\\x${hashOfToken(tokenOfAccount(which, n)).toString('hex')}'::bytea`,
  )
  return `create or replace function bench_${which}_hash(n bigint) returns bytea language sql immutable parallel safe as $$ select (array[${hashes.join(',')}])[n + 1] $$`
}

async function loadDirectory(admin: OwnerSession, offers: number): Promise<void> {
  const names = (what: string): string =>
    `jsonb_build_object('ar', '${what} ' || k, 'ckb', '${what} ' || k, 'kmr', '${what} ' || k, 'en', '${what} ' || k)`
  const roles = (of: number, role: string, organisation: string, siteOf: string, many: number): string =>
    `insert into account_role (account_id, organisation_id, role, site_id) select bench_id(${of}, k), ${organisation}, '${role}', ${siteOf} from generate_series(0, ${many - 1}) k;`
  await admin.script(`
    ${placesSql}
    create temporary table bench_town as select code, (row_number() over (order by code) - 1)::integer as n from place where level = 3 and code like 'IQG15%';
    insert into organisation (id, code, family, ministry, unit_kind, names, state, joined_at, protocol_signed_on)
      select bench_id(${kind.ministry}, 0), 'BENCHMIN', 'state', 'momd', 'momd_branch', ${names('Ministry')}, 'active', now(), current_date - 400 from (values (0)) v(k);
    insert into organisation (id, code, family, unit_kind, names, state, joined_at, protocol_signed_on)
      select bench_id(${kind.provider}, k), 'BENCH' || k, (array['local_cso', 'national_ngo', 'international_ngo', 'international_organisation'])[k % 4 + 1],
        (array['provider', 'provider', 'provider', 'un_partner'])[k % 4 + 1], ${names('Provider')}, 'active', now(), current_date - 300 from generate_series(0, ${counts.providers - 1}) k;
    insert into site (id, organisation_id, names, place_code, code_prefix)
      select bench_id(${kind.site}, k), bench_id(${kind.ministry}, 0), ${names('Office')}, (select code from bench_town where n = k), 'NV' from generate_series(0, ${counts.sites - 1}) k;
    insert into site (id, organisation_id, names, place_code, code_prefix)
      select bench_id(${kind.providerSite}, k), bench_id(${kind.provider}, k), ${names('Centre')}, (select code from bench_town where n = k % 8), 'NV'
      from generate_series(0, ${counts.providers - 1}) k;
    insert into account (id, organisation_id, login, display_name)
      select bench_id(${kind.officer}, k), bench_id(${kind.ministry}, 0), 'bench.officer.' || k, 'Officer ' || k from generate_series(0, ${counts.officers - 1}) k;
    insert into account (id, organisation_id, login, display_name)
      select bench_id(${kind.providerAccount}, k), bench_id(${kind.provider}, k), 'bench.provider.' || k, 'Focal point ' || k from generate_series(0, ${counts.providers - 1}) k;
    ${roles(kind.officer, 'intake_worker', `bench_id(${kind.ministry}, 0)`, `bench_id(${kind.site}, k % ${counts.sites})`, counts.officers)}
    ${roles(kind.officer, 'caseworker', `bench_id(${kind.ministry}, 0)`, `bench_id(${kind.site}, k % ${counts.sites})`, counts.officers)}
    ${roles(kind.providerAccount, 'provider_focal_point', `bench_id(${kind.provider}, k)`, `bench_id(${kind.providerSite}, k)`, counts.providers)}
    ${session('officer', kind.officer, counts.officers, 0)} ${session('provider', kind.providerAccount, counts.providers, 1000)}`)
  await admin.script(offersSql(offers))
}

function session(which: string, of: number, many: number, from: number): string {
  return `insert into session (id, token_hash, account_id, idle_seconds, expires_at)
    select bench_id(${kind.session}, ${from} + k), bench_${which}_hash(k), bench_id(${of}, k), 86400 * 30, now() + interval '30 days' from generate_series(0, ${many - 1}) k;`
}

/** The districts, numbered; offers are spread over them. */
export const placesSql =
  'create temporary table bench_place as select code, parent, lon, lat, (row_number() over (order by code) - 1)::integer as n from place where level = 2;'

/** The first 120 serve Ninewa with what the referrals ask for; the others are spread over all districts and services. */
export function offersSql(many: number, only?: string): string {
  const list =
    only === undefined
      ? services.map(({ code }) => code).filter((code) => !isProtected(code) && code !== crowdedService)
      : [only]
  const [of, from] = only === undefined ? [kind.offer, 3 * counts.providers] : [kind.otherOffer, 0]
  const columns = `(id, organisation_id, site_id, service, sector, state, names, descriptions, areas, place_code, lon, lat, eligibility, access, languages, capacity, capacity_at, verified_at, verified_how)`
  const rest = `jsonb_build_object('ar', 'خدمة ' || k, 'ckb', 'خزمەتگوزاری ' || k, 'kmr', 'خزمەت ' || k, 'en', 'Service ' || k), '{"en": "An invented service of the measurements."}'`
  const how = `jsonb_build_object('documentsNeeded', case when k % 5 = 0 then '["DOC.UNIFID"]'::jsonb else '[]' end, 'documentsNotNeeded', '[]'::jsonb, 'excludes', '[]'::jsonb)
      || case when k % 7 = 0 then '{"minAge": 18}'::jsonb else '{}' end || case when k % 11 = 0 then '{"sexes": ["female"]}'::jsonb else '{}' end,
    jsonb_build_object('walkIn', k % 2 = 0, 'phone', true, 'femaleStaff', k % 3 <> 0, 'ramp', k % 4 = 0),
    case k % 3 when 0 then array['ar'] when 1 then array['ar', 'ckb'] else array['ar', 'kmr'] end,
    (array['yes', 'yes', 'waitlist', 'ask', 'no'])[k % 5 + 1], now() - make_interval(days => (k % 20)::integer), now() - make_interval(days => (k % 55)::integer), 'call'`
  const core = `insert into offer ${columns}
    select bench_id(${kind.offer}, k), bench_id(${kind.provider}, k % ${counts.providers}), bench_id(${kind.providerSite}, k % ${counts.providers}), s, split_part(s, '.', 1), 'published', ${rest},
      array['IQG15'], p.code, p.lon, p.lat, ${how}
    from (select k, (array['${askedServices.join("','")}'])[k / ${counts.providers} + 1] as s from generate_series(0, ${3 * counts.providers - 1}) k) o
    join (select *, row_number() over (order by code) - 1 as m from bench_place where code like 'IQG15%') p on p.m = o.k % 8;`
  return `${only === undefined ? core : ''} insert into offer ${columns}
    select bench_id(${of}, k), bench_id(${kind.provider}, k % ${counts.providers}), bench_id(${kind.providerSite}, k % ${counts.providers}), s, split_part(s, '.', 1), 'published', ${rest},
      case when k % 3 = 0 then array[p.parent] else array[p.code] end, p.code, p.lon, p.lat, ${how}
    from (select k, (array['${list.join("','")}'])[(k / 3) % ${list.length} + 1] as s from generate_series(${from}, ${many - 1}) k) o
    join bench_place p on p.n = (o.k * 7) % (select count(*) from bench_place);`
}

/** Spoken codes are drawn by chance; here each number has its own, far from its neighbour's. */
export function codeOf(n: number): string {
  const size = codeSigns.length ** 6
  let rest = (n * 1103) % size
  const bytes = new Uint8Array(6)
  for (let place = 5; place >= 0; place--) {
    bytes[place] = rest % 256
    rest = Math.floor(rest / 256)
  }
  return makeCode('NV', bytes)
}

async function loadPeople(admin: OwnerSession, many: number): Promise<void> {
  const batch = 5000
  await admin.script('create temporary table bench_code (n integer, person text, file text)')
  for (let from = 0; from < many; from += batch) {
    const rows = Array.from({ length: Math.min(batch, many - from) }, (_, place) => {
      const n = from + place
      const { mother, ...name } = nameOf(n)
      const person = codeOf(2 * n)
      const file = codeOf(2 * n + 1)
      const nameParts = { ...name, mother }
      const contactSafety = { mode: 'phone_any', phone: `+96477${String(10_000_000 + n)}` }
      const { searchKeys } = searchKeysOf({ code: person, nameParts, codeName: null, contactSafety }, file)
      return {
        n,
        person,
        file,
        nameParts,
        contactSafety,
        display: Object.values(name).join(' '),
        searchKeys,
        sex: n % 2 === 0 ? 'female' : 'male',
        year: 1950 + (n % 56),
      }
    })
    await admin.rows(
      `with given as (select * from jsonb_to_recordset($1::jsonb) as g(n integer, person text, file text, "nameParts" jsonb, "contactSafety" jsonb, display text, "searchKeys" text[], sex text, year integer)),
        codes as (insert into bench_code select n, person, file from given)
      insert into person (id, organisation_id, site_id, code, name_parts, display_name, sex, birth_date, birth_precision, birth_year, language, contact_safety, place_code, governorate, search_keys)
      select bench_id(${kind.person}, n), bench_id(${kind.ministry}, 0), bench_id(${kind.site}, n % ${counts.sites}), person, "nameParts", display, sex, make_date(year, 7, 1), 'year', year,
        (array['ar', 'ar', 'ckb', 'kmr'])[n % 4 + 1], "contactSafety", town, 'IQG15', "searchKeys"
      from given join (select n as m, code as town from bench_town) t on m = n % (select count(*) from bench_town)`,
      [JSON.stringify(rows)],
    )
  }
}

const ministry = `bench_id(${kind.ministry}, 0)`
const isOpen = `n < ${openCases}`
const officer = `bench_id(${kind.officer}, n % ${counts.officers})`
const site = `bench_id(${kind.site}, n % ${counts.officers} % ${counts.sites})`
/** Open cases were opened in the last three months, closed ones in the three years before. */
const openedAt = `(date_trunc('hour', now()) - case when ${isOpen} then make_interval(days => 5 + n % 80) else make_interval(days => 100 + n % 1000) end)`

function casesSql(people: number): string {
  const each = `generate_series(0, ${people - 1}) n`
  const need = (
    j: number,
  ): string => `insert into need (id, case_id, organisation_id, service, severity, priority, state, happened_on, entered_at, entered_by, rev)
    select bench_id(${kind.need[j]}, n), bench_id(${kind.caseFile}, n), ${ministry}, '${askedServices[j]}', 1 + n % 4, ${j + 1},
      case when not ${isOpen} or ${j} = 0 then 'met' when ${j} = 1 then 'referred' else 'open' end, ${openedAt}::date, ${openedAt}, ${officer}, 4294967300 from ${each};`
  const consent = (
    j: number,
  ): string => `insert into consent (id, case_id, organisation_id, recipient_id, purpose, items, how, language, given_on, expires_on, text_version, entered_at, entered_by, rev)
    select bench_id(${kind.consent[j]}, n), bench_id(${kind.caseFile}, n), ${ministry}, bench_id(${kind.provider}, (n / ${counts.officers} + ${j}) % ${counts.providers}), 'referral',
      array['name', 'age', 'phone'], 'spoken', 'ar', ${openedAt}::date, ${openedAt}::date + 365, 1, ${openedAt}, ${officer}, 4294967300 from ${each};`
  const event = (
    j: number,
    what: string,
    ref: string,
  ): string => `insert into case_event (id, case_id, organisation_id, kind, at, happened_on, account_id, ref, detail, rev)
    select bench_id(${kind.caseEvent[j]}, n), bench_id(${kind.caseFile}, n), ${ministry}, '${what}', ${openedAt} + interval '${j} minutes', ${openedAt}::date, ${officer}, ${ref}, '{"programme": "nrm", "version": 1}', 4294967300 from ${each};`
  return `insert into case_file (id, organisation_id, site_id, officer_id, person_id, code, programme, programme_version, state, urgency, display_name, status_category, age_band, sex, language,
      place_code, opened_on, entered_at, next_due_at, next_due_kind, next_due_ref, open_needs, waiting_referrals, closed_at, closure_reason, rev)
    select bench_id(${kind.caseFile}, n), ${ministry}, ${site}, ${officer}, p.id, file, 'nrm', 1, case when ${isOpen} then 'in_progress' else 'closed' end, 'U' || (n % 4),
      (p.name_parts ->> 'given') || ' ' || (p.name_parts ->> 'father'), (array['idp', 'idp_returnee', 'returnee_from_abroad'])[n % 3 + 1], (array['18-29', '30-59', '60+'])[n % 3 + 1], p.sex, p.language,
      p.place_code, ${openedAt}::date, ${openedAt}, case when ${isOpen} then ${dueAt} end, case when ${isOpen} then 'referral.acknowledge' end, case when ${isOpen} then bench_id(${kind.referral[1]}, n) end,
      case when ${isOpen} then 2 else 0 end, case when ${isOpen} then 1 else 0 end, case when not ${isOpen} then ${openedAt} + interval '40 days' end, case when not ${isOpen} then 'goals_met' end, 4294967300
    from bench_code join person p on p.id = bench_id(${kind.person}, n) order by n;
  ${[0, 1, 2].map(need).join('\n')} ${[0, 1, 2].map(consent).join('\n')}
  ${event(0, 'case.open', 'null')} ${event(1, 'need.record', `bench_id(${kind.need[0]}, n)`)} ${event(2, 'consent.record', `bench_id(${kind.consent[0]}, n)`)}
  insert into note (id, case_id, organisation_id, kind, class, text, happened_on, entered_at, author_id, rev)
    select bench_id(${kind.note}, n), bench_id(${kind.caseFile}, n), ${ministry}, 'contact', 2, 'ملاحظة مخترعة: تحدثنا بالهاتف عن الوثائق المطلوبة وموعد الزيارة القادمة.', ${openedAt}::date, ${openedAt} + interval '2 hours', ${officer}, 4294967300 from ${each};
  insert into task (id, case_id, organisation_id, kind, due_at, assignee_id, made_at, done_at, done_by, result, rev)
    select bench_id(${kind.task}, n), bench_id(${kind.caseFile}, n), ${ministry}, 'contact', ${dueAt} + interval '20 days', ${officer}, ${openedAt},
      case when not ${isOpen} then ${openedAt} + interval '3 days' end, case when not ${isOpen} then ${officer} end, case when not ${isOpen} then 'reached' end, 4294967300 from ${each};
  insert into audit_line (id, organisation_id, at, kind, account_id, act, root_kind, root_id, outcome)
    select bench_id(${kind.audit}, n), ${ministry}, ${openedAt}, 'account', ${officer}, 'case.open', 'new_case', bench_id(${kind.caseFile}, n), 'applied' from ${each};
  insert into action_ledger (id, account_id, name, input_hash, answer, at)
    select bench_id(${kind.ledger}, n), ${officer}, 'case.open', sha256(n::text::bytea), '{"outcome": "applied"}', ${openedAt} from ${each};`
}

/** All in the days to come, so that the clocks' sweep does not fill the measurement with reminders. */
const dueAt = `(date_trunc('hour', now()) + make_interval(days => 3 + n % 25, mins => n % 600))`

/** The first is served and confirmed; the second waits for the provider's answer (or, of a closed case, was served), the third is a draft. */
function referralsSql(people: number): string {
  return [0, 1, 2]
    .map((j) => {
      const sent = `(${j} < 2 or not ${isOpen})`
      const served = `(${j} = 0 or not ${isOpen})`
      const provider = `(n / ${counts.officers} + ${j}) % ${counts.providers}`
      const at = (hours: number): string => `${openedAt} + interval '${hours} hours'`
      const when = (is: string, value: string): string => `case when ${is} then ${value} end`
      const id = `bench_id(${kind.referral[j]}, n)`
      const step = (
        place: number,
        is: string,
        what: string,
        from: string,
        to: string,
        party: string,
      ): string =>
        `insert into referral_event (id, referral_id, organisation_id, receiver_organisation_id, kind, from_state, to_state, at, happened_on, party, account_id, organisation_name, shared, rev)
        select bench_id(${kind.referralEvent + 4 * j + place}, n), ${id}, ${ministry}, bench_id(${kind.provider}, ${provider}), '${what}', ${from}, '${to}', ${at(10 + place)}, ${openedAt}::date, '${party}',
          ${party === 'sender' ? officer : `bench_id(${kind.providerAccount}, ${provider})`}, ${party === 'sender' ? 'null' : `'{"ar": "جهة", "en": "Provider"}'`}, ${what !== 'referral.draft'}, 4294967300
        from generate_series(0, ${people - 1}) n where ${is};`
      return `insert into referral (id, code, organisation_id, site_id, officer_id, receiver_organisation_id, receiver_site_id, offer_id, service, urgency, state, age_band, language, place_code, shared_items,
        drafted_at, sent_at, delivered_at, acknowledged_at, answered_at, started_at, completed_at, outcome, told_person_at, confirmed_at, received, helped, loop_closed_at,
        acknowledge_due_at, decide_due_at, next_due_at, next_due_kind, programme, programme_version, state_since, rev)
      select ${id}, 'B' || ${j} || '-' || file, ${ministry}, ${site}, ${officer}, bench_id(${kind.provider}, ${provider}), bench_id(${kind.providerSite}, ${provider}), bench_id(${kind.offer}, ${j * counts.providers} + ${provider}),
        '${askedServices[j]}', 'U' || (n % 4), case when ${served} then 'completed' when ${sent} then 'sent' else 'draft' end, '30-59', 'ar', 'IQG15Q05', array['name', 'age'],
        ${at(10)}, ${when(sent, at(11))}, ${when(served, at(11.5))}, ${when(served, at(12))}, ${when(served, at(12))}, ${when(served, at(13))}, ${when(served, at(14))}, ${when(served, `'need_met'`)},
        ${when(served, at(15))}, ${when(served, at(15))}, ${when(served, 'true')}, ${when(served, 'true')}, ${when(served, at(15))},
        ${when(`not ${served}`, dueAt)}, ${when(`not ${served}`, dueAt)}, ${when(`not ${served}`, dueAt)}, ${when(`not ${served}`, j === 1 ? `'acknowledge'` : `'send'`)}, 'nrm', 1, ${at(14)}, 4294967300
      from bench_code order by n;
    insert into referral_origin (referral_id, organisation_id, case_id, need_id, person_id, consent_ids, open_key, rev)
      select ${id}, ${ministry}, bench_id(${kind.caseFile}, n), bench_id(${kind.need[j]}, n), bench_id(${kind.person}, n), array[bench_id(${kind.consent[j]}, n)],
        ${when(`${sent} and not ${served}`, `bench_id(${kind.need[j]}, n)::text || ':' || bench_id(${kind.offer}, ${j * counts.providers} + ${provider})::text`)}, 4294967300 from generate_series(0, ${people - 1}) n;
    insert into referral_snapshot (referral_id, organisation_id, receiver_organisation_id, items, made_at)
      select ${id}, ${ministry}, bench_id(${kind.provider}, ${provider}), '{"age": {"band": "30-59"}, "name": {"display": "اسم مخترع"}}', ${at(11)} from generate_series(0, ${people - 1}) n where ${sent};
    ${step(0, 'true', 'referral.draft', 'null', 'draft', 'sender')} ${step(1, sent, 'referral.send', `'draft'`, 'sent', 'sender')}
    ${step(2, served, 'referral.accept', `'sent'`, 'accepted', 'receiver')} ${step(3, served, 'referral.complete', `'accepted'`, 'completed', 'receiver')}`
    })
    .join('\n')
}
