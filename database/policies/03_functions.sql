-- The few doors through the wall. Each repeats the rule it opens for, answers the least, and has a fixed search path.

-- Sign-in ------------------------------------------------------------------------------------------------------------
-- Looks a session up by the hash of its token and sets who is asking for this transaction. No row: nobody.
drop function if exists sign_on(bytea);
create function sign_on(hash bytea, out session_id uuid, out account_id uuid, out organisation_id uuid, out display_name text, out login text,
  out locale text, out roles text[], out sites uuid[], out supervised uuid[], out must_change_password boolean, out stands_in_for uuid[], out locked boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare seen timestamptz; lock_after integer; meets boolean; acting jsonb;
begin
  select x.id, x.last_seen_at, x.lock_seconds, a.id, a.organisation_id, a.display_name, a.login, a.locale, a.must_change_password,
    coalesce(may.roles, '{}'), coalesce(may.sites, '{}'), coalesce(may.supervised, '{}'), meets_people(o.unit_kind), may.acting_for
  into sign_on.session_id, seen, lock_after, sign_on.account_id, sign_on.organisation_id, sign_on.display_name, sign_on.login, sign_on.locale, sign_on.must_change_password,
    sign_on.roles, sign_on.sites, sign_on.supervised, meets, acting
  from session x
  join account a on a.id = x.account_id
  join organisation o on o.id = a.organisation_id
  left join account_access may on may.account_id = a.id
  where x.token_hash = sign_on.hash and x.ended_at is null and x.expires_at > now()
    and x.last_seen_at > now() - make_interval(secs => x.idle_seconds)
    and a.state = 'active' and o.state in ('active', 'paused');
  if not found then return; end if;
  if seen <= now() - make_interval(secs => lock_after) then
    -- used by nobody for a while: it stays nobody, until its reader has shown who they are (sign_on_to_prove)
    select true, null, null, null, null, null, null, null, null, null, null into sign_on.locked, sign_on.session_id, sign_on.account_id, sign_on.organisation_id,
      sign_on.display_name, sign_on.login, sign_on.locale, sign_on.roles, sign_on.sites, sign_on.supervised, sign_on.must_change_password;
    return;
  end if;
  if seen < now() - interval '1 minute' then
    update session set last_seen_at = now() where id = sign_on.session_id;
  end if;
  if acting is not null then
    -- for whom this account works today: rare, so only then is it looked at
    select coalesce(array_agg((d->>'account')::uuid) filter (where d->'covers' ? 'cases'), '{}') into sign_on.stands_in_for
      from jsonb_array_elements(acting) d where today_in_iraq() between (d->>'from')::date and (d->>'until')::date;
    sign_on.supervised := array(select unnest(sign_on.supervised) union
      select s from jsonb_array_elements(acting) d join account_access absent on absent.account_id = (d->>'account')::uuid, unnest(absent.supervised) s
      where today_in_iraq() between (d->>'from')::date and (d->>'until')::date and d->'covers' ? 'supervision'
        and (d->'sites' = 'null' or d->'sites' ? s::text));
    perform set_config('ihala.stands_in_for', sign_on.stands_in_for::text, true);
  end if;
  perform set_config('ihala.kind', 'account', true), set_config('ihala.account', sign_on.account_id::text, true),
    set_config('ihala.organisation', sign_on.organisation_id::text, true), set_config('ihala.roles', sign_on.roles::text, true),
    set_config('ihala.sites', sign_on.sites::text, true), set_config('ihala.supervised', sign_on.supervised::text, true),
    set_config('ihala.meets_people', meets::text, true);
end $$;

create or replace function secret_of(wanted text)
returns table (account_id uuid, organisation_id uuid, password_hash text)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.id, a.organisation_id, s.password_hash from account a join account_secret s on s.account_id = a.id
  join organisation o on o.id = a.organisation_id
  where me_kind() = 'visitor' and lower(a.login) = lower(wanted) and a.state = 'active' and o.state in ('active', 'paused') $$;

-- A signed-in account's own hash, to ask for the old password before setting a new one.
create or replace function own_secret() returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select password_hash from account_secret where account_id = me_account() and me_kind() = 'account' $$;

create or replace function end_session(session uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
  update session set ended_at = now() where id = $1 and account_id = me_account() and me_kind() = 'account' and ended_at is null $$;

-- Everywhere: one's own sessions, or those of a colleague one administers.
create or replace function end_sessions_of(account uuid, except_session uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
  update session s set ended_at = now() from account a
  where s.account_id = $1 and a.id = s.account_id and s.ended_at is null and s.id is distinct from $2
    and me_kind() = 'account' and (a.id = me_account() or (me_administers() and a.organisation_id = me_organisation())) $$;

create or replace function set_password(account uuid, hash text, must_change boolean) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from account a where a.id = $1 and me_kind() = 'account'
      and (a.id = me_account() or (me_administers() and a.organisation_id = me_organisation()))) then return false; end if;
  insert into account_secret (account_id, password_hash) values (account, hash)
  on conflict (account_id) do update set password_hash = excluded.password_hash, changed_at = now();
  update account set must_change_password = must_change where id = $1;
  return true;
end $$;

-- Throttling. Each key (hash of the login; hash of the address) counts failures; the wait grows and a success clears
-- the login's own count only.
create or replace function throttle_wait(keys bytea[]) returns integer
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(ceil(extract(epoch from max(blocked_until) - now())), 0)::integer from sign_in_throttle
  where key_hash = any (keys) and blocked_until > now() $$;

create or replace function throttle_failure(keys bytea[], free integer[]) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into sign_in_throttle as t (key_hash, failures, first_at)
  select k, 1, now() from unnest(keys) k
  on conflict (key_hash) do update set
    failures = case when t.first_at < now() - interval '1 hour' then 1 else t.failures + 1 end,
    first_at = case when t.first_at < now() - interval '1 hour' then now() else t.first_at end,
    blocked_until = case when t.first_at >= now() - interval '1 hour' and t.failures + 1 >= free[array_position(keys, t.key_hash)]
      then now() + make_interval(secs => least(900, 2 ^ least(10, t.failures + 1 - free[array_position(keys, t.key_hash)]) * 5)) end $$;

create or replace function throttle_clear(key bytea) returns void
language sql security definer set search_path = public, pg_temp as $$ delete from sign_in_throttle where key_hash = key $$;

-- Cases ------------------------------------------------------------------------------------------------------------
-- Every write beneath a case first touches it: that asks for the relation, queues the writers of one case (R1, R3) and
-- says which revision the rows will carry. Settling writes that revision with the summary: the case is written once.
-- These are plpgsql, which plans a statement once per connection; a function in SQL is planned anew at every call.
-- An administrator, who hands over a leaver's cases, raises the case and sees nothing of it.
create or replace function touch_case(wanted uuid) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare f record;
begin
  select c.id, c.rev + 1 as raised, me_works_cases() and relates_to(c.officer_id, c.site_id, c.id) as related into f from case_file c
  where c.id = wanted and me_kind() = 'account' and c.organisation_id = me_organisation()
    and ((me_works_cases() and relates_to(c.officer_id, c.site_id, c.id)) or me_administers())
  for update;
  perform set_config('ihala.touched', coalesce(f.id::text, ''), true), set_config('ihala.rev', coalesce(f.raised::text, ''), true),
    set_config('ihala.case', case when f.related then f.id::text else '' end, true), set_config('ihala.referral', '', true);
  return f.raised;
end $$;

create or replace function touch_case_of_referral(wanted uuid) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare f record;
begin
  select c.id, c.rev + 1 as raised, c.organisation_id = me_organisation() and me_works_cases()
    and relates_to(c.officer_id, c.site_id, c.id) as related into f
  from referral_origin o join referral r on r.id = o.referral_id join case_file c on c.id = o.case_id
  where o.referral_id = wanted and (
    (me_kind() = 'account' and (
      (c.organisation_id = me_organisation() and me_works_cases() and relates_to(c.officer_id, c.site_id, c.id))
      or (r.receiver_organisation_id = me_organisation() and me_answers() and r.receiver_site_id = any (me_sites()) and r.sent_at is not null
        and r.state not in ('draft', 'entered_in_error'))))
    or (me_kind() = 'link' and r.id = me_link_referral())
    or session_user = 'ihala_worker')
  for update of c;
  perform set_config('ihala.touched', coalesce(f.id::text, ''), true), set_config('ihala.rev', coalesce(f.raised::text, ''), true),
    set_config('ihala.case', case when f.related then f.id::text else '' end, true),
    set_config('ihala.referral', case when f.id is not null then wanted::text else '' end, true);
  return f.raised;
end $$;

-- What the lists show of a case is stored at write time: the least due thing, open needs, referrals that wait. After an
-- answer the need follows its referral, though the receiver sees neither.
create or replace function settle_touched() returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  settled constant uuid := me_touched(); answered constant uuid := me_referral();
  r record; t record; waiting integer := 0; due_at timestamptz; due_kind text; due_ref uuid;
begin
  if settled is null then return; end if;
  for r in select x.id, x.state, x.next_due_at, x.next_due_kind, x.loop_closed_at, o.need_id, o.open_key
    from referral_origin o join referral x on x.id = o.referral_id where o.case_id = settled
  loop
    if r.state = 'sent' then waiting := waiting + 1; end if;
    if r.loop_closed_at is null and r.next_due_at < coalesce(due_at, 'infinity') then
      due_at := r.next_due_at; due_kind := 'referral.' || r.next_due_kind; due_ref := r.id;
    end if;
    if r.id = answered and r.state in ('declined', 'cancelled', 'failed', 'completed', 'entered_in_error') then
      if r.open_key is not null then update referral_origin set open_key = null where referral_id = r.id; end if;
      if r.state <> 'completed' then
        update need n set state = 'open' where n.id = r.need_id and n.state = 'referred'
          and not exists (select 1 from referral_origin g join referral x on x.id = g.referral_id
            where g.case_id = settled and g.need_id = n.id and x.state in ('sent', 'accepted', 'in_service', 'on_hold'));
      end if;
    end if;
  end loop;
  select x.due_at, x.kind, x.id into t from task x where x.case_id = settled and x.done_at is null order by x.due_at limit 1;
  if t.due_at < coalesce(due_at, 'infinity') then due_at := t.due_at; due_kind := 'task.' || t.kind; due_ref := t.id; end if;
  update case_file c set rev = me_rev(), waiting_referrals = waiting,
    open_needs = (select count(*) from need n where n.case_id = settled and n.state in ('open', 'planned', 'referred', 'partly_met')),
    next_due_at = case when c.closed_at is null and c.next_contact_at < coalesce(due_at, 'infinity') then c.next_contact_at else due_at end,
    next_due_kind = case when c.closed_at is null and c.next_contact_at < coalesce(due_at, 'infinity') then 'contact' else due_kind end,
    next_due_ref = case when c.closed_at is null and c.next_contact_at < coalesce(due_at, 'infinity') then null else due_ref end
  where c.id = settled;
end $$;

-- Handing over: by the officer of the case or a supervisor of its site, to an account of the same organisation that
-- works on cases at that site (or, moving the case, at its new site).
create or replace function hand_over_case(wanted uuid, to_account uuid, to_site uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from case_file c where c.id = wanted and c.organisation_id = me_organisation() and me_kind() = 'account'
      and (c.officer_id = me_account() or c.site_id = any (me_supervised()) or c.officer_id = any (me_stands_in_for())
        or (me_administers() and exists (select 1 from account l where l.id = c.officer_id and l.state = 'left')))) then return false; end if;
  if not exists (select 1 from site x where x.id = to_site and x.organisation_id = me_organisation()) then return false; end if;
  if not exists (select 1 from account a join account_role r on r.account_id = a.id
      where a.id = to_account and a.organisation_id = me_organisation() and a.state = 'active'
        and r.role = any (case_roles())
        and (r.site_id is null or r.site_id = to_site)) then return false; end if;
  update case_file set officer_id = to_account, site_id = to_site where id = wanted;
  update referral r set officer_id = to_account, site_id = to_site from referral_origin o where o.referral_id = r.id and o.case_id = wanted;
  update task set assignee_id = to_account where case_id = wanted and done_at is null;
  return true;
end $$;

-- Who holds how many open cases: counts only, for administrators (leavers) and supervisors; never a case.
create or replace function caseload_of_organisation() returns table (account_id uuid, open_cases bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select officer_id, count(*) from case_file
  where organisation_id = me_organisation() and closed_at is null and (me_administers() or site_id = any (me_supervised()))
  group by officer_id $$;

-- A leaver's case ids, for the administrator who hands them over in bulk without reading them.
create or replace function cases_of_leaver(leaver uuid) returns table (case_id uuid, site_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.id, c.site_id from case_file c join account a on a.id = c.officer_id
  where c.officer_id = leaver and c.closed_at is null and a.organisation_id = me_organisation() and me_administers() $$;

-- Directory --------------------------------------------------------------------------------------------------------
-- Offers of a service for matching: those that cover the place or a part of it (a confidential one counts for its whole
-- governorate), nearest first, and the nearest that do not, so that their exclusion can be told. Columns and rows are
-- those that every account may read; coordinates of a confidential place do not exist and never come near.
drop function if exists offers_for(text, text, double precision, double precision, integer, integer);
create function offers_for(wanted text, around text, x double precision, y double precision, most integer, most_elsewhere integer)
returns table (id uuid, organisation_id uuid, organisation_name jsonb, names jsonb, site_id uuid, service text, sector text, state text, areas text[], place_code text,
  lon double precision, lat double precision, confidential_location boolean, eligibility jsonb, access jsonb, languages text[], capacity text, wait_days integer,
  verified_at timestamptz, verify_every_days integer, funding_ends_on date, isp_signed boolean, organisation_state text)
language plpgsql stable rows 300 security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query with recursive
  up as (select code, parent, 0 as step from place where code = around union all select p.code, p.parent, u.step + 1 from place p join up u on p.code = u.parent),
  inside as (select code from place where parent = around and level <= 3 union all select p.code from place p join inside i on p.parent = i.code and p.level <= 3),
  whole as (select (select code from up order by step desc limit 1) as code union all select p.code from place p join whole w on p.parent = w.code and p.level <= 3),
  reach as materialized (select array(select code from up union all select code from inside) as places, array(select code from whole) as governorate),
  chosen as materialized (
    (select o.id from offer o
      where me_kind() = 'account' and o.service = wanted and o.state in ('published', 'stale', 'hidden') and o.areas && (select places from reach)
      order by (o.lon - x) ^ 2 * 0.65 + (o.lat - y) ^ 2, o.id limit least(most, 500))
    union
    (select o.id from offer o
      where me_kind() = 'account' and o.service = wanted and o.confidential and o.state in ('published', 'stale', 'hidden') and o.areas && (select governorate from reach)
      order by o.id limit 100)
    union
    (select o.id from offer o
      where me_kind() = 'account' and o.service = wanted and o.state in ('published', 'stale', 'hidden') and not o.areas && (select places from reach) and o.lon between x - 0.7 and x + 0.7
      order by (o.lon - x) ^ 2 * 0.65 + (o.lat - y) ^ 2, o.id limit least(most_elsewhere, 100)))
  select o.id, o.organisation_id, g.names, o.names, o.site_id, o.service, o.sector, o.state, o.areas, o.place_code,
    case when o.confidential or s.confidential then null else coalesce(o.lon, q.lon) end, case when o.confidential or s.confidential then null else coalesce(o.lat, q.lat) end,
    o.confidential or s.confidential, o.eligibility, o.access, o.languages, o.capacity, o.wait_days,
    o.verified_at, o.verify_every_days, o.funding_ends_on, g.protocol_signed_on is not null, g.state
  from chosen join offer o on o.id = chosen.id join organisation g on g.id = o.organisation_id join site s on s.id = o.site_id join place q on q.code = o.place_code;
end $$;

-- Finding people before registering them: the caller's organisation only, the least that tells two people apart;
-- the name only where the case is theirs (DP-41).
create or replace function search_people(keys text[], wanted_sex text, wanted_year integer, wanted_governorate text, most integer)
returns table (person_id uuid, code text, display_name text, initials text, sex text, birth_year integer, site_id uuid, shared integer, mine boolean, case_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, p.code, case when m.mine then p.display_name end,
    (select string_agg(left(w, 1), ' ') from unnest(string_to_array(p.display_name, ' ')) w), p.sex, p.birth_year, p.site_id, p.shared, coalesce(m.mine, false), case when m.mine then m.id end
  from (select q.*, (select count(*) from unnest(q.search_keys) k where k = any (keys))::integer as shared from person q
        where q.organisation_id = me_organisation() and me_works_cases() and q.search_keys && keys
          and (wanted_sex is null or q.sex = wanted_sex or q.sex = 'not_recorded')
          and (wanted_governorate is null or q.governorate is null or q.governorate = wanted_governorate)
          and (wanted_year is null or q.birth_year is null or abs(q.birth_year - wanted_year) <= 5)) p
  left join lateral (select c.id, c.officer_id = me_account() or c.site_id = any (me_supervised()) or c.officer_id = any (me_stands_in_for()) as mine
    from case_file c where c.person_id = p.id order by c.opened_on desc limit 1) m on true
  order by p.shared desc, (p.birth_year = wanted_year) desc nulls last, p.id
  limit least(most, 10) $$;

-- One-time links ---------------------------------------------------------------------------------------------------------
-- Opens a link: right token and right word. A wrong word counts; five close the link. Answers what happened.
create or replace function open_link(hash bytea, word bytea) returns table (verdict text, link_id uuid, referral_id uuid, step text)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare l record;
begin
  if me_kind() <> 'visitor' then return; end if;
  select * into l from referral_link x where x.token_hash = hash for update;
  if not found or l.revoked_at is not null or l.expires_at <= now() or l.failures >= 5 then
    return query select 'unknown', null::uuid, null::uuid, null::text; return;
  end if;
  if l.word_hash <> word then
    update referral_link set failures = failures + 1 where id = l.id;
    return query select 'wrong_word', null::uuid, null::uuid, null::text; return;
  end if;
  if l.used_at is not null then return query select 'used', l.id, null::uuid, l.step; return; end if;
  if l.opened_at is null then update referral_link set opened_at = now() where id = l.id; end if;
  perform set_config('ihala.kind', 'link', true), set_config('ihala.link', l.id::text, true), set_config('ihala.link_referral', l.referral_id::text, true);
  return query select 'open', l.id, l.referral_id, l.step;
end $$;

-- Following one's own request: spoken code and a proof (chosen word, or date of birth). Neutral facts only.
create or replace function track(wanted text, word bytea, born date)
returns table (state text, reason text, appointment_at timestamptz, expected_on date, completed boolean, sent_on date)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.state, case when r.state = 'on_hold' then r.reason end, (r.appointment->>'at')::timestamptz, r.expected_on, r.completed_at is not null, r.sent_at::date
  from case_file c join person p on p.id = c.person_id
  left join referral_origin o on o.case_id = c.id left join referral r on r.id = o.referral_id and r.sent_at is not null
  where me_kind() = 'visitor' and c.code = wanted
    and ((word is not null and p.chosen_word_hash = word) or (born is not null and p.birth_date = born and p.birth_precision = 'day'))
  order by r.sent_at nulls last limit 20 $$;

do $$
declare f record;
begin
  for f in select p.oid::regprocedure as signature from pg_proc p join pg_namespace n on n.oid = p.pronamespace
           where n.nspname = 'public' and p.prosecdef loop
    execute format('alter function %s owner to ihala_definer', f.signature);
    execute format('revoke all on function %s from public', f.signature);
    execute format('grant execute on function %s to ihala_app', f.signature);
  end loop;
end $$;
grant execute on function touch_case_of_referral(uuid), settle_touched() to ihala_worker;
