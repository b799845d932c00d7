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
  where a.organisation_id = new.organisation_id and a.state = 'active' and a.id is distinct from me_account()
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

-- Retention ---------------------------------------------------------------------------------------------------------
grant select on legal_hold, retention_list, retention_item to ihala_app;
grant update (lifted_at, lifted_by) on legal_hold to ihala_app;
grant update (approved_at, approved_by) on retention_list to ihala_app;
create policy officer on legal_hold for select to ihala_app using (organisation_id = (select me_organisation()) and (select me_protects()));
create policy lift on legal_hold for update to ihala_app using (
  organisation_id = (select me_organisation()) and (select me_protects()) and lifted_at is null)
  with check (organisation_id = (select me_organisation()) and lifted_by = (select me_account()));
create policy officer on retention_list for select to ihala_app using (organisation_id = (select me_organisation()) and (select me_protects()));
create policy sign on retention_list for update to ihala_app using (
  organisation_id = (select me_organisation()) and (select me_protects()) and approved_at is null)
  with check (organisation_id = (select me_organisation()) and approved_by = (select me_account()));
create policy officer on retention_item for select to ihala_app using (organisation_id = (select me_organisation()) and (select me_protects()));

grant select, insert, update on legal_hold, retention_list, retention_item to ihala_definer;
create policy functions on legal_hold to ihala_definer using (true) with check (true);
create policy functions on retention_list to ihala_definer using (true) with check (true);
create policy functions on retention_item to ihala_definer using (true) with check (true);

-- By the code on paper: the officer of data protection sees no case. The answer is the same for a case that is held already.
create or replace function place_hold(hold uuid, wanted_code text, why text, with_lawyer text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare wanted uuid;
begin
  if not me_protects() then return false; end if;
  select c.id into wanted from case_file c where c.code = wanted_code and c.organisation_id = me_organisation();
  if wanted is null then return false; end if;
  insert into legal_hold (id, organisation_id, case_id, case_code, reason, lawyer, placed_at, placed_by)
  values (hold, me_organisation(), wanted, wanted_code, why, with_lawyer, now(), me_account())
  on conflict (case_id) where lifted_at is null do nothing;
  return true;
end $$;

-- How long a closed case stays, from the terms of its programme (programmes/*/retention.json): the longest of what applies
-- to it. A case is a child's when who it is about was a child, or when a child of the household had a need of their own;
-- the youngest that the day, the year or the age band allows counts. Null: it is no child's. These four are asked by the job's
-- functions below; asked by anybody else they see what that somebody sees.
create or replace function child_until(c case_file, terms jsonb) returns timestamptz
language sql stable as $$
  select max(born) + make_interval(years => (terms->>'childUntilAge')::integer) from (
    select case when p.birth_precision = 'day' then p.birth_date::timestamptz
      when p.birth_year is not null then make_date(p.birth_year, 12, 31)::timestamptz
      else c.opened_on - make_interval(years => (terms->'youngest'->>c.age_band)::integer) end as born, c.opened_on as on_day
    from person p where p.id = c.person_id
    union all
    select m.added_at - make_interval(years => (terms->'youngest'->>m.age_band)::integer), m.added_at::date
    from case_member m where m.case_id = c.id and exists (select 1 from need n where n.member_id = m.id)) one
  where born > on_day - interval '18 years' $$;

create or replace function is_legal_file(c case_file, terms jsonb) returns boolean
language sql stable as $$
  select exists (select 1 from need n where n.case_id = c.id and terms->'legalSectors' ? split_part(n.service, '.', 1)) $$;

-- When a case last moved, if it never came to anything: heard, and then neither assessed, referred nor protected.
create or replace function idle_since(c case_file, terms jsonb) returns timestamptz
language sql stable as $$
  select coalesce((select max(e.at) from case_event e where e.case_id = c.id), c.entered_at)
  where c.closed_at is null and terms->'neverBegan'->'states' ? c.state
    and not exists (select 1 from referral_origin o where o.case_id = c.id) and not exists (select 1 from vault v where v.case_id = c.id) $$;

-- What could be listed of a case today, and since when its time runs.
create or replace function retention_due(c case_file, terms jsonb) returns table (rule text, since timestamptz, until timestamptz)
language sql stable as $$
  select case when r.rule = 'protected' then 'protected' when legal.until > greatest(base.until, child.until) then 'legal_file'
      when child.until > base.until then 'child_case' else 'closed_case' end,
    c.closed_at, greatest(base.until, child.until, legal.until)
  from (values ('closed_case', 'closedCase'), ('protected', 'protected')) r (rule, term),
    lateral (select c.closed_at + make_interval(months => (terms->'monthsAfterClosing'->>r.term)::integer) as until) base,
    lateral (select child_until(c, terms) as until) child,
    lateral (select case when is_legal_file(c, terms)
      then c.closed_at + make_interval(months => (terms->'monthsAfterClosing'->>'legalFile')::integer) end as until) legal
  where c.closed_at is not null
  union all
  select 'never_began', idle_since(c, terms), idle_since(c, terms) + make_interval(months => (terms->'neverBegan'->>'months')::integer)
  where c.closed_at is null $$;

-- One list for each organisation that has none waiting: its cases of a programme whose time is over, are not held, and were
-- not treated since. What is protected is asked of every case, so that the list does not tell which have something.
drop function if exists propose_retention(text, integer, integer);
create or replace function propose_retention(terms jsonb) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare o record; list uuid; made integer := 0; listed integer;
begin
  if session_user <> 'ihala_worker' then raise insufficient_privilege; end if;
  for o in select g.id from organisation g where not exists (select 1 from retention_list l where l.organisation_id = g.id and l.done_at is null) loop
    list := gen_random_uuid();
    insert into retention_list (id, organisation_id, made_at) values (list, o.id, now());
    insert into retention_item (list_id, organisation_id, case_id, case_code, rule, closed_at)
    select list, o.id, c.id, c.code, r.rule, r.since
    from case_file c cross join lateral retention_due(c, terms) r
    where c.organisation_id = o.id and c.programme = terms->>'programme' and r.until < now()
      and not exists (select 1 from legal_hold h where h.case_id = c.id and h.lifted_at is null)
      and not exists (select 1 from retention_item i where i.case_id = c.id and i.outcome = 'erased' and i.done_at >= c.closed_at
        and (i.rule <> 'protected' or r.rule = 'protected'))
    order by r.since, c.id, r.rule limit 1000;
    get diagnostics listed = row_count;
    if listed = 0 then
      delete from retention_list l where l.id = list;
    else
      made := made + 1;
      insert into alert (id, organisation_id, account_id, kind, level, at)
      select gen_random_uuid(), o.id, a.id, 'desk.retention', 0, now() from account a
      where a.organisation_id = o.id and a.state = 'active'
        and exists (select 1 from account_role r where r.account_id = a.id and r.role = 'data_protection_officer');
      -- whoever leads a case that never began can still go on with it, which takes it off
      insert into alert (id, organisation_id, account_id, kind, level, case_id, at)
      select gen_random_uuid(), o.id, c.officer_id, 'case.idle_listed', 0, c.id, now()
      from retention_item i join case_file c on c.id = i.case_id where i.list_id = list and i.rule = 'never_began';
    end if;
  end loop;
  return made;
end $$;

-- What tells who somebody is goes; codes, days and the story without its words stay for the figures. Consents, their
-- withdrawals and the audit stay as they are: they hold no content.
create or replace function erase_case(wanted uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare f record;
begin
  if session_user <> 'ihala_worker' then raise insufficient_privilege; end if;
  update case_file c set rev = c.rev + 1, display_name = c.code, remaining_needs = null, pending = null, place_code = null
  where c.id = wanted returning c.id, c.rev, c.person_id into f;
  perform set_config('ihala.touched', f.id::text, true), set_config('ihala.rev', f.rev::text, true);
  -- a person who came back later keeps their name for the case that is still needed
  update person p set name_parts = '{}', code_name = null, display_name = p.code, birth_date = null, birth_year = null, birth_precision = 'unknown',
    contact_safety = '{"mode": "no_contact"}', chosen_word_hash = null, place_code = null, governorate = null, search_keys = '{}'
  where p.id = f.person_id and not exists (select 1 from case_file c where c.person_id = p.id and c.id <> wanted and c.display_name <> c.code);
  update case_member set name_parts = '{}', display_name = '' where case_id = wanted;
  delete from note where case_id = wanted;
  update task set text = null, result = null where case_id = wanted;
  delete from case_fact where case_id = wanted;
  -- what was corrected stood there with its former words
  update case_event set detail = '{}' where case_id = wanted and detail <> '{}';
  update consent_override set reason = '', review_note = null where case_id = wanted;
  update file set removed_at = now(), removal_reason = 'kept_long_enough', title = null where case_id = wanted and removed_at is null;
  update referral_origin set narrative = null where case_id = wanted;
  update referral_snapshot s set items = '{}' from referral_origin o where o.referral_id = s.referral_id and o.case_id = wanted;
  update referral r set outcome_note = null, reason_note = null, info_question = null, appointment = null
  from referral_origin o where o.referral_id = r.id and o.case_id = wanted;
  update referral_event e set detail = '{}', said_by = null from referral_origin o where o.referral_id = e.referral_id and o.case_id = wanted;
  update conference set minutes = null where case_id = wanted;
  update conference_release x set items = '{}', minutes = null from conference c where c.id = x.conference_id and c.case_id = wanted;
  update conference_seat x set minutes_reason = '' from conference c where c.id = x.conference_id and c.case_id = wanted and x.minutes_reason is not null;
  update conference_action x set text = '' from conference c where c.id = x.conference_id and c.case_id = wanted;
  update data_request set case_id = null, case_code = null, said = '', reach = '', answer = null where case_id = wanted and answered_at is not null;
  -- what two people wrote, and what could not be done (19)
  update conflict set input = null, standing = null, offered = null where case_id = wanted;
  update held_command set wrapped = null, ciphertext = '', set_aside_reason = null where case_id = wanted;
end $$;

-- A hold stops every way to destroy what a case protects, whoever asks.
create or replace function refuse_held() returns trigger language plpgsql as $$
begin
  if new.wrapped is null and exists (select 1 from legal_hold h where h.case_id = new.case_id and h.lifted_at is null) then
    raise exception 'the case is held' using errcode = 'P0R04';
  end if;
  return new;
end $$;
drop trigger if exists held on case_key;
create trigger held before update of wrapped on case_key for each row execute function refuse_held();

-- Works on lists that were signed, a few cases at a time. A case that is held, open again or moved by then is left as it is.
drop function if exists apply_retention(integer);
create or replace function apply_retention(most integer, programmes jsonb) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare i record; c case_file; taken integer := 0; may boolean;
begin
  if session_user <> 'ihala_worker' then raise insufficient_privilege; end if;
  for i in select x.* from retention_item x join retention_list l on l.id = x.list_id
    where l.approved_at is not null and l.done_at is null and x.done_at is null order by x.list_id, x.case_id, x.rule limit most for update of x skip locked
  loop
    select f.* into c from case_file f where f.id = i.case_id for update;
    may := case when i.rule = 'never_began' then idle_since(c, (select t from jsonb_array_elements(programmes) t where t->>'programme' = c.programme))
      else c.closed_at end = i.closed_at;
    may := coalesce(may, false) and not exists (select 1 from legal_hold h where h.case_id = i.case_id and h.lifted_at is null);
    if may and i.rule <> 'protected' then perform erase_case(i.case_id); end if;
    if may and i.rule = 'never_began' then
      update task t set done_at = now() where t.case_id = i.case_id and t.done_at is null;
      update case_file f set state = 'closed', closed_at = now(), closure_reason = 'data_deletion', next_contact_at = null, next_due_at = null,
        next_due_kind = null, next_due_ref = null where f.id = i.case_id;
    end if;
    -- what was written under a destroyed key opens nowhere any more, in no backup either once the former master key is gone
    if may then
      update case_key set wrapped = null, destroyed_at = now() where case_id = i.case_id and destroyed_at is null;
      delete from vault_entry where case_id = i.case_id;
    end if;
    update retention_item x set done_at = now(), outcome = case when may then 'erased' else 'kept' end
    where x.list_id = i.list_id and x.case_id = i.case_id and x.rule = i.rule;
    insert into audit_line (organisation_id, kind, act, root_kind, root_id, outcome, detail)
    values (i.organisation_id, 'worker', 'retention.apply', 'case', i.case_id, 'applied',
      jsonb_build_object('rule', i.rule, 'outcome', case when may then 'erased' else 'kept' end, 'list', i.list_id));
    taken := taken + 1;
  end loop;
  update retention_list l set done_at = now(),
    erased = (select count(*) from retention_item x where x.list_id = l.id and x.outcome = 'erased'),
    kept = (select count(*) from retention_item x where x.list_id = l.id and x.outcome = 'kept')
  where l.approved_at is not null and l.done_at is null and not exists (select 1 from retention_item x where x.list_id = l.id and x.done_at is null);
  return taken;
end $$;

-- What erasing needs beside what the definer may already: nothing here can be asked for by the app.
grant update on person, case_member, case_event, consent_override, file, referral_event, conference_release, conference_action, data_request to ihala_definer;
grant select on conference_action, case_fact, data_request, file to ihala_definer;
grant delete on note, case_fact, vault_entry, retention_list to ihala_definer;
do $$
declare t text;
begin
  foreach t in array array['person', 'case_member', 'case_event', 'consent_override', 'file', 'referral_event', 'conference_release', 'conference_action', 'data_request'] loop
    execute format('create policy retention_update on %I for update to ihala_definer using (session_user = ''ihala_worker'')', t);
  end loop;
  foreach t in array array['note', 'case_fact', 'vault_entry'] loop
    execute format('create policy retention_delete on %I for delete to ihala_definer using (session_user = ''ihala_worker'')', t);
  end loop;
  foreach t in array array['conference_action', 'case_fact', 'data_request'] loop
    execute format('create policy retention_read on %I for select to ihala_definer using (session_user = ''ihala_worker'')', t);
  end loop;
  foreach t in array array['place_hold(uuid, text, text, text)', 'propose_retention(jsonb)', 'erase_case(uuid)', 'apply_retention(integer, jsonb)'] loop
    execute format('alter function %s owner to ihala_definer', t);
    execute format('revoke all on function %s from public, ihala_app', t);
  end loop;
  grant execute on function place_hold(uuid, text, text, text) to ihala_app;
  grant execute on function propose_retention(jsonb), apply_retention(integer, jsonb) to ihala_worker;
end $$;
