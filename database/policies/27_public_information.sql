-- Public information: everybody reads what is published; keepers of public organisations write, and another one of them
-- approves. What a version says is never changed: the app may update its state and who decided, and nothing else.

-- Who keeps it: the directory's editors and branch managers of an active state organisation.
create or replace function keeps_information() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select me_kind() = 'account' and me_roles() && array['directory_editor', 'branch_manager']
    and exists (select 1 from organisation o where o.id = me_organisation() and o.family = 'state' and o.state = 'active') $$;
alter function keeps_information() owner to ihala_definer;
revoke all on function keeps_information() from public;
grant execute on function keeps_information() to ihala_app;

grant select, insert on information to ihala_app;
grant select on information to ihala_worker;
grant update (state, decided_by, decided_at, remark, ended_by, ended_at) on information to ihala_app;
create policy published on information for select to ihala_app, ihala_worker using (state = 'published');
create policy keepers on information for select to ihala_app using ((select keeps_information()));
create policy write on information for insert to ihala_app with check (
  organisation_id = (select me_organisation()) and written_by = (select me_account()) and state = 'waiting'
  and decided_by is null and ended_by is null and (select keeps_information()));
-- what is published has been read by somebody who did not write it, or came with Ihala
create policy decide on information for update to ihala_app using ((select keeps_information())) with check (
  (state <> 'published' or (decided_by = (select me_account()) and decided_by is distinct from written_by))
  and (select keeps_information()));
