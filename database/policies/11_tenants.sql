-- The need-to-know matrix, enforced by policies that only narrow what the others allow; delegations; case conferences.

create or replace function unit_kind_of(wanted uuid) returns text
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return (select o.unit_kind from organisation o where o.id = wanted);
end $$;
-- Of the organisation that asks. The police line, border, donors and directorates meet nobody, whatever role an account
-- holds. Signing on says it; whoever acts without a session is looked up.
create or replace function me_meets_people() returns boolean language sql stable as
  $$ select coalesce(nullif(current_setting('ihala.meets_people', true), '')::boolean, meets_people(unit_kind_of(me_organisation())), false) $$;

create policy meets_people on case_file as restrictive for insert to ihala_app with check ((select me_meets_people()));
create policy meets_people on person as restrictive for insert to ihala_app with check ((select me_meets_people()));
create policy meets_people on referral as restrictive to ihala_app
  using ((select me_kind()) <> 'account' or (select me_meets_people()))
  with check ((select me_kind()) <> 'account' or (select me_meets_people()));
create policy need_to_know on referral as restrictive for insert to ihala_app
  with check (may_serve(unit_kind_of(receiver_organisation_id), service)
    and items_never_for(unit_kind_of(receiver_organisation_id), shared_items) = '{}');
create policy meets_people on referral_snapshot as restrictive to ihala_app
  using ((select me_kind()) <> 'account' or (select me_meets_people()))
  with check ((select me_kind()) <> 'account' or (select me_meets_people()));
create policy need_to_know on referral_snapshot as restrictive for insert to ihala_app
  with check (items_never_for(unit_kind_of(receiver_organisation_id), array(select jsonb_object_keys(items))) = '{}');

-- From above ------------------------------------------------------------------------------------------------------------
-- Only who looks from above, and sees counts, has a role for a whole governorate: `hand_over_case` and the others read a
-- role without a site as one for every site.
create policy from_above on account_role as restrictive for insert to ihala_app
  with check (place_code is null or role in ('directorate_manager', 'ministry_analyst', 'donor_viewer'));
-- Open cases by office, open needs by sector, of the asker's own sites. A cell below five is left out, below ten where the
-- sector touches health, law or protection (DP-08, proposal); no total is given from which it could be worked out.
create or replace function overview_counts() returns table (part text, site_id uuid, sector text, count integer)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  if me_kind() <> 'account' or not me_roles() && array['directorate_manager', 'ministry_analyst'] then return; end if;
  return query
    select 'site', c.site_id, null::text, count(*)::integer from case_file c
      where c.organisation_id = me_organisation() and c.site_id = any (me_sites()) and c.closed_at is null
      group by c.site_id having count(*) >= 5
    union all
    select 'sector', null, split_part(n.service, '.', 1), count(distinct n.case_id)::integer from need n join case_file c on c.id = n.case_id
      where c.organisation_id = me_organisation() and c.site_id = any (me_sites()) and c.closed_at is null
        and n.state in ('open', 'planned', 'referred', 'partly_met')
      group by split_part(n.service, '.', 1)
      having count(distinct n.case_id) >= case when category_of_service(split_part(n.service, '.', 1) || '.') is null then 5 else 10 end
    order by 1, 4 desc;
end $$;

-- Delegation ----------------------------------------------------------------------------------------------------------
-- Whose absence I may arrange beside my own: colleagues who work at a site I supervise.
create or replace function me_supervises(colleague uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select 1 from account_role r where r.account_id = colleague and r.organisation_id = me_organisation() and me_kind() = 'account'
    and (r.site_id = any (me_supervised()) or (r.site_id is null and me_supervised() <> '{}')));
end $$;
-- Colleagues at work, neither of them tied by another delegation in these days: nothing is handed on, nobody is covered twice.
create or replace function may_delegate(absent uuid, stand_in uuid, first_day date, last_day date) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return me_kind() = 'account'
    and (select count(*) from account a where a.id in (absent, stand_in) and a.organisation_id = me_organisation() and a.state = 'active') = 2
    and not exists (select 1 from delegation d where d.ended_at is null and d.from_day <= last_day and d.until_day >= first_day
      and (d.from_account_id in (absent, stand_in) or d.to_account_id = absent));
end $$;
grant select, insert on delegation to ihala_app;
grant update (ended_at, ended_by) on delegation to ihala_app;
-- Who is away and who works for them is known in the house, as a duty roster is.
create policy colleagues on delegation for select to ihala_app using (
  (select me_kind()) = 'account' and organisation_id = (select me_organisation()));
create policy make on delegation for insert to ihala_app with check (
  organisation_id = (select me_organisation()) and (select me_works_cases()) and made_by = (select me_account()) and ended_at is null
  and (from_account_id = (select me_account()) or me_supervises(from_account_id))
  and may_delegate(from_account_id, to_account_id, from_day, until_day));
create policy finish on delegation for update to ihala_app
  using (organisation_id = (select me_organisation()) and (select me_works_cases()) and ended_at is null
    and ((select me_account()) in (from_account_id, to_account_id) or me_supervises(from_account_id)))
  with check (organisation_id = (select me_organisation()) and ended_at is not null and ended_by = (select me_account()));

-- Case conferences ------------------------------------------------------------------------------------------------------
create or replace function me_confers() returns boolean language sql stable as $$
  select me_kind() = 'account' and me_roles() && array['provider_focal_point','case_supervisor','branch_manager','legal_adviser','rgc_officer']
    and me_meets_people() $$;

grant select, insert on conference, conference_seat, conference_release, conference_action to ihala_app;
grant update (state, meets_on, ends_on, consented_at, invited_at, minutes, minutes_at, ended_at, rev) on conference to ihala_app;
grant update (access_until, invited_at, joined_at, joined_by, ended_at, rev) on conference_seat to ihala_app;
grant update (minutes, rev) on conference_release to ihala_app;
grant update (done_at, done_by, rev) on conference_action to ihala_app;

-- As in 01: each stands alone, so that a policy looks into no other table.
create or replace function sees_conference(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select 1 from conference f where f.id = wanted and f.organisation_id = me_organisation()
    and (f.case_id = me_case() or sees_case(f.case_id)));
end $$;
create or replace function convenes(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select 1 from conference f where f.id = wanted and f.organisation_id = me_organisation() and f.case_id = me_case());
end $$;
-- Sits at the table, by name, and it still stands.
create or replace function sits_on(seat uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select 1 from conference_seat s where s.id = seat and s.invited_organisation_id = me_organisation()
    and s.joined_by = me_account() and s.ended_at is null and s.access_until >= today_in_iraq());
end $$;

-- The convenor's side follows the case.
create policy convenor on conference for select to ihala_app using (
  organisation_id = me_organisation() and (case_id = me_case() or sees_case(case_id)));
create policy propose on conference for insert to ihala_app with check (
  case_id = me_case() and organisation_id = me_organisation() and me_works_cases() and state = 'proposed' and proposed_by = me_account());
create policy convene on conference for update to ihala_app
  using (case_id = me_case() and organisation_id = me_organisation() and me_works_cases() and ended_at is null)
  with check (organisation_id = me_organisation());
do $$
declare t text;
begin
  foreach t in array array['conference_seat', 'conference_release', 'conference_action'] loop
    execute format('create policy convenor on %I for select to ihala_app using (organisation_id = me_organisation() and sees_conference(conference_id))', t);
    execute format('create policy convene_add on %I for insert to ihala_app with check (organisation_id = me_organisation() and me_works_cases() and convenes(conference_id))', t);
    execute format('create policy convene on %I for update to ihala_app using (organisation_id = me_organisation() and me_works_cases() and convenes(conference_id))', t);
  end loop;
end $$;

-- Who is invited sees its seat; what was released only whoever took the seat, and only until the last day.
create policy invited on conference_seat for select to ihala_app using (
  invited_organisation_id = (select me_organisation()) and invited_at is not null and (select me_confers())
  and invited_site_id = any ((select me_sites())::uuid[]));
create policy join_in on conference_seat for update to ihala_app
  using (invited_organisation_id = (select me_organisation()) and invited_at is not null and ended_at is null and (select me_confers())
    and access_until >= (select today_in_iraq()) and invited_site_id = any ((select me_sites())::uuid[]))
  with check (invited_organisation_id = (select me_organisation()) and joined_by = (select me_account()) and ended_at is null);
create policy invited on conference_release for select to ihala_app using (
  invited_organisation_id = (select me_organisation()) and (select me_confers()) and sits_on(seat_id));
create policy invited on conference_action for select to ihala_app using (seat_id is not null and (select me_confers()) and sits_on(seat_id));
create policy invited_done on conference_action for update to ihala_app using (seat_id is not null and (select me_confers()) and sits_on(seat_id));

-- The matrix: border, police line and everybody else who meets nobody are at no table; nobody gets what its kind never gets.
create policy meets_people on conference as restrictive to ihala_app using ((select me_meets_people())) with check ((select me_meets_people()));
create policy meets_people on conference_seat as restrictive to ihala_app using ((select me_meets_people())) with check ((select me_meets_people()));
create policy meets_people on conference_release as restrictive to ihala_app using ((select me_meets_people())) with check ((select me_meets_people()));
create policy need_to_know on conference_seat as restrictive for insert to ihala_app
  with check (may_serve(unit_kind_of(invited_organisation_id), service) and items_never_for(unit_kind_of(invited_organisation_id), items) = '{}');
-- As with a snapshot (10): nothing but items of the seat, each covered by a consent that the release names, for this case,
-- this organisation and a conference, in force for as long as the seat is open.
create or replace function release_consented(seat uuid, handed jsonb, named uuid[]) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select 1 from conference_seat s join conference f on f.id = s.conference_id
    where s.id = seat and f.organisation_id = me_organisation() and not exists (
      select 1 from jsonb_object_keys(handed) as item where item <> all (s.items) or not exists (
        select 1 from consent n where n.id = any (named) and n.case_id = f.case_id and n.recipient_id = s.invited_organisation_id
          and n.purpose = 'conference' and item = any (n.items) and n.expires_on > greatest(s.access_until, today_in_iraq())
          and not exists (select 1 from consent_withdrawal w where w.consent_id = n.id))));
end $$;
create policy consented on conference_release as restrictive for insert to ihala_app
  with check (release_consented(seat_id, items, consent_ids));
create policy need_to_know on conference_release as restrictive for insert to ihala_app
  with check (items_never_for(unit_kind_of(invited_organisation_id), array(select jsonb_object_keys(items))) = '{}');

-- Touches the case behind a conference (as 03 does): for its convenors, and for whoever was invited and may still sit down.
create or replace function touch_case_of_conference(wanted uuid) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare f record;
begin
  select c.id, c.rev + 1 as raised, c.organisation_id = me_organisation() as related into f
  from conference x join case_file c on c.id = x.case_id
  where x.id = wanted and me_kind() = 'account' and (
    (c.organisation_id = me_organisation() and me_works_cases() and relates_to(c.officer_id, c.site_id, c.id))
    or (me_confers() and exists (select 1 from conference_seat s where s.conference_id = x.id and s.invited_organisation_id = me_organisation()
      and s.invited_at is not null and s.ended_at is null and s.access_until >= today_in_iraq() and s.invited_site_id = any (me_sites()))))
  for update of c;
  perform set_config('ihala.touched', coalesce(f.id::text, ''), true), set_config('ihala.rev', coalesce(f.raised::text, ''), true),
    set_config('ihala.case', case when f.related then f.id::text else '' end, true), set_config('ihala.referral', '', true);
  return f.raised;
end $$;

create or replace function require_touched_conference() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if me_kind() = 'loader' and session_user not in ('ihala_app', 'ihala_worker') then return new; end if;
  if not exists (select 1 from conference x where x.id = new.conference_id and x.case_id = me_touched()) then
    raise exception 'a write beneath conference % without raising its case''s revision', new.conference_id using errcode = 'P0R01';
  end if;
  new.rev := me_rev();
  return new;
end $$;

-- Whoever takes a seat changes nothing else about it, and the convenor takes nobody's seat.
create or replace function guard_conference_seat() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if me_kind() = 'loader' then return new; end if;
  if me_organisation() = old.organisation_id then
    if (new.joined_at, new.joined_by) is distinct from (old.joined_at, old.joined_by) then raise insufficient_privilege; end if;
  elsif (new.access_until, new.invited_at, new.ended_at) is distinct from (old.access_until, old.invited_at, old.ended_at) then
    raise insufficient_privilege;
  end if;
  return new;
end $$;

-- The first to sit down opens the conference; whoever leads the case hears of each.
create or replace function conference_joined() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update conference set state = 'joined' where id = new.conference_id and state = 'invited';
  insert into alert (id, organisation_id, account_id, site_id, kind, level, case_id, at)
    select gen_random_uuid(), c.organisation_id, c.officer_id, c.site_id, 'conference.join', 0, c.id, now()
    from conference f join case_file c on c.id = f.case_id where f.id = new.conference_id;
  insert into case_event (id, case_id, organisation_id, kind, at, happened_on, account_id, ref, detail)
    select gen_random_uuid(), f.case_id, f.organisation_id, 'conference.join', now(), today_in_iraq(), null, f.id,
      jsonb_build_object('organisationId', new.invited_organisation_id)
    from conference f where f.id = new.conference_id;
  return null;
end $$;

-- Access falls in the same moment, whoever ended what: the conference, or the person a consent.
create or replace function conference_ended() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update conference_seat set ended_at = new.ended_at where conference_id = new.id and ended_at is null;
  return null;
end $$;
-- A closed case is nobody's table: what was open about it closes with it.
create or replace function conference_case_closed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update conference set state = 'ended', ended_at = new.closed_at where case_id = new.id and ended_at is null;
  return null;
end $$;
create or replace function conference_consent_withdrawn() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update conference_seat s set ended_at = new.at from conference_release r
  where r.consent_ids && array[new.consent_id] and s.id = r.seat_id and s.ended_at is null;
  return null;
end $$;

grant select, update on conference, conference_seat to ihala_definer;
grant select on conference_release to ihala_definer;
grant insert on case_event to ihala_definer;
create policy functions on conference to ihala_definer using (true) with check (true);
create policy functions on conference_seat to ihala_definer using (true) with check (true);
create policy functions on conference_release for select to ihala_definer using (true);
create policy conference_story on case_event for insert to ihala_definer with check (true);

do $$
declare f text; t text;
begin
  foreach f in array array['unit_kind_of(uuid)', 'overview_counts()', 'me_supervises(uuid)', 'may_delegate(uuid, uuid, date, date)', 'touch_case_of_conference(uuid)', 'sees_conference(uuid)', 'convenes(uuid)', 'sits_on(uuid)', 'release_consented(uuid, jsonb, uuid[])', 'require_touched_conference()', 'guard_conference_seat()', 'conference_joined()',
      'conference_ended()', 'conference_case_closed()', 'conference_consent_withdrawn()'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public, ihala_app', f);
  end loop;
  grant execute on function unit_kind_of(uuid), overview_counts(), me_supervises(uuid), may_delegate(uuid, uuid, date, date), touch_case_of_conference(uuid), sees_conference(uuid), convenes(uuid), sits_on(uuid), release_consented(uuid, jsonb, uuid[]) to ihala_app;
  foreach t in array array['conference_seat', 'conference_release', 'conference_action'] loop
    execute format('drop trigger if exists touched on %I', t);
    execute format('create trigger touched before insert or update on %I for each row execute function require_touched_conference()', t);
  end loop;
  drop trigger if exists touched on conference;
  create trigger touched before insert or update on conference for each row execute function require_touched_case();
  drop trigger if exists a_guard on conference_seat;
  create trigger a_guard before update of access_until, invited_at, joined_at, joined_by, ended_at on conference_seat
    for each row when (pg_trigger_depth() = 0) execute function guard_conference_seat();
  drop trigger if exists joined on conference_seat;
  create trigger joined after update of joined_at on conference_seat
    for each row when (new.joined_at is distinct from old.joined_at) execute function conference_joined();
  drop trigger if exists ended on conference;
  create trigger ended after update of ended_at on conference for each row when (new.ended_at is not null) execute function conference_ended();
  drop trigger if exists ends_conference on case_file;
  create trigger ends_conference after update of closed_at on case_file
    for each row when (new.closed_at is not null and old.closed_at is null) execute function conference_case_closed();
  drop trigger if exists ends_conference on consent_withdrawal;
  create trigger ends_conference after insert on consent_withdrawal for each row execute function conference_consent_withdrawn();
end $$;
