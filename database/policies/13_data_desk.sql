-- The data protection desk. Whoever meets people puts something in and never sees it again; the officer of data
-- protection of the same organisation sees requests, demands and breaches; the officer for complaints sees complaints.

create or replace function me_protects() returns boolean language sql stable as
  $$ select me_kind() = 'account' and 'data_protection_officer' = any (me_roles()) $$;
create or replace function me_hears_complaints() returns boolean language sql stable as
  $$ select me_kind() = 'account' and 'complaints_officer' = any (me_roles()) $$;

grant select on data_request, legal_request, breach to ihala_app;
grant insert (id, organisation_id, case_id, case_code, kind, channel, said, reach, asked_on, recorded_at, recorded_by, acknowledge_due_at, answer_due_at)
  on data_request to ihala_app;
-- what was answered or closed stays as it is: `using` asks the row as it was
grant update (acknowledged_at, acknowledged_by, answered_at, answered_by, outcome, answer) on data_request to ihala_app;
-- a case is named only by somebody who sees it; the officer of data protection writes its code from the paper
create policy put_in on data_request for insert to ihala_app with check (
  organisation_id = (select me_organisation()) and recorded_by = (select me_account()) and ((select me_works_cases()) or (select me_protects()))
  and (case_id is null or exists (select 1 from case_file c where c.id = data_request.case_id)));
create policy officer on data_request for select to ihala_app using (organisation_id = (select me_organisation()) and (select me_protects()));
create policy answer on data_request for update to ihala_app using (
  organisation_id = (select me_organisation()) and (select me_protects()) and answered_at is null)
  with check (organisation_id = (select me_organisation()));

grant insert (id, organisation_id, authority, authority_name, letter, received_on, asks, recorded_at, recorded_by, answer_due_at)
  on legal_request to ihala_app;
grant update (answered_at, answered_by, outcome, lawyer, given, person_told) on legal_request to ihala_app;
create policy put_in on legal_request for insert to ihala_app with check (
  organisation_id = (select me_organisation()) and recorded_by = (select me_account()) and (select me_protects()));
create policy officer on legal_request for select to ihala_app using (organisation_id = (select me_organisation()) and (select me_protects()));
create policy answer on legal_request for update to ihala_app using (
  organisation_id = (select me_organisation()) and (select me_protects()) and answered_at is null)
  with check (organisation_id = (select me_organisation()));

grant insert (id, organisation_id, kind, found_at, what, people, recorded_at, recorded_by, officer_due_at, risk_due_at, told_due_at)
  on breach to ihala_app;
grant update (people, taken_at, taken_by, contained_at, contained_how, risk_at, risk, risk_view, told_at, told, told_how, closed_at, lessons)
  on breach to ihala_app;
create policy put_in on breach for insert to ihala_app with check (
  organisation_id = (select me_organisation()) and recorded_by = (select me_account()) and (select me_kind()) = 'account');
create policy officer on breach for select to ihala_app using (organisation_id = (select me_organisation()) and (select me_protects()));
create policy work on breach for update to ihala_app using (
  organisation_id = (select me_organisation()) and (select me_protects()) and closed_at is null)
  with check (organisation_id = (select me_organisation()));

grant select on complaint, complaint_step to ihala_app;
grant insert (id, organisation_id, kind, channel, is_anonymous, received_at, recorded_by, against_account_id, acknowledge_due_at, answer_due_at, master, wrapped,
  ciphertext, moved_at) on complaint to ihala_app;
grant update (state, outcome, moved_at, acknowledged_at, decided_at, closed_at) on complaint to ihala_app;
grant insert on complaint_step to ihala_app;
create policy put_in on complaint for insert to ihala_app with check (
  organisation_id = (select me_organisation()) and recorded_by = (select me_account()) and (select me_kind()) = 'account');
create policy officer on complaint for select to ihala_app using (
  organisation_id = (select me_organisation()) and (select me_hears_complaints()) and against_account_id is distinct from (select me_account()));
create policy work on complaint for update to ihala_app using (
  organisation_id = (select me_organisation()) and (select me_hears_complaints()) and against_account_id is distinct from (select me_account())
  and closed_at is null)
  with check (organisation_id = (select me_organisation()));
create policy officer on complaint_step for select to ihala_app using (
  organisation_id = (select me_organisation()) and exists (select 1 from complaint c where c.id = complaint_step.complaint_id));
create policy work on complaint_step for insert to ihala_app with check (
  organisation_id = (select me_organisation()) and account_id = (select me_account()) and (select me_hears_complaints())
  and exists (select 1 from complaint c where c.id = complaint_step.complaint_id));

-- Somebody can hear it: not the one it is about. Asked before a complaint is taken, so that none is taken that nobody reads.
create or replace function complaint_is_heard(against uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from account a join account_role r on r.account_id = a.id where a.organisation_id = me_organisation() and me_kind() = 'account'
    and a.state = 'active' and r.role = 'complaints_officer' and a.id is distinct from against) $$;

-- Whoever must act is told at once, in words that say nothing of what it is about.
create or replace function tell_desk() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into alert (id, organisation_id, account_id, kind, level, at)
  select gen_random_uuid(), new.organisation_id, a.id, 'desk.' || tg_table_name, 100, now() from account a
  where a.organisation_id = new.organisation_id and a.state = 'active' and a.id <> me_account()
    and (tg_table_name <> 'complaint' or a.id is distinct from (to_jsonb(new)->>'against_account_id')::uuid)
    and exists (select 1 from account_role r where r.account_id = a.id
      and r.role = case when tg_table_name = 'complaint' then 'complaints_officer' else 'data_protection_officer' end);
  return null;
end $$;

-- The figure that is published (DP-52): how many demands came in a year, and after how many anything was given.
create or replace function legal_requests_by_year() returns table (year integer, received integer, given integer)
language sql stable security definer set search_path = public, pg_temp as $$
  select extract(year from l.received_on)::integer, count(*)::integer, (count(*) filter (where l.outcome = 'minimum_given'))::integer
  from legal_request l where l.outcome is distinct from 'taken_back' group by 1 order by 1 desc $$;
grant select on legal_request to ihala_definer;
create policy figures on legal_request for select to ihala_definer using (true);

do $$
declare f text; t text;
begin
  foreach f in array array['complaint_is_heard(uuid)', 'tell_desk()', 'legal_requests_by_year()'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public', f);
  end loop;
  grant execute on function complaint_is_heard(uuid), legal_requests_by_year() to ihala_app;
  foreach t in array array['data_request', 'breach', 'complaint'] loop
    execute format('drop trigger if exists told on %I', t);
    execute format('create trigger told after insert on %I for each row execute function tell_desk()', t);
  end loop;
end $$;
