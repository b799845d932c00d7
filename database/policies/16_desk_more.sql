-- What the desk got later (docs/decisions/039): reminders of its clocks.

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

do $$
declare f text;
begin
  foreach f in array array['remind_desk(timestamptz, jsonb)'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public, ihala_app', f);
  end loop;
  grant execute on function remind_desk(timestamptz, jsonb) to ihala_worker;
end $$;
