-- What devices got later (docs/decisions/048): the clock of what is held, and the longer lease.

-- The clock of what is held: first its author is told again, then whoever supervises the office. Once for a group each
-- time; marked and told in one transaction. Run by the worker, who sees nothing of it.
create or replace function sweep_held(moment timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if session_user <> 'ihala_worker' then return; end if;
  with due as (update held_command h set reminded_at = moment
      where h.state = 'held' and h.reminded_at is null and h.remind_at <= moment returning h.group_id, h.organisation_id, h.account_id)
  insert into alert (id, organisation_id, account_id, kind, level, at)
  select distinct on (d.group_id) gen_random_uuid(), d.organisation_id, d.account_id, 'sync.held_waits', 50, moment from due d;
  with late as (update held_command h set noticed_at = moment
      where h.state = 'held' and h.noticed_at is null and h.due_at <= moment returning h.group_id, h.organisation_id, h.account_id, h.site_id)
  insert into alert (id, organisation_id, account_id, site_id, kind, level, at)
  select distinct on (l.group_id) gen_random_uuid(), l.organisation_id, case when l.site_id is null then l.account_id end, l.site_id, 'sync.held_late', 100, moment
  from late l;
end $$;

-- A longer lease: asked for by the owner of a device that counts, given by whoever supervises where it is at home and does
-- not own it, taken back by either. Two weeks from now at the most. The asking and the word are told once.
create or replace function ask_longer(device uuid, until timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare d device;
begin
  update device x set longer_asked_until = least(ask_longer.until, now() + interval '14 days')
  where x.id = ask_longer.device and x.account_id = me_account() and me_kind() = 'account' and x.revoked_at is null and x.site_id is not null
    and ask_longer.until > now()
  returning * into d;
  if d.id is null then return false; end if;
  insert into alert (id, organisation_id, site_id, kind, level, subject_account_id, at)
  values (gen_random_uuid(), d.organisation_id, d.site_id, 'device.longer_asked', 0, d.account_id, now());
  return true;
end $$;
create or replace function allow_longer(device uuid, until timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare d device;
begin
  update device x set longer_until = least(allow_longer.until, now() + interval '14 days'), longer_by = me_account(), longer_asked_until = null
  where x.id = allow_longer.device and me_kind() = 'account' and x.organisation_id = me_organisation() and x.revoked_at is null
    and x.account_id <> me_account() and x.site_id = any (me_supervised())
    and allow_longer.until > now()
  returning * into d;
  if d.id is null then return false; end if;
  insert into alert (id, organisation_id, account_id, kind, level, at)
  values (gen_random_uuid(), d.organisation_id, d.account_id, 'device.longer_allowed', 0, now());
  return true;
end $$;
create or replace function end_longer(device uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare d device;
begin
  update device x set longer_until = null, longer_by = null, longer_asked_until = null
  where x.id = end_longer.device and me_kind() = 'account' and x.organisation_id = me_organisation()
    and (x.longer_until is not null or x.longer_asked_until is not null)
    and (x.account_id = me_account() or x.site_id = any (me_supervised()))
  returning * into d;
  if d.id is null then return false; end if;
  if d.account_id <> me_account() then
    insert into alert (id, organisation_id, account_id, kind, level, at)
    values (gen_random_uuid(), d.organisation_id, d.account_id, 'device.longer_ended', 0, now());
  end if;
  return true;
end $$;

do $$
declare f text;
begin
  foreach f in array array['sweep_held(timestamptz)', 'ask_longer(uuid, timestamptz)', 'allow_longer(uuid, timestamptz)', 'end_longer(uuid)'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public', f);
  end loop;
  grant execute on function sweep_held(timestamptz) to ihala_worker;
  foreach f in array array['ask_longer(uuid, timestamptz)', 'allow_longer(uuid, timestamptz)', 'end_longer(uuid)'] loop
    execute format('grant execute on function %s to ihala_app', f);
  end loop;
end $$;
