-- Facts of a case: its own people and nobody else's. Who is on the team: written by functions, since case_team must not
-- look at case_file, which looks at it.

grant select, insert, update on case_fact to ihala_app;
create policy related on case_fact for select to ihala_app using (
  organisation_id = me_organisation() and (case_id = me_case() or sees_case(case_id)));
create policy work on case_fact for insert to ihala_app with check (
  case_id = me_case() and organisation_id = me_organisation() and me_works_cases());
create policy change on case_fact for update to ihala_app using (
  case_id = me_case() and organisation_id = me_organisation() and me_works_cases());
drop trigger if exists touched on case_fact;
create trigger touched before insert or update on case_fact for each row execute function require_touched_case();

-- Whoever leads the case or supervises its site says who helps on it: an active account of the same organisation.
create or replace function add_to_team(wanted uuid, helper uuid, as_relation text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from case_file c where c.id = wanted and c.organisation_id = me_organisation() and me_kind() = 'account'
      and c.closed_at is null and c.officer_id <> helper and (c.officer_id = me_account() or c.site_id = any (me_supervised()) or c.officer_id = any (me_stands_in_for()))) then return false; end if;
  if not exists (select 1 from account a where a.id = helper and a.organisation_id = me_organisation() and a.state = 'active') then return false; end if;
  insert into case_team (case_id, account_id, organisation_id, relation, since) values (wanted, helper, me_organisation(), as_relation, now())
  on conflict (case_id, account_id) do update set relation = excluded.relation, since = case when case_team.until is null then case_team.since else excluded.since end, until = null;
  return true;
end $$;

create or replace function remove_from_team(wanted uuid, helper uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from case_file c where c.id = wanted and c.organisation_id = me_organisation() and me_kind() = 'account'
      and (c.officer_id = me_account() or c.site_id = any (me_supervised()) or c.officer_id = any (me_stands_in_for()))) then return false; end if;
  update case_team set until = now() where case_id = wanted and account_id = helper and until is null;
  return found;
end $$;

-- For those who see the case: who else does.
create or replace function team_of(wanted uuid) returns table (account_id uuid, display_name text, relation text, since timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select t.account_id, a.display_name, t.relation, t.since from case_team t join account a on a.id = t.account_id
  where t.case_id = wanted and t.until is null and exists (select 1 from case_file c
    where c.id = wanted and c.organisation_id = me_organisation() and me_kind() = 'account' and relates_to(c.officer_id, c.site_id, c.id))
  order by t.since, t.account_id $$;

do $$
declare f text;
begin
  foreach f in array array['add_to_team(uuid, uuid, text)', 'remove_from_team(uuid, uuid)', 'team_of(uuid)'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to ihala_app', f);
  end loop;
end $$;
