-- The life of an organisation in the directory (docs/decisions/049). Whoever sits on the directory's committee moves other
-- organisations through their states, and reads nothing else of them: no case, no referral, no account.

create or replace function me_sits_on_committee() returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return me_kind() = 'account' and 'committee_member' = any (me_roles())
    and exists (select 1 from organisation o where o.id = me_organisation() and o.on_committee and o.state = 'active');
end $$;

-- Organisations ----------------------------------------------------------------------------------------------------------
drop policy own_edit on organisation;
revoke insert, update on organisation from ihala_app;
grant insert (id, code, family, names, state, state_since) on organisation to ihala_app;
grant update (state, state_since, state_reason, paused_until, protocol_signed_on, descriptions, url, rev) on organisation to ihala_app;
-- who applies and who was refused is known to the committee alone
create policy joined on organisation as restrictive for select to ihala_app
  using (joined_at is not null or id = (select me_organisation()) or me_sits_on_committee());
create policy invite on organisation for insert to ihala_app with check (state = 'suggested' and me_sits_on_committee());
-- nobody decides about the organisation they work for
create policy keep on organisation for update to ihala_app
  using (id <> (select me_organisation()) and me_sits_on_committee())
  with check (id <> (select me_organisation()));
create policy own_words on organisation for update to ihala_app
  using (id = (select me_organisation()) and (select me_edits_directory()))
  with check (id = (select me_organisation()));
-- Column grants do not tell the two apart: words belong to the organisation, states to the committee.
create or replace function guard_organisation() returns trigger language plpgsql as $$
begin
  if me_kind() <> 'account' then return new; end if;
  if new.id = me_organisation() then
    if (new.state, new.state_since, new.state_reason, new.paused_until, new.protocol_signed_on)
      is distinct from (old.state, old.state_since, old.state_reason, old.paused_until, old.protocol_signed_on) then
      raise insufficient_privilege;
    end if;
  elsif (new.descriptions, new.url) is distinct from (old.descriptions, old.url) then
    raise insufficient_privilege;
  end if;
  return new;
end $$;
drop trigger if exists guard on organisation;
create trigger guard before update on organisation for each row execute function guard_organisation();

grant select (organisation_id, source, code, locale, contact, sectors, areas, invited_by, at, applied_at, screening_due_at) on organisation_application to ihala_app;
grant insert (organisation_id, source, code, word_hash, invited_by, at) on organisation_application to ihala_app;
create policy committee on organisation_application for select to ihala_app using (me_sits_on_committee());
create policy invite on organisation_application for insert to ihala_app
  with check (source = 'invited' and invited_by = (select me_account()) and applied_at is null and me_sits_on_committee());
grant select, insert on organisation_step, organisation_event to ihala_app;
create policy committee on organisation_step for select to ihala_app using (me_sits_on_committee());
create policy note on organisation_step for insert to ihala_app with check (
  recorded_by = (select me_account()) and recorded_at_organisation = (select me_organisation())
  and organisation_id <> (select me_organisation()) and me_sits_on_committee());
create policy committee on organisation_event for select to ihala_app using (me_sits_on_committee());
create policy tell on organisation_event for insert to ihala_app with check (
  account_id = (select me_account()) and by_organisation_id = (select me_organisation())
  and organisation_id <> (select me_organisation()) and me_sits_on_committee());

-- What still hangs on an organisation: counts for the committee, never a person.
create or replace function standing_of(wanted uuid)
returns table (open_referrals integer, open_cases integer, offers integer, accounts integer)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if not me_sits_on_committee() then return; end if;
  return query select
    (select count(*)::integer from referral r where r.receiver_organisation_id = wanted and r.state in ('sent', 'accepted', 'in_service', 'on_hold')),
    (select count(*)::integer from case_file c where c.organisation_id = wanted and c.closed_at is null),
    (select count(*)::integer from offer o where o.organisation_id = wanted and o.state in ('published', 'stale')),
    (select count(*)::integer from account a where a.organisation_id = wanted and a.state = 'active');
end $$;
-- By the office that sent them: how many people wait there.
create or replace function waiting_at(wanted uuid) returns table (organisation_names jsonb, site_names jsonb, waiting integer)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if not me_sits_on_committee() then return; end if;
  return query select o.names, s.names, count(*)::integer from referral r join organisation o on o.id = r.organisation_id join site s on s.id = r.site_id
    where r.receiver_organisation_id = wanted and r.state in ('sent', 'accepted', 'in_service', 'on_hold')
    group by o.id, s.id order by 3 desc, s.id;
end $$;

-- Its accounts end with it.
create or replace function organisation_left() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update session s set ended_at = now() from account a where a.id = s.account_id and a.organisation_id = new.id and s.ended_at is null;
  update account a set state = 'left' where a.organisation_id = new.id and a.state <> 'left';
  return null;
end $$;
drop trigger if exists left_directory on organisation;
create trigger left_directory after update of state on organisation
  for each row when (new.state = 'exited' and old.state <> 'exited') execute function organisation_left();

-- Applying without an account ----------------------------------------------------------------------------------------------
-- Answers the code to follow it by, the same when the same is sent again. Nothing: no such invitation. Empty: another code.
create or replace function apply_as_provider(applicant uuid, filled jsonb, wanted_code text, word bytea, invitation text, sent timestamptz, due timestamptz)
returns text language plpgsql security definer set search_path = public, pg_temp as $$
declare kept organisation_application; was text; mine constant boolean := invitation is not null;
begin
  if me_kind() <> 'visitor' then raise insufficient_privilege; end if;
  select a.* into kept from organisation_application a where a.organisation_id = applicant;
  if found then return case when kept.word_hash = word then kept.code end; end if;
  if mine then
    select a.* into kept from organisation_application a join organisation o on o.id = a.organisation_id
      where a.code = invitation and a.word_hash = word and a.applied_at is null and o.state = 'suggested' for update of a;
    if not found then return null; end if;
    applicant := kept.organisation_id; was := 'suggested'; wanted_code := kept.code;
    update organisation o set family = filled->>'family', unit_kind = null, names = filled->'names', descriptions = filled->'descriptions', url = filled->>'url',
      registrations = filled->'registrations', state = 'applied', state_since = sent, rev = o.rev + 1 where o.id = applicant;
  else
    if exists (select 1 from organisation_application a where a.code = wanted_code) or exists (select 1 from organisation o where o.code = wanted_code) then return ''; end if;
    insert into organisation (id, code, family, names, descriptions, url, registrations, state, state_since)
    values (applicant, wanted_code, filled->>'family', filled->'names', filled->'descriptions', filled->>'url', filled->'registrations', 'applied', sent);
    insert into organisation_application (organisation_id, source, code, word_hash, at) values (applicant, 'self', wanted_code, word, sent);
  end if;
  update organisation_application a set locale = filled->>'locale', contact = filled->'contact', applied_at = sent, screening_due_at = due,
    sectors = array(select jsonb_array_elements_text(filled->'sectors')), areas = array(select jsonb_array_elements_text(filled->'areas'))
  where a.organisation_id = applicant;
  insert into organisation_event (id, organisation_id, from_state, to_state, at) values (gen_random_uuid(), applicant, was, 'applied', sent);
  insert into audit_line (organisation_id, kind, act, root_kind, root_id, outcome, detail)
  values (applicant, 'visitor', 'organisation.apply', 'organisation', applicant, 'applied', jsonb_build_object('invited', mine));
  insert into alert (id, organisation_id, account_id, kind, level, at)
  select gen_random_uuid(), o.id, a.id, 'directory.applied', 0, sent from organisation o join account a on a.organisation_id = o.id
  where o.on_committee and o.state = 'active' and a.state = 'active'
    and exists (select 1 from account_role r where r.account_id = a.id and r.role = 'committee_member');
  return wanted_code;
end $$;

-- Where it stands, for whoever knows code and word. Found and not found run the same statement.
create or replace function follow_application(wanted text, word bytea)
returns table (state text, since timestamptz, due timestamptz, reason text, told text, steps jsonb)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  if me_kind() <> 'visitor' then raise insufficient_privilege; end if;
  return query select o.state, o.state_since, a.screening_due_at, o.state_reason,
    (select e.told from organisation_event e where e.organisation_id = o.id order by e.at desc, e.id desc limit 1),
    (select coalesce(jsonb_agg(s.step), '[]') from (select distinct on (x.step) x.step, x.result from organisation_step x
      where x.organisation_id = o.id order by x.step, x.recorded_at desc, x.id desc) s where s.result <> 'failed')
  from organisation_application a join organisation o on o.id = a.organisation_id where a.code = wanted and a.word_hash = word;
end $$;

grant insert on organisation to ihala_definer;
grant update on organisation to ihala_definer;
grant select, insert, update on organisation_application to ihala_definer;
grant select, insert on organisation_event to ihala_definer;
grant select on organisation_step to ihala_definer;
create policy apply on organisation for insert to ihala_definer with check ((select me_kind()) = 'visitor' and state = 'applied');
create policy answer_invitation on organisation for update to ihala_definer
  using ((select me_kind()) = 'visitor' and state = 'suggested') with check (state = 'applied');
create policy apply on organisation_application to ihala_definer using ((select me_kind()) = 'visitor') with check ((select me_kind()) = 'visitor');
create policy apply on organisation_event to ihala_definer using ((select me_kind()) = 'visitor') with check ((select me_kind()) = 'visitor');
create policy follow on organisation_step for select to ihala_definer using ((select me_kind()) = 'visitor');

-- Jobs: a pause that is over, screening that is late, people who wait at an organisation that has left -------------------------
create or replace function sweep_organisations(at timestamptz, today date) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare o record; told integer;
begin
  if session_user <> 'ihala_worker' then raise insufficient_privilege; end if;
  for o in update organisation x set state = 'active', state_since = sweep_organisations.at, state_reason = null, paused_until = null, rev = x.rev + 1
    where x.state = 'paused' and x.paused_until < today returning x.id loop
    insert into organisation_event (id, organisation_id, from_state, to_state, at, reason) values (gen_random_uuid(), o.id, 'paused', 'active', sweep_organisations.at, 'day_came');
    insert into audit_line (organisation_id, kind, act, root_kind, root_id, outcome) values (o.id, 'worker', 'organisation.move', 'organisation', o.id, 'applied');
  end loop;
  insert into alert (id, organisation_id, account_id, kind, level, at)
  select overlay(overlay(md5(concat_ws('|', 'directory.late', p.organisation_id, a.id)) placing '8' from 13) placing 'a' from 17)::uuid,
    c.id, a.id, 'directory.late', 100, sweep_organisations.at
  from organisation_application p join organisation g on g.id = p.organisation_id and g.state in ('applied', 'screening')
  cross join organisation c join account a on a.organisation_id = c.id and a.state = 'active'
  where p.screening_due_at < sweep_organisations.at and c.on_committee and c.state = 'active'
    and exists (select 1 from account_role r where r.account_id = a.id and r.role = 'committee_member')
  on conflict (id) do nothing;
  get diagnostics told = row_count;
  return told;
end $$;
create policy sweep on organisation for update to ihala_definer using (session_user = 'ihala_worker') with check (session_user = 'ihala_worker');
create policy sweep on organisation_event for insert to ihala_definer with check (session_user = 'ihala_worker');
create policy sweep on organisation_application for select to ihala_definer using (session_user = 'ihala_worker');
-- whoever sent somebody there is given the task to choose with them again: only beneath a case that this run has touched
grant insert on task to ihala_worker;
create policy hand_over on task for insert to ihala_worker with check (kind = 'choose_other_offer' and case_id = me_touched());

-- Opening a governorate -------------------------------------------------------------------------------------------------------
create or replace function me_watches_growth() returns boolean language sql stable as
  $$ select me_sits_on_committee() or (me_kind() = 'account' and me_roles() && array['directorate_manager', 'ministry_analyst']) $$;
grant select on growth, growth_tick to ihala_app;
grant insert (place_code, begun_at, begun_by) on growth to ihala_app;
grant update (live_at, live_by) on growth to ihala_app;
grant insert on growth_tick to ihala_app;
create policy watch on growth for select to ihala_app using (me_watches_growth());
create policy begin_it on growth for insert to ihala_app with check (begun_by = (select me_account()) and me_sits_on_committee());
-- two people open a governorate, and once
create policy go_live on growth for update to ihala_app using (live_at is null and begun_by <> (select me_account()) and me_sits_on_committee())
  with check (live_by = (select me_account()));
create policy watch on growth_tick for select to ihala_app using (me_watches_growth());
create policy tick on growth_tick for insert to ihala_app with check (account_id = (select me_account()) and me_sits_on_committee());

-- What Ihala can count of a governorate's checklist. Counts only.
create or replace function growth_facts(wanted text, core text[])
returns table (offices integer, core_services integer, unsigned integer, districts integer, holidays integer, staff integer, certified integer)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare inside text[]; today constant date := (now() at time zone interval '3 hours')::date;
begin
  if not me_watches_growth() then return; end if;
  with recursive i as (select p.code from place p where p.code = wanted union all select p.code from place p join i on p.parent = i.code)
  select array_agg(i.code) into inside from i;
  return query
    with office as (select s.id, s.organisation_id from site s join organisation o on o.id = s.organisation_id
        where s.active and s.place_code = any (inside) and o.state = 'active' and o.unit_kind = 'momd_branch'),
      covering as (select o.service, o.organisation_id, g.protocol_signed_on from offer o join organisation g on g.id = o.organisation_id
        where o.areas && inside and o.state in ('published', 'stale') and g.state = 'active'
          and o.verified_at >= now() - make_interval(days => o.verify_every_days)),
      worker as (select distinct a.id from account a join account_role r on r.account_id = a.id
        where a.state = 'active' and r.role = any (case_roles()) and r.site_id in (select office.id from office))
    select (select count(*)::integer from office),
      (select count(distinct c.service)::integer from covering c where c.service = any (core)),
      (select count(distinct c.organisation_id)::integer from covering c where c.protocol_signed_on is null or c.protocol_signed_on > today),
      (select count(*)::integer from place p where p.level in (2, 3) and p.code = any (inside)),
      (select count(*)::integer from holiday h where (h.place_code is null or h.place_code = any (inside)) and h.day between today and today + 365),
      (select count(*)::integer from worker),
      (select count(*)::integer from worker w where exists (select 1 from certificate c where c.account_id = w.id and c.revoked_at is null
        and today between c.granted_on and c.expires_on));
end $$;

do $$
declare f text;
begin
  foreach f in array array['me_sits_on_committee()', 'standing_of(uuid)', 'waiting_at(uuid)', 'organisation_left()', 'growth_facts(text, text[])',
    'apply_as_provider(uuid, jsonb, text, bytea, text, timestamptz, timestamptz)', 'follow_application(text, bytea)', 'sweep_organisations(timestamptz, date)'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public, ihala_app', f);
  end loop;
  grant execute on function me_sits_on_committee(), standing_of(uuid), waiting_at(uuid), growth_facts(text, text[]),
    apply_as_provider(uuid, jsonb, text, bytea, text, timestamptz, timestamptz), follow_application(text, bytea) to ihala_app;
  grant execute on function me_sits_on_committee() to ihala_definer;
  grant execute on function sweep_organisations(timestamptz, date) to ihala_worker;
end $$;
