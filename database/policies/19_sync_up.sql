-- What devices write: marks of who wrote a field last, decisions that wait, commands that could not be done.

-- Who writes, as a mark keeps it. A command of a device says its own clock and number (take_turn); anything else is now.
create or replace function mark_of_writer(within uuid) returns jsonb language plpgsql stable as $$
declare sent jsonb := nullif(current_setting('ihala.from', true), '')::jsonb;
begin
  return coalesce(sent, jsonb_build_object('ms', floor(extract(epoch from now()) * 1000), 'c', 0))
    || jsonb_build_object('r', me_rev(), 'a', me_account(), 'k', within);
end $$;

-- Only columns that two people can write at once; an update that names none of them does not come here.
do $$
declare marked record; body text; c text;
begin
  for marked in select * from (values
    ('person', array['name_parts', 'code_name', 'sex', 'birth_date', 'birth_precision', 'birth_year', 'language', 'interpreter_needed',
      'contact_safety', 'chosen_word_hash', 'place_code'], 'me_touched()'),
    ('case_file', array['state', 'urgency', 'pending', 'status_category', 'age_band', 'opened_on', 'returned_from_abroad', 'conflict_displaced',
      'documents_held', 'next_contact_at'], 'new.id'),
    ('need', array['severity', 'priority', 'state'], 'new.case_id'),
    ('case_fact', array['household_types', 'avoid', 'health_summary'], 'new.case_id'),
    ('task', array['done_at'], 'new.case_id')) as x (name, columns, within)
  loop
    body := '';
    foreach c in array marked.columns loop
      body := body || format(
        'if new.%1$I is distinct from old.%1$I then w := coalesce(w, mark_of_writer(%2$s)); new.marks := coalesce(new.marks, ''{}'') || jsonb_build_object(%1$L, w); end if; ',
        c, marked.within);
    end loop;
    execute format('create or replace function mark_%s() returns trigger language plpgsql as $f$ declare w jsonb; begin if me_rev() is not null then %s end if; return new; end $f$',
      marked.name, body);
    execute format('drop trigger if exists marked on %I', marked.name);
    execute format('create trigger marked before update of %s on %I for each row execute function mark_%s()',
      array_to_string(marked.columns, ', '), marked.name, marked.name);
  end loop;
end $$;
-- facts begin empty, so whoever writes them first has written them
create or replace function mark_first_facts() returns trigger language plpgsql as $$
begin
  if me_rev() is not null then
    select jsonb_object_agg(key, mark_of_writer(new.case_id)) into new.marks
    from jsonb_each(to_jsonb(new)) where key in ('household_types', 'avoid', 'health_summary') and value not in ('null', '{}');
  end if;
  return new;
end $$;
drop trigger if exists first_marked on case_fact;
create trigger first_marked before insert on case_fact for each row execute function mark_first_facts();

-- A device's turn: locks its row, so that of two deliveries at once one waits, and raises its number in the same
-- transaction as what the command does. 'gap': a number before it has not come that the device did not name as missing;
-- nothing is kept. A lower number that comes later is done like any other: what was done before is in the ledger by its id.
create or replace function take_turn(wanted uuid, number bigint, skipped bigint[], ms bigint, counter integer, out verdict text, out last bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare d record;
begin
  select x.last_n, x.revoked_at into d from device x
  where x.id = wanted and me_kind() = 'account' and x.account_id = me_account() for update;
  if not found then verdict := 'unknown'; return; end if;
  last := d.last_n;
  if number - d.last_n - 1 > cardinality(skipped)
    or exists (select from generate_series(d.last_n + 1, number - 1) missing where missing <> all (skipped)) then
    verdict := 'gap'; return;
  end if;
  if number > d.last_n then update device set last_n = number where id = wanted; end if;
  perform set_config('ihala.from', jsonb_build_object('d', wanted, 'n', number, 'ms', ms, 'c', counter)::text, true);
  verdict := case when d.revoked_at is null then 'taken' else 'revoked' end;
end $$;

-- The device that hands in what was sealed while it was locked: it may be revoked, its owner gone or without a role by
-- now; then it is nobody who may do anything, and what it hands in is kept.
create or replace function sign_on_device(wanted uuid, hash bytea, out session_id uuid, out account_id uuid, out organisation_id uuid,
  out display_name text, out login text, out locale text, out roles text[], out sites uuid[], out supervised uuid[], out must_change_password boolean,
  out stands_in_for uuid[], out locked boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare works boolean; meets boolean;
begin
  if me_kind() <> 'visitor' then return; end if;
  select d.id, a.id, a.organisation_id, a.display_name, a.login, a.locale, false,
    a.state = 'active' and o.state in ('active', 'paused') and d.revoked_at is null, meets_people(o.unit_kind)
  into sign_on_device.session_id, sign_on_device.account_id, sign_on_device.organisation_id, sign_on_device.display_name, sign_on_device.login,
    sign_on_device.locale, sign_on_device.must_change_password, works, meets
  from device d join account a on a.id = d.account_id join organisation o on o.id = a.organisation_id
  where d.id = wanted and d.token_hash = sign_on_device.hash;
  if not found then return; end if;
  sign_on_device.roles := '{}'; sign_on_device.sites := '{}'; sign_on_device.supervised := '{}'; sign_on_device.stands_in_for := '{}';
  sign_on_device.locked := false;
  if works then
    select coalesce(m.roles, '{}'), coalesce(m.sites, '{}'), coalesce(m.supervised, '{}')
    into sign_on_device.roles, sign_on_device.sites, sign_on_device.supervised
    from account_access m where m.account_id = sign_on_device.account_id;
    sign_on_device.roles := coalesce(sign_on_device.roles, '{}'); sign_on_device.sites := coalesce(sign_on_device.sites, '{}');
    sign_on_device.supervised := coalesce(sign_on_device.supervised, '{}');
  end if;
  perform set_config('ihala.kind', 'account', true), set_config('ihala.account', sign_on_device.account_id::text, true),
    set_config('ihala.organisation', sign_on_device.organisation_id::text, true), set_config('ihala.roles', sign_on_device.roles::text, true),
    set_config('ihala.sites', sign_on_device.sites::text, true), set_config('ihala.supervised', sign_on_device.supervised::text, true),
    set_config('ihala.meets_people', meets::text, true);
end $$;

-- Held commands: kept for their author and whoever supervises the office of the case, or of the device. What would be
-- protected (`private`) is for its author alone. What rests on something held goes with it.
drop function if exists hold_command(uuid, uuid, bigint, text, text, uuid, uuid[], uuid[], text, jsonb, bigint, integer, timestamptz, text, bytea, bytea, boolean);
create or replace function hold_command(command uuid, of_device uuid, number bigint, action text, root_kind text, root_id uuid, would_make uuid[], speaks_of uuid[],
  why text, codes jsonb, seen_rev bigint, of_version integer, written timestamptz, by_master text, sealed_key bytea, sealed bytea, private boolean,
  remind timestamptz, due timestamptz)
returns uuid language plpgsql security definer set search_path = public, pg_temp as $$
declare on_case uuid; of_group uuid; place uuid;
begin
  if me_kind() <> 'account' or not exists (select 1 from device d where d.id = of_device and d.account_id = me_account()) then return null; end if;
  on_case := case root_kind when 'case' then root_id when 'new_case' then root_id
    when 'need' then (select x.case_id from need x where x.id = root_id and x.organisation_id = me_organisation())
    when 'consent' then (select x.case_id from consent x where x.id = root_id and x.organisation_id = me_organisation())
    when 'task' then (select x.case_id from task x where x.id = root_id and x.organisation_id = me_organisation())
    when 'referral' then (select x.case_id from referral_origin x where x.referral_id = root_id and x.organisation_id = me_organisation()) end;
  select h.group_id into of_group from held_command h
  where h.account_id = me_account() and h.state = 'held' and h.makes && speaks_of order by h.n limit 1;
  on_case := coalesce(on_case, (select h.case_id from held_command h where h.id = of_group));
  if not private then
    place := coalesce((select c.site_id from case_file c where c.id = on_case and c.organisation_id = me_organisation()),
      (select d.site_id from device d where d.id = of_device),
      (select r.site_id from account_role r where r.account_id = me_account() and r.site_id is not null order by r.site_id limit 1));
  end if;
  insert into held_command (id, organisation_id, site_id, account_id, device_id, n, name, case_id, makes, group_id, reason, details, seen, version, written_at,
    master, wrapped, ciphertext, remind_at, due_at)
  values (command, me_organisation(), place, me_account(), of_device, number, action, on_case, would_make, coalesce(of_group, command), why, codes, seen_rev, of_version,
    written, by_master, sealed_key, sealed, remind, due);
  -- once for a group: the office hears that something waits, never what
  if of_group is null and place is not null then
    insert into alert (id, organisation_id, site_id, kind, level, at) values (gen_random_uuid(), me_organisation(), place, 'sync.held', 0, now());
  end if;
  return coalesce(of_group, command);
end $$;

-- Done after all by another command of the same action, or set aside with a reason; by its author or the supervisor.
create or replace function settle_held(wanted uuid, action text, by_command uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update held_command h set state = 'done', settled_at = now(), settled_by = me_account(), done_by_id = by_command
  where h.id = wanted and h.state = 'held' and h.name = action and me_kind() = 'account' and h.organisation_id = me_organisation()
    and (h.account_id = me_account() or h.site_id = any (me_supervised()));
  return found;
end $$;
create or replace function set_aside_held(wanted uuid, why text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  -- the first of a group takes the others along: without it they mean nothing
  update held_command h set state = 'set_aside', settled_at = now(), settled_by = me_account(), set_aside_reason = why
  where (h.id = wanted or h.group_id = wanted) and h.state = 'held' and me_kind() = 'account' and h.organisation_id = me_organisation()
    and (h.account_id = me_account() or h.site_id = any (me_supervised()));
  return found;
end $$;

grant select on held_command to ihala_app;
create policy concerned on held_command for select to ihala_app using (
  (select me_kind()) = 'account' and organisation_id = (select me_organisation())
  and (account_id = (select me_account()) or site_id = any ((select me_supervised())::uuid[])));
grant select, insert, update on held_command to ihala_definer;
create policy functions on held_command to ihala_definer using (true) with check (true);
grant update (last_n) on device to ihala_definer;
create policy turn on device for update to ihala_definer using (true) with check (true);

-- Decisions: the sight of the case; decided within it.
grant select, insert, update on conflict to ihala_app;
create policy related on conflict for select to ihala_app using (
  organisation_id = me_organisation() and (case_id = me_case() or sees_case(case_id)));
create policy work on conflict for insert to ihala_app with check (
  case_id = me_case() and organisation_id = me_organisation() and me_works_cases());
create policy change on conflict for update to ihala_app using (
  case_id = me_case() and organisation_id = me_organisation() and me_works_cases());
drop trigger if exists touched on conflict;
create trigger touched before insert or update of decided_at on conflict for each row execute function require_touched_case();
-- the sweep knows when something is due and of which case, not what
grant select (id, case_id, organisation_id, due_at, noticed_at, decided_at), update (noticed_at) on conflict to ihala_worker;
create policy jobs on conflict to ihala_worker using (true) with check (true);
-- what was about no case, and settled long ago, loses its content unread; the rest goes with its case
grant select (id, case_id, state, settled_at, wrapped), update (wrapped, ciphertext) on held_command to ihala_worker;
create policy jobs on held_command to ihala_worker using (state <> 'held' and case_id is null) with check (wrapped is null);
-- What retention erases; held commands of a case go with its words.
grant select, update on conflict to ihala_definer;
-- who looked at a case tells of its decisions, too (09)
create policy reading on conflict for select to ihala_definer using (true);
create policy retention on conflict to ihala_definer using (session_user = 'ihala_worker') with check (true);

do $$
declare f text;
begin
  foreach f in array array['take_turn(uuid, bigint, bigint[], bigint, integer)', 'sign_on_device(uuid, bytea)', 'settle_held(uuid, text, uuid)', 'set_aside_held(uuid, text)',
    'hold_command(uuid, uuid, bigint, text, text, uuid, uuid[], uuid[], text, jsonb, bigint, integer, timestamptz, text, bytea, bytea, boolean, timestamptz, timestamptz)'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to ihala_app', f);
  end loop;
end $$;
