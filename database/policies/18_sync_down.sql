-- Devices: whoever owns one, whoever supervises where it is at home, and who administers the organisation. What is on
-- them is told by functions alone. docs/decisions/042-what-a-device-holds.md

-- Every write that a device hears of raises its case (04); here the tables that could do without until devices read by
-- revision: the case and its person, drafts, handed-over copies, and rows that are erased.
create or replace function require_raised_case() returns trigger language plpgsql as $$
begin
  if new.rev < old.rev or (new.rev = old.rev and new.id is distinct from me_touched()) then
    if session_user in ('ihala_app', 'ihala_worker') then
      raise exception 'a write to case % without raising its revision', new.id using errcode = 'P0R01';
    end if;
    new.rev := old.rev + 1; -- an operator's own hand
  end if;
  if me_kind() = 'account' then new.worked_at := now(); end if;
  return new;
end $$;
drop trigger if exists raised on case_file;
create trigger raised before update on case_file for each row execute function require_raised_case();

-- A person belongs to a case that is being worked on; every other case of theirs is raised too, or its devices would not
-- hear of a changed telephone.
create or replace function require_touched_person() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if session_user in ('ihala_app', 'ihala_worker') and not exists (select 1 from case_file c where c.person_id = new.id and c.id = me_touched()) then
    raise exception 'a write to person % without raising a case of theirs', new.id using errcode = 'P0R01';
  end if;
  new.rev := coalesce(me_rev(), new.rev);
  update case_file c set rev = c.rev + 1 where c.person_id = new.id and c.id is distinct from me_touched();
  return new;
end $$;
drop trigger if exists touched on person;
create trigger touched before update on person for each row execute function require_touched_person();

-- A draft without its case is nobody's: the origin that ties it to one comes after it, and asks (04).
create or replace function number_draft() returns trigger language plpgsql as $$
begin
  if me_kind() <> 'loader' then new.rev := coalesce(me_rev(), new.rev); end if;
  return new;
end $$;
drop trigger if exists drafted on referral;
create trigger drafted before insert on referral for each row execute function number_draft();
drop trigger if exists touched on referral_snapshot;
create trigger touched before insert or update on referral_snapshot for each row execute function require_touched_referral();
drop trigger if exists touched on referral_event;
create trigger touched before insert or update on referral_event for each row execute function require_touched_referral();

-- A row that is gone has no revision any more: the case remembers that something went.
create or replace function remember_erased() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if old.case_id is distinct from me_touched() then
    if session_user in ('ihala_app', 'ihala_worker') then
      raise exception 'a row beneath case % is erased without raising its revision', old.case_id using errcode = 'P0R01';
    end if;
    update case_file c set rev = c.rev + 1, erased_rev = c.rev + 1 where c.id = old.case_id;
  else
    update case_file c set erased_rev = me_rev() where c.id = old.case_id and c.erased_rev < me_rev();
  end if;
  return old;
end $$;
do $$
declare t text;
begin
  foreach t in array array['case_member', 'need', 'consent', 'consent_withdrawal', 'consent_override', 'case_fact', 'note', 'task', 'case_event', 'referral_origin', 'file'] loop
    execute format('drop trigger if exists erased on %I', t);
    execute format('create trigger erased before delete on %I for each row execute function remember_erased()', t);
  end loop;
end $$;

grant select on sync_epoch to ihala_app, ihala_worker, ihala_definer;
create policy anyone on sync_epoch for select to ihala_app, ihala_worker, ihala_definer using (true);

grant select (id, account_id, organisation_id, site_id, name, kind, enrolled_at, revoked_at, revoked_by, wiped_at, last_n, app_version,
  last_seen_at, lease_until, counters, longer_asked_until, longer_until, longer_by), insert on device to ihala_app;
grant select, insert, update on device to ihala_definer;
create policy related on device for select to ihala_app using (
  (select me_kind()) = 'account' and organisation_id = (select me_organisation())
  and (account_id = (select me_account()) or site_id = any ((select me_supervised())::uuid[]) or (select me_administers())));
create policy enrol on device for insert to ihala_app with check (
  (select me_kind()) = 'account' and organisation_id = (select me_organisation()) and account_id = (select me_account()) and last_n = 0 and revoked_at is null);
create policy functions on device to ihala_definer using (true) with check (true);
grant select, insert, update, delete on device_record, offline_choice to ihala_definer;
create policy functions on device_record to ihala_definer using (true) with check (true);
create policy functions on offline_choice to ihala_definer using (true) with check (true);
grant select on offline_choice to ihala_app;
create policy mine on offline_choice for select to ihala_app using (account_id = (select me_account()));
grant insert on revocation to ihala_definer;
create policy functions on revocation for insert to ihala_definer with check (true);
grant select, update (written_at) on revocation to ihala_worker;
create policy jobs on revocation to ihala_worker using (true) with check (true);

-- The offline set ---------------------------------------------------------------------------------------------------------
-- What the account may have on its devices at this moment: its own open cases, and those it chose and may still see. What
-- rests (nobody wrote for so many days, nothing is due within them) shrinks to its summary. The reading of the rows goes
-- through the policies all the same.
create or replace function offline_vector(rests_days integer)
returns table (case_id uuid, rev bigint, scope smallint, erased_rev bigint, own boolean, due_at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare rests constant interval := make_interval(days => rests_days);
begin
  if me_kind() <> 'account' or not me_works_cases() then return; end if;
  return query
    select c.id, c.rev, (case when c.worked_at > now() - rests or c.next_due_at < now() + rests or (k.scope = 2 and k.chosen_at > now() - rests)
        then 2 else 1 end)::smallint, c.erased_rev, true, c.next_due_at
      from case_file c left join offline_choice k on k.case_id = c.id and k.account_id = me_account()
      where c.officer_id = me_account() and c.closed_at is null and c.organisation_id = me_organisation()
    union all
    select c.id, c.rev, (case when k.scope = 2 and k.chosen_at > now() - rests then 2 else 1 end)::smallint, c.erased_rev, false, c.next_due_at
      from offline_choice k join case_file c on c.id = k.case_id
      where k.account_id = me_account() and c.organisation_id = me_organisation()
        and (c.officer_id <> me_account() or c.closed_at is not null) and relates_to(c.officer_id, c.site_id, c.id);
end $$;

create or replace function keep_offline(wanted uuid, whole boolean) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not me_works_cases() or not sees_case(wanted) then return false; end if;
  insert into offline_choice (account_id, case_id, organisation_id, scope) values (me_account(), wanted, me_organisation(), case when whole then 2 else 1 end)
  on conflict (account_id, case_id) do update set scope = excluded.scope, chosen_at = now();
  return true;
end $$;
create or replace function release_offline(wanted uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from offline_choice k where k.case_id = wanted and k.account_id = me_account() and me_kind() = 'account';
  return me_kind() = 'account';
end $$;

-- Pulling ------------------------------------------------------------------------------------------------------------------
-- What the device lacks and what it must forget: what its account may hold now, compared with what it was given. `since` is
-- the revision it has; null: everything of the case anew. One line `unknown`: what it was given is not known here.
create or replace function sync_plan(device uuid, known bytea, holds jsonb, rests_days integer)
returns table (verdict text, case_id uuid, rev bigint, scope smallint, since bigint, held boolean, own boolean, due_at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare r device_record;
begin
  if not exists (select 1 from device d where d.id = sync_plan.device and d.account_id = me_account() and me_kind() = 'account') then return; end if;
  if holds is null and known is not null then
    select * into r from device_record x where x.device_id = sync_plan.device and x.cookie = known and x.epoch = (select max(e.epoch) from sync_epoch e);
    if r.device_id is null then
      return query select 'unknown', null::uuid, null::bigint, null::smallint, null::bigint, null::boolean, null::boolean, null::timestamptz;
      return;
    end if;
  end if;
  return query with was as materialized (
      select u.case_id, u.rev, u.scope from unnest(r.cases, r.revs, r.scopes) as u (case_id, rev, scope)
      union all
      select h.id, h.rev, h.scope from jsonb_to_recordset(holds) as h (id uuid, rev bigint, scope smallint)),
    may as materialized (select * from offline_vector(rests_days))
    select 'send', m.case_id, m.rev, m.scope, case when w.scope = m.scope and w.rev between greatest(m.erased_rev, 1) and m.rev then w.rev end,
        w.case_id is not null, m.own, m.due_at
      from may m left join was w on w.case_id = m.case_id
      where w.case_id is null or w.scope <> m.scope or w.rev <> m.rev
    union all
    select 'forget', w.case_id, null, null, null, true, null, null from was w where not exists (select 1 from may m where m.case_id = w.case_id);
end $$;

-- After the reading, in a transaction of its own: what the device is given now, when it was seen, its lease, its counts.
-- One line of the audit for each case that is new on the device, one for all that went on. Nothing is said before this is
-- kept. A device that was revoked meanwhile gets nothing.
create or replace function keep_pull(device uuid, known bytea, holds jsonb, fresh bytea, sent jsonb, gone uuid[], version integer, counts jsonb, lease_hours integer)
returns table (state text, lease_until timestamptz)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare d device; r device_record; stuck timestamptz; ends timestamptz := now() + make_interval(hours => lease_hours);
begin
  select * into d from device x where x.id = keep_pull.device and x.account_id = me_account() and me_kind() = 'account' for update;
  if d.id is null then return; end if;
  if d.revoked_at is not null then return query select 'wipe', null::timestamptz; return; end if;
  -- by a supervisor's word, and never beyond two weeks without having asked
  if d.longer_until is not null then ends := greatest(ends, least(d.longer_until, now() + interval '14 days')); end if;
  if known is not null and holds is null then
    select * into r from device_record x where x.device_id = d.id and x.cookie = known;
    if r.confirmed_at is null then update device_record x set confirmed_at = now() where x.device_id = d.id and x.cookie = known; end if;
  end if;
  if fresh is not null then
    with was as materialized (
      select u.case_id, u.rev, u.scope from unnest(r.cases, r.revs, r.scopes) as u (case_id, rev, scope)
      union all
      select h.id, h.rev, h.scope from jsonb_to_recordset(holds) as h (id uuid, rev bigint, scope smallint)),
    given as materialized (select g.id as case_id, g.rev, g.scope from jsonb_to_recordset(sent) as g (id uuid, rev bigint, scope smallint)),
    held as (
      select * from given
      union all
      select * from was w where w.case_id <> all (gone) and not exists (select 1 from given g where g.case_id = w.case_id)),
    traced as (
      insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome, detail)
      select d.organisation_id, 'account', d.account_id, 'read.put_on_device', 'case', g.case_id, 'read',
        jsonb_build_object('class', g.scope + 1, 'device', d.id)
      from given g left join was w on w.case_id = g.case_id where w.scope is null or w.scope < g.scope
      returning 1)
    insert into device_record (device_id, cookie, epoch, cases, revs, scopes)
    select d.id, fresh, (select max(e.epoch) from sync_epoch e), coalesce(array_agg(h.case_id), '{}'), coalesce(array_agg(h.rev), '{}'), coalesce(array_agg(h.scope), '{}')
    from held h;
    -- the state it came with stays, however often its answer gets lost
    delete from device_record x where x.device_id = d.id and x.cookie is distinct from known and x.cookie not in (
      select y.cookie from device_record y where y.device_id = d.id order by y.made_at desc limit 4);
    insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome, detail)
    values (d.organisation_id, 'account', d.account_id, 'sync.pull', 'device', d.id, 'read',
      jsonb_build_object('cases', jsonb_array_length(sent), 'forgotten', cardinality(gone)));
  end if;
  stuck := case when coalesce((counts->>'parked')::integer, 0) > 0 then coalesce((d.counters->>'parkedSince')::timestamptz, now()) end;
  update device x set last_seen_at = now(), lease_until = ends, app_version = version,
    counters = counts || jsonb_build_object('parkedSince', instant_text(stuck)) where x.id = d.id;
  -- once for each time that something stays stuck for a day: whoever supervises there asks what is the matter
  if stuck < now() - interval '1 day' then
    insert into alert (id, organisation_id, account_id, site_id, kind, level, subject_account_id, at)
    values (overlay(overlay(md5('device.parked' || d.id || instant_text(stuck)) placing '8' from 13) placing 'a' from 17)::uuid,
      d.organisation_id, null, d.site_id, 'device.parked', 0, d.account_id, now())
    on conflict do nothing;
  end if;
  return query select 'ok', ends;
end $$;

-- Losing and emptying -----------------------------------------------------------------------------------------------------
-- Whose token this is; it hands in what was sealed and learns whether it still counts, and nothing else.
create or replace function device_of_token(hash bytea)
returns table (device_id uuid, account_id uuid, organisation_id uuid, is_revoked boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  return query select d.id, d.account_id, d.organisation_id, d.revoked_at is not null or a.state <> 'active'
    from device d join account a on a.id = d.account_id where d.token_hash = hash;
end $$;

-- Lost: its owner, whoever supervises where it is at home, or an administrator. Every session of the owner ends but the one
-- that asks, since one of them was on it.
create or replace function revoke_device(device uuid, asking uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare owner uuid; is_own_failure boolean;
begin
  update device d set revoked_at = now(), revoked_by = me_account()
  where d.id = revoke_device.device and d.revoked_at is null and me_kind() = 'account' and d.organisation_id = me_organisation()
    and (d.account_id = me_account() or d.site_id = any (me_supervised()) or me_administers())
  returning d.account_id, d.account_id = me_account() and d.last_seen_at is null and d.enrolled_at > now() - interval '10 minutes' into owner, is_own_failure;
  if owner is null then return false; end if;
  -- taken back by its owner minutes after it was made and before it held anything: making its copy failed, nothing is lost
  update session s set ended_at = now() where not is_own_failure and s.account_id = owner and s.ended_at is null and s.id is distinct from asking;
  return true;
end $$;

-- The device's receipt that it emptied itself, by its token or by its owner's session.
create or replace function note_wipe(device uuid, hash bytea) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare d device;
begin
  update device x set wiped_at = coalesce(x.wiped_at, now()), revoked_at = coalesce(x.revoked_at, now())
  where x.id = note_wipe.device and (x.token_hash = hash or (me_kind() = 'account' and x.account_id = me_account()))
  returning * into d;
  if d.id is null then return false; end if;
  insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome)
  values (d.organisation_id, me_kind(), me_account(), 'device.wipe', 'device', d.id, 'applied');
  return true;
end $$;

-- What a device held at most since it last confirmed: for its owner, whoever supervises where it is at home, and the officer
-- of data protection. An administrator is told nothing of cases. The asking leaves its line.
create or replace function held_by_device(wanted uuid) returns table (case_id uuid, code text, scope smallint, given_at timestamptz)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare d device;
begin
  select * into d from device x where x.id = wanted and me_kind() = 'account' and x.organisation_id = me_organisation()
    and (x.account_id = me_account() or x.site_id = any (me_supervised()) or 'data_protection_officer' = any (me_roles()));
  insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome, detail)
  values (me_organisation(), me_kind(), me_account(), 'read.device', 'device', wanted, case when d.id is null then 'absent' else 'read' end, '{"class": 2}');
  return query select u.case_id, c.code, max(u.scope), max(x.made_at)
    from device_record x, unnest(x.cases, x.scopes) as u (case_id, scope), case_file c
    where x.device_id = d.id and c.id = u.case_id
      and x.made_at >= coalesce((select max(y.made_at) from device_record y where y.device_id = d.id and y.confirmed_at is not null), '-infinity')
    group by u.case_id, c.code order by c.code;
end $$;

-- Whoever left has no device any more; what was taken away is told outside this database too (revocations.job.ts).
create or replace function remember_revocation() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if me_kind() = 'loader' and session_user not in ('ihala_app', 'ihala_worker') then return null; end if;
  if tg_table_name = 'device' then
    insert into revocation (kind, subject) values ('device', concat_ws(' ', new.id, new.account_id, encode(new.token_hash, 'hex')));
  elsif tg_table_name = 'account' then
    insert into revocation (kind, subject) values ('account', new.id::text);
    update device d set revoked_at = now(), revoked_by = me_account() where d.account_id = new.id and d.revoked_at is null;
  else
    insert into revocation (kind, subject) values ('team', concat_ws(' ', new.case_id, new.account_id));
  end if;
  return null;
end $$;
drop trigger if exists remembered on device;
create trigger remembered after update of revoked_at on device for each row
  when (old.revoked_at is null and new.revoked_at is not null) execute function remember_revocation();
drop trigger if exists remembered on account;
create trigger remembered after update of state on account for each row when (new.state <> 'active') execute function remember_revocation();
drop trigger if exists remembered on case_team;
create trigger remembered after update of until on case_team for each row
  when (old.until is null and new.until is not null) execute function remember_revocation();

do $$
declare f text;
begin
  foreach f in array array['require_touched_person()', 'remember_erased()', 'remember_revocation()', 'offline_vector(integer)', 'keep_offline(uuid, boolean)',
    'release_offline(uuid)', 'sync_plan(uuid, bytea, jsonb, integer)', 'keep_pull(uuid, bytea, jsonb, bytea, jsonb, uuid[], integer, jsonb, integer)',
    'device_of_token(bytea)', 'revoke_device(uuid, uuid)', 'note_wipe(uuid, bytea)', 'held_by_device(uuid)'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public, ihala_app', f);
  end loop;
  -- the vector is asked for through the plan, and for the size of the set
  foreach f in array array['offline_vector(integer)', 'keep_offline(uuid, boolean)', 'release_offline(uuid)', 'sync_plan(uuid, bytea, jsonb, integer)',
    'keep_pull(uuid, bytea, jsonb, bytea, jsonb, uuid[], integer, jsonb, integer)', 'device_of_token(bytea)', 'revoke_device(uuid, uuid)',
    'note_wipe(uuid, bytea)', 'held_by_device(uuid)'] loop
    execute format('grant execute on function %s to ihala_app', f);
  end loop;
end $$;
