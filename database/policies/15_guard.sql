-- Protected files, kept as the entries of their vault are: 07 says who sees a vault. What is sealed by a destroyed key goes.

grant select, insert on vault_file, vault_piece to ihala_app;
grant update (removed_at, removed_by, removal_reason) on vault_file to ihala_app;
create policy open_to_me on vault_file for select to ihala_app using (
  organisation_id = (select me_organisation()) and vault_id = any ((select my_vaults())::uuid[]));
create policy keep_one on vault_file for insert to ihala_app with check (
  organisation_id = (select me_organisation()) and account_id = (select me_account()) and removed_at is null
  and vault_id = any ((select my_vaults())::uuid[]) and belongs_to_vault(vault_id, case_id, kind));
create policy take_out on vault_file for update to ihala_app
  using (organisation_id = (select me_organisation()) and vault_id = any ((select my_vaults())::uuid[]) and removed_at is null)
  with check (removed_by = (select me_account()));
create policy of_file on vault_piece for select to ihala_app using (
  exists (select 1 from vault_file f where f.id = vault_piece.file_id and f.removed_at is null));
-- in the transaction of their file alone: what is kept never grows
create policy own_insert on vault_piece for insert to ihala_app with check (
  exists (select 1 from vault_file f where f.id = vault_piece.file_id and f.account_id = (select me_account()) and f.made_at = now()));
-- whoever sent the bytes says what they are, in the vault they were sealed for
create policy own_file on vault_entry as restrictive for insert to ihala_app with check (form <> 'file' or exists (
  select 1 from vault_file f where f.id = vault_entry.id and f.vault_id = vault_entry.vault_id and f.account_id = (select me_account()) and f.removed_at is null));

grant select, delete on vault_file, vault_piece to ihala_definer;
create policy functions on vault_file to ihala_definer using (true);
create policy functions on vault_piece to ihala_definer using (true);

-- A file that was taken out leaves its line; its pieces go at once, unless a lawyer holds the case (DP-75).
create or replace function vault_file_removed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select 1 from legal_hold h where h.case_id = new.case_id and h.lifted_at is null) then
    raise exception 'the case is held' using errcode = 'P0R04';
  end if;
  delete from vault_piece where file_id = new.id;
  return new;
end $$;

-- A destroyed key: its pieces open nowhere any more, and need no room.
create or replace function vault_pieces_go() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from vault_piece p using vault_file f where f.id = p.file_id and f.case_id = new.case_id and f.key_version = new.version;
  delete from vault_file f where f.case_id = new.case_id and f.key_version = new.version and not exists (select 1 from vault_entry e where e.id = f.id);
  return null;
end $$;

-- An entry that retention erased takes its file along.
create or replace function vault_file_goes() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from vault_file where id = old.id;
  return null;
end $$;

-- What nobody attached within a day, for the hourly job.
create or replace function forget_vault_files() returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare gone integer;
begin
  if session_user <> 'ihala_worker' then return 0; end if;
  delete from vault_file f where f.made_at < now() - interval '1 day' and not exists (select 1 from vault_entry e where e.id = f.id);
  get diagnostics gone = row_count;
  return gone;
end $$;

do $$
declare f text;
begin
  foreach f in array array['vault_file_removed()', 'vault_pieces_go()', 'vault_file_goes()', 'forget_vault_files()'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public, ihala_app', f);
  end loop;
end $$;
grant execute on function forget_vault_files() to ihala_worker;

drop trigger if exists removed on vault_file;
create trigger removed before update of removed_at on vault_file for each row
  when (old.removed_at is null and new.removed_at is not null) execute function vault_file_removed();
drop trigger if exists pieces_go on case_key;
create trigger pieces_go after update of wrapped on case_key for each row
  when (old.wrapped is not null and new.wrapped is null) execute function vault_pieces_go();
drop trigger if exists file_goes on vault_entry;
create trigger file_goes after delete on vault_entry for each row when (old.form = 'file') execute function vault_file_goes();

-- Keys grow old ---------------------------------------------------------------------------------------------------------
-- Once a year the organisation's key is made anew and the cases' keys are sealed by it (src/vault/key-rotation.job.ts). The
-- worker gets sealed keys and, as before, nothing that they open.
create or replace function organisations_with_old_keys(before timestamptz) returns setof uuid
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if session_user <> 'ihala_worker' then raise insufficient_privilege; end if;
  return query select o.organisation_id from organisation_key o group by 1 having max(o.made_at) < before order by 1;
end $$;

-- The present key of an organisation (case: null) and those of its cases; nobody makes another until the transaction ends.
create or replace function keys_to_rotate(wanted uuid) returns table (case_id uuid, version integer, wrapped bytea, master text)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  if session_user <> 'ihala_worker' then raise insufficient_privilege; end if;
  lock table organisation_key, case_key in share row exclusive mode;
  return query
    (select null::uuid, o.version, o.wrapped, o.master from organisation_key o where o.organisation_id = wanted order by o.version desc limit 1)
    union all select k.case_id, k.version, k.wrapped, null::text from case_key k where k.organisation_id = wanted and k.wrapped is not null;
end $$;

-- All or nothing: a case key that was left out would open by no key that is still there.
create or replace function keep_rotated_keys(wanted uuid, fresh integer, sealed bytea, by_master text, cases uuid[], versions integer[], wraps bytea[])
returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare changed integer;
begin
  if session_user <> 'ihala_worker' then raise insufficient_privilege; end if;
  if fresh is distinct from (select max(o.version) + 1 from organisation_key o where o.organisation_id = wanted) then return false; end if;
  update case_key k set wrapped = g.wrapped, organisation_version = fresh
  from unnest(cases, versions, wraps) g(case_id, version, wrapped)
  where k.case_id = g.case_id and k.version = g.version and k.organisation_id = wanted and k.wrapped is not null;
  get diagnostics changed = row_count;
  if changed <> (select count(*) from case_key k where k.organisation_id = wanted and k.wrapped is not null) then
    raise exception 'not every key of the organisation was sealed anew';
  end if;
  insert into organisation_key (organisation_id, version, wrapped, master) values (wanted, fresh, sealed, by_master);
  delete from organisation_key o where o.organisation_id = wanted and o.version < fresh;
  insert into audit_line (organisation_id, kind, act, root_kind, root_id, outcome, detail)
  values (wanted, 'worker', 'keys.rotate', 'organisation', wanted, 'applied', jsonb_build_object('version', fresh, 'cases', changed));
  return true;
end $$;

grant update, delete on organisation_key to ihala_definer;
do $$
declare f text;
begin
  foreach f in array array['organisations_with_old_keys(timestamptz)', 'keys_to_rotate(uuid)',
      'keep_rotated_keys(uuid, integer, bytea, text, uuid[], integer[], bytea[])'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public, ihala_app', f);
    execute format('grant execute on function %s to ihala_worker', f);
  end loop;
end $$;

-- Who is invited hears of it; minutes are agreed by each who sat down ------------------------------------------------------
grant update (minutes_answer, minutes_reason, minutes_answered_at, minutes_answered_by) on conference_seat to ihala_app;
grant select on conference_action to ihala_definer;
create policy functions on conference_action for select to ihala_definer using (true);

-- Everybody of the invited office who may take the seat. No case, no code, no service: the page shows what they may see.
create or replace function conference_invited() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into alert (id, organisation_id, account_id, site_id, kind, level, at)
  select gen_random_uuid(), new.invited_organisation_id, a.id, new.invited_site_id, 'conference.invite', 0, new.invited_at
  from account a join account_access e on e.account_id = a.id
  where a.organisation_id = new.invited_organisation_id and a.state = 'active' and new.invited_site_id = any (e.sites)
    and e.roles && array['provider_focal_point','case_supervisor','branch_manager','legal_adviser','rgc_officer'];
  return null;
end $$;

-- Minutes were laid before an organisation: whoever sits there for it reads them and answers.
create or replace function conference_minutes_laid() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into alert (id, organisation_id, account_id, site_id, kind, level, at)
  select gen_random_uuid(), s.invited_organisation_id, s.joined_by, s.invited_site_id, 'conference.write_minutes', 0, now()
  from conference_seat s where s.id = new.seat_id and s.joined_by is not null and s.ended_at is null;
  return null;
end $$;

-- The convenor answers for nobody, and takes answers away only by writing anew; whoever answers does so for themselves, on
-- minutes that lie before them, and once.
create or replace function guard_minutes_answer() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if me_kind() in ('loader', 'worker') then return new; end if;
  if me_organisation() = old.organisation_id then
    if new.minutes_answer is not null and new.minutes_answer is distinct from old.minutes_answer then raise insufficient_privilege; end if;
  elsif old.minutes_answer is not null or new.minutes_answered_by is distinct from me_account() or old.joined_by is distinct from me_account() then
    raise insufficient_privilege;
  elsif not exists (select 1 from conference_release r join conference f on f.id = r.conference_id
      where r.seat_id = new.id and r.minutes is not null and f.state = 'minutes_written') then
    raise exception 'no minutes lie before seat %', new.id using errcode = 'P0R05';
  end if;
  return new;
end $$;

-- An answer is told to whoever leads the case. When everybody who has the minutes and still sits there agreed, they are agreed.
create or replace function conference_minutes_answered() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.minutes_answer is not null and new.minutes_answer is distinct from old.minutes_answer then
    insert into alert (id, organisation_id, account_id, site_id, kind, level, case_id, at)
      select gen_random_uuid(), c.organisation_id, c.officer_id, c.site_id, 'conference.minutes_' || new.minutes_answer, 0, c.id, now()
      from conference f join case_file c on c.id = f.case_id where f.id = new.conference_id;
    insert into case_event (id, case_id, organisation_id, kind, at, happened_on, account_id, ref, detail)
      select gen_random_uuid(), f.case_id, f.organisation_id, 'conference.minutes_' || new.minutes_answer, now(), today_in_iraq(), null, f.id,
        jsonb_build_object('organisationId', new.invited_organisation_id)
      from conference f where f.id = new.conference_id;
  end if;
  update conference f set state = case when exists (select 1 from conference_action a where a.conference_id = f.id) then 'actions_tracked' else 'minutes_agreed' end
  where f.id = new.conference_id and f.state = 'minutes_written'
    and exists (select 1 from conference_seat s where s.conference_id = f.id and s.ended_at is null and s.minutes_answer = 'agreed')
    and not exists (select 1 from conference_seat s join conference_release r on r.seat_id = s.id
      where s.conference_id = f.id and s.ended_at is null and r.minutes is not null and s.minutes_answer is distinct from 'agreed');
  return null;
end $$;

do $$
declare f text;
begin
  foreach f in array array['conference_invited()', 'conference_minutes_laid()', 'guard_minutes_answer()', 'conference_minutes_answered()'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public, ihala_app', f);
  end loop;
end $$;
drop trigger if exists invited on conference_seat;
create trigger invited after insert on conference_seat for each row when (new.invited_at is not null) execute function conference_invited();
drop trigger if exists minutes_laid on conference_release;
create trigger minutes_laid after update of minutes on conference_release for each row
  when (new.minutes is not null and new.minutes is distinct from old.minutes) execute function conference_minutes_laid();
drop trigger if exists a_guard_minutes on conference_seat;
create trigger a_guard_minutes before update of minutes_answer, minutes_reason, minutes_answered_at, minutes_answered_by on conference_seat
  for each row when (pg_trigger_depth() = 0) execute function guard_minutes_answer();
drop trigger if exists minutes_answered on conference_seat;
create trigger minutes_answered after update of minutes_answer, ended_at on conference_seat for each row
  when (new.minutes_answer is distinct from old.minutes_answer or new.ended_at is distinct from old.ended_at) execute function conference_minutes_answered();
