-- What the desk got later (docs/decisions/039): reminders of its clocks, complaints without an account, and lists with
-- something sensitive that a second person answers for.

grant select on breach, complaint, break_glass, data_request, legal_request to ihala_definer;
create policy reminders on breach for select to ihala_definer using (session_user = 'ihala_worker');
create policy reminders on complaint for select to ihala_definer using (session_user = 'ihala_worker');

-- Tells whoever must act, once before a clock of the desk ends and once when it has ended. The id of an alert says which
-- clock, which end, which of the two and whom: so it is never written twice. Answers how many were told.
-- @param hours how long before, by clock
create or replace function remind_desk(at timestamptz, hours jsonb) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare told integer;
begin
  if session_user <> 'ihala_worker' then raise insufficient_privilege; end if;
  insert into alert (id, organisation_id, account_id, kind, level, at)
  select overlay(overlay(md5(concat_ws('|', c.clock, c.id, extract(epoch from c.due), stage, a.id)) placing '8' from 13) placing 'a' from 17)::uuid,
    c.organisation_id, a.id, c.kind || stage, case stage when 'late' then 100 else 75 end, remind_desk.at
  from (
    select 'data_request.acknowledge' as clock, 'desk.' as kind, id, organisation_id, acknowledge_due_at as due, null::uuid as against from data_request
      where acknowledged_at is null and answered_at is null
    union all select 'data_request.answer', 'desk.', id, organisation_id, answer_due_at, null from data_request where answered_at is null
    union all select 'legal_request.answer', 'desk.', id, organisation_id, answer_due_at, null from legal_request where answered_at is null
    union all select 'breach.officer', 'desk.', id, organisation_id, officer_due_at, null from breach
      where (taken_at is null or contained_at is null) and closed_at is null
    union all select 'breach.risk', 'desk.', id, organisation_id, risk_due_at, null from breach where risk_at is null and closed_at is null
    union all select 'breach.told', 'desk.', id, organisation_id, told_due_at, null from breach where told_at is null and closed_at is null
    union all select 'complaint.acknowledge', 'desk.message_', id, organisation_id, acknowledge_due_at, against_account_id from complaint where state = 'received'
    union all select 'complaint.answer', 'desk.message_', id, organisation_id, answer_due_at, against_account_id from complaint where decided_at is null
    union all select 'break_glass.review', 'vault.review_', id, organisation_id, review_due_at, account_id from break_glass where reviewed_at is null
  ) c
  cross join lateral (select case when c.due <= remind_desk.at then 'late' else 'soon' end as stage) s
  join account a on a.organisation_id = c.organisation_id and a.state = 'active' and a.id is distinct from c.against
  where c.due <= remind_desk.at + make_interval(hours => (hours->>c.clock)::integer)
    -- that a review is late is told by its own sweep
    and (c.clock <> 'break_glass.review' or stage = 'soon')
    and exists (select 1 from account_role r where r.account_id = a.id
      and r.role = case c.kind when 'desk.message_' then 'complaints_officer' else 'data_protection_officer' end)
  on conflict (id) do nothing;
  get diagnostics told = row_count;
  return told;
end $$;

-- Complaints without an account -----------------------------------------------------------------------------------------
grant insert on complaint to ihala_definer;
grant select on complaint_step to ihala_definer;
create policy from_public on complaint for insert to ihala_definer with check ((select me_kind()) = 'visitor' and recorded_by is null);
create policy by_code on complaint for select to ihala_definer using ((select me_kind()) = 'visitor' and code is not null);
create policy by_code on complaint_step for select to ihala_definer using ((select me_kind()) = 'visitor' and is_answer);

-- Where somebody hears complaints: the choice of the public page.
create or replace function organisations_that_hear() returns table (id uuid, names jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select o.id, o.names from organisation o where exists (select 1 from account a join account_role r on r.account_id = a.id
    where a.organisation_id = o.id and a.state = 'active' and r.role = 'complaints_officer') order by o.names->>'ar', o.id $$;

-- Takes a sealed complaint of a visitor; answers its code, which is the same when the same is sent again. Nothing: nobody
-- hears complaints there. An empty text: another code is needed.
create or replace function complain(complaint_id uuid, organisation uuid, about text, anonymous boolean, wanted_code text, word bytea, received timestamptz,
  acknowledge timestamptz, answer timestamptz, sealed_by text, wrapped_key bytea, sealed bytea) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare kept complaint;
begin
  if me_kind() <> 'visitor' then raise insufficient_privilege; end if;
  select * into kept from complaint c where c.id = complaint_id;
  if found then return case when kept.word_hash = word then kept.code end; end if;
  if not exists (select 1 from organisations_that_hear() h where h.id = organisation) then return null; end if;
  if exists (select 1 from complaint c where c.code = wanted_code) then return ''; end if;
  insert into complaint (id, organisation_id, kind, channel, is_anonymous, received_at, code, word_hash, acknowledge_due_at, answer_due_at, master, wrapped,
    ciphertext, moved_at)
  values (complaint_id, organisation, about, 'web', anonymous, received, wanted_code, word, acknowledge, answer, sealed_by, wrapped_key, sealed, received);
  insert into audit_line (organisation_id, kind, act, outcome, detail) values (organisation, 'visitor', 'complaint.from_public', 'applied', '{"class": 4}');
  return wanted_code;
end $$;

-- Following a complaint by code and word: where it stands, and what was answered, sealed. Found and not found run the same
-- statements; the asking leaves its line.
create or replace function follow_complaint(wanted text, word bytea)
returns table (id uuid, state text, received_at timestamptz, answer_due_at timestamptz, master text, wrapped bytea, step_id uuid, step_at timestamptz, ciphertext bytea)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if me_kind() <> 'visitor' then raise insufficient_privilege; end if;
  insert into audit_line (organisation_id, kind, act, outcome, detail)
  select c.organisation_id, 'visitor', 'read.complaint_answer', case when c.word_hash = word then 'read' else 'denied' end, '{"class": 4}'
  from (select 1) one left join complaint c on c.code = wanted;
  return query select c.id, c.state, c.received_at, c.answer_due_at, c.master, c.wrapped, s.id, s.at, s.ciphertext
    from complaint c left join complaint_step s on s.complaint_id = c.id and s.is_answer
    where c.code = wanted and c.word_hash = word order by s.at, s.id;
end $$;

-- Lists with something sensitive -----------------------------------------------------------------------------------------
grant select, insert on export_decision, export_fetch to ihala_app;
-- by the officer of data protection, never about a list of one's own, and while it is asked for
create policy decide on export_decision for insert to ihala_app with check (
  organisation_id = (select me_organisation()) and decided_by = (select me_account()) and (select me_protects())
  and exists (select 1 from export_log e where e.id = export_decision.export_id and e.sensitive and e.account_id <> (select me_account())
    and e.expires_at > export_decision.decided_at));
create policy own on export_decision for select to ihala_app using (
  organisation_id = (select me_organisation()) and exists (select 1 from export_log e where e.id = export_decision.export_id));
-- once, by whoever asked, while the other's word holds
create policy once on export_fetch for insert to ihala_app with check (
  organisation_id = (select me_organisation()) and account_id = (select me_account())
  and exists (select 1 from export_log e join export_decision d on d.export_id = e.id
    where e.id = export_fetch.export_id and e.account_id = (select me_account()) and d.is_approved));
create policy own on export_fetch for select to ihala_app using (
  organisation_id = (select me_organisation()) and exists (select 1 from export_log e where e.id = export_fetch.export_id));

do $$
declare f text;
begin
  foreach f in array array['remind_desk(timestamptz, jsonb)', 'organisations_that_hear()', 'follow_complaint(text, bytea)',
    'complain(uuid, uuid, text, boolean, text, bytea, timestamptz, timestamptz, timestamptz, text, bytea, bytea)'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public, ihala_app', f);
  end loop;
  grant execute on function remind_desk(timestamptz, jsonb) to ihala_worker;
  drop trigger if exists told on export_log;
  create trigger told after insert on export_log for each row when (new.sensitive) execute function tell_desk();
  grant execute on function organisations_that_hear(), follow_complaint(text, bytea),
    complain(uuid, uuid, text, boolean, text, bytea, timestamptz, timestamptz, timestamptz, text, bytea, bytea) to ihala_app;
end $$;
