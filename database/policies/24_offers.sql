-- Who reads the directory, who keeps it true, and what no row of a confidential place may hold.

-- Whoever keeps the directory of the ministry: edits any entry, decides what others say about it.
create or replace function me_keeps_directory() returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return me_kind() = 'account' and me_roles() && array['directory_editor', 'case_supervisor', 'branch_manager']
    and exists (select 1 from organisation o where o.id = me_organisation() and o.unit_kind in ('momd_branch', 'momd_directorate'));
end $$;
-- Whoever may look after an entry of somebody else: calls, visits, and writes down the answer.
create or replace function me_checks_offers() returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return me_kind() = 'account' and (me_works_cases() or 'directory_editor' = any (me_roles()))
    and exists (select 1 from organisation o where o.id = me_organisation() and o.unit_kind in ('momd_branch', 'momd_directorate'));
end $$;

-- The widest unit a place lies in.
create or replace function governorate_of(wanted text) returns text language sql stable as $$
  with recursive up as (select code, parent, 0 as step from place where code = wanted
    union all select p.code, p.parent, u.step + 1 from place p join up u on p.code = u.parent)
  select code from up order by step desc limit 1 $$;

-- Reading ------------------------------------------------------------------------------------------------------------------
-- Visitors read what an active organisation shows, and no row of a confidential site. What others read of a confidential
-- offer is its governorate: the triggers below let no row hold more.
create policy staff_read on organisation for select to ihala_app using (
  (select me_kind()) in ('account', 'link', 'person') or ((select me_kind()) = 'visitor' and state = 'active'));
create policy staff_read on site for select to ihala_app using (
  (select me_kind()) in ('account', 'link', 'person')
  or ((select me_kind()) = 'visitor' and active and organisation_active and not confidential));
create policy staff_read on offer for select to ihala_app using (
  ((select me_kind()) = 'account' and (state in ('published', 'stale', 'hidden') or organisation_id = (select me_organisation()) or (select me_checks_offers())))
  or ((select me_kind()) = 'visitor' and state in ('published', 'stale') and organisation_active)
  or ((select me_kind()) = 'link' and id = me_link_offer()));

-- Writing: those who keep the directory, beside the organisation itself; who only checks is held to that by the trigger.
create policy keeper_insert on offer for insert to ihala_app with check ((select me_keeps_directory()));
create policy checker_update on offer for update to ihala_app using ((select me_checks_offers())) with check ((select me_checks_offers()));
create policy editor_insert on site for insert to ihala_app
  with check (organisation_id = (select me_organisation()) and (select me_edits_directory()));
create policy editor_update on site for update to ihala_app
  using (organisation_id = (select me_organisation()) and (select me_edits_directory()));
create policy keeper_update on site for update to ihala_app
  using (not confidential and (select me_keeps_directory())) with check (not confidential and (select me_keeps_directory()));
grant update (state, reminded_at, funding_warned_at, rev) on offer to ihala_worker;
create policy jobs on offer for update to ihala_worker using (true);
grant update on offer, site to ihala_definer;
create policy functions on offer for update to ihala_definer using (true);
create policy functions on site for update to ihala_definer using (true);

-- What a row may hold ------------------------------------------------------------------------------------------------------
create or replace function offer_holds_no_place() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare checked text[] := array['verified_at', 'verified_how', 'confirmed_at', 'checked_at', 'checked_how', 'checked_by', 'checked_by_organisation_id', 'state',
  'capacity', 'wait_days', 'capacity_at', 'wants_publishing', 'reminded_at', 'keeper_id', 'follow_up_on', 'rev', 'organisation_active'];
begin
  select o.state = 'active' into new.organisation_active from organisation o where o.id = new.organisation_id;
  if not new.confidential then
    new.confidential := coalesce((select s.confidential from site s where s.id = new.site_id), false);
  end if;
  if new.confidential then
    new.place_code := governorate_of(new.place_code);
    new.areas := array(select distinct governorate_of(a) from unnest(new.areas) a order by 1);
    new.lon := null; new.lat := null; new.contact_public := null; new.visits := null;
    new.contact_for_referral := new.contact_for_referral - 'address';
  end if;
  if tg_op = 'UPDATE' and me_kind() = 'account' and new.organisation_id <> me_organisation() and not me_keeps_directory()
    and (to_jsonb(new) - checked is distinct from to_jsonb(old) - checked or (new.state = 'ended' and old.state <> 'ended')) then
    raise exception 'whoever checks an offer writes down the answer and nothing else' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create or replace function site_holds_no_place() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select o.state = 'active' into new.organisation_active from organisation o where o.id = new.organisation_id;
  if new.confidential then new.place_code := governorate_of(new.place_code); end if;
  return new;
end $$;

create or replace function confidential_site_hides_offers() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update offer set confidential = true where site_id = new.id and not confidential;
  return null;
end $$;

create or replace function offers_follow_organisation() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update offer set organisation_active = new.state = 'active' where organisation_id = new.id;
  update site set organisation_active = new.state = 'active' where organisation_id = new.id;
  return null;
end $$;

-- History, field by field. Of a confidential place it tells that something changed, never from what to what.
create or replace function keep_directory_history() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  is_offer boolean := tg_table_name = 'offer';
  placed text[] := case when is_offer then array['place_code', 'areas', 'lon', 'lat', 'contact_public', 'contact_for_referral', 'visits']
    else array['place_code', 'address', 'phone', 'opening', 'names'] end;
  said_by text := coalesce(nullif(current_setting('ihala.source', true), ''),
    case me_kind() when 'account' then case when new.organisation_id = me_organisation() then 'provider' else 'keeper' end
      when 'worker' then 'job' when 'visitor' then 'link' else 'import' end);
begin
  if tg_op = 'INSERT' then
    if me_kind() = 'account' then
      insert into directory_change (organisation_id, offer_id, site_id, account_id, by_organisation_id, source, field, after)
      values (new.organisation_id, case when is_offer then new.id end, case when not is_offer then new.id end, me_account(), me_organisation(), said_by, 'created',
        case when is_offer then to_jsonb(new) -> 'state' end);
    end if;
    return null;
  end if;
  if new.confidential and not old.confidential then
    update directory_change set before = null, after = null
      where (case when is_offer then offer_id else site_id end) = new.id and field = any (placed);
  end if;
  insert into directory_change (organisation_id, offer_id, site_id, account_id, by_organisation_id, source, field, before, after)
  select new.organisation_id, case when is_offer then new.id end, case when not is_offer then new.id end, me_account(), me_organisation(), said_by, n.key,
    case when not (new.confidential and n.key = any (placed)) then o.value end, case when not (new.confidential and n.key = any (placed)) then n.value end
  from jsonb_each(to_jsonb(new)) n join jsonb_each(to_jsonb(old)) o on o.key = n.key
  where n.value is distinct from o.value
    and n.key <> all (array['rev', 'organisation_active', 'reminded_at', 'funding_warned_at', 'saved_by', 'checked_by', 'checked_by_organisation_id', 'capacity_at'])
  order by n.key;
  return null;
end $$;

drop trigger if exists holds_no_place on offer;
create trigger holds_no_place before insert or update on offer for each row execute function offer_holds_no_place();
drop trigger if exists holds_no_place on site;
create trigger holds_no_place before insert or update on site for each row execute function site_holds_no_place();
drop trigger if exists hides_offers on site;
create trigger hides_offers after update of confidential on site for each row when (new.confidential and not old.confidential)
  execute function confidential_site_hides_offers();
drop trigger if exists followed_by_offers on organisation;
create trigger followed_by_offers after update of state on organisation for each row when (new.state is distinct from old.state)
  execute function offers_follow_organisation();
drop trigger if exists history on offer;
create trigger history after insert or update on offer for each row execute function keep_directory_history();
drop trigger if exists history on site;
create trigger history after insert or update on site for each row execute function keep_directory_history();

grant select, insert, update on directory_change to ihala_definer;
create policy functions on directory_change to ihala_definer using (true) with check (true);
grant select on directory_change to ihala_app;
create policy readers on directory_change for select to ihala_app using (
  organisation_id = (select me_organisation()) or (offer_id is not null and (select me_checks_offers())));

grant select, insert on offer_check to ihala_app;
create policy readers on offer_check for select to ihala_app using (organisation_id = (select me_organisation()) or (select me_checks_offers()));
create policy checked on offer_check for insert to ihala_app with check (
  checked_by = (select me_account()) and checked_by_organisation_id = (select me_organisation()) and (select me_checks_offers()));

-- How often offers said no in the last ninety days for a reason that lies with the offer, not with the person. Counts alone.
create or replace function offers_that_declined() returns table (offer_id uuid, declined integer)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if not me_checks_offers() then return; end if;
  return query select r.offer_id, count(*)::integer from referral r
    where r.state in ('declined', 'failed') and r.reason in ('no_capacity', 'service_not_offered', 'service_closed', 'wrong_contact', 'funding_ended') and r.offer_id is not null
      and coalesce(r.answered_at, r.completed_at, r.sent_at) > now() - interval '90 days'
    group by 1 having count(*) >= 2;
end $$;

-- What others say ----------------------------------------------------------------------------------------------------------
grant select, insert, update on directory_suggestion to ihala_app, ihala_worker, ihala_definer;
create policy readers on directory_suggestion for select to ihala_app using ((select me_kind()) = 'account' and (
  (organisation_id = (select me_organisation()) and (select me_edits_directory())) or created_by = (select me_account()) or (select me_keeps_directory())));
create policy say on directory_suggestion for insert to ihala_app with check (
  (select me_kind()) = 'account' and created_by = (select me_account()) and source <> 'public' and state = 'open');
create policy decide on directory_suggestion for update to ihala_app using (
  state = 'open' and ((organisation_id = (select me_organisation()) and (select me_edits_directory())) or created_by = (select me_account()) or (select me_keeps_directory())))
  with check (decided_by = (select me_account()));
create policy jobs on directory_suggestion to ihala_worker using (true) with check (true);
create policy functions on directory_suggestion to ihala_definer using (true) with check (true);

-- Links --------------------------------------------------------------------------------------------------------------------
grant select, insert on directory_link to ihala_app;
grant update (revoked_at) on directory_link to ihala_app;
create policy makers on directory_link for select to ihala_app using ((select me_kind()) = 'account' and (
  organisation_id = (select me_organisation()) or made_by_organisation_id = (select me_organisation())));
create policy make on directory_link for insert to ihala_app with check (
  made_by = (select me_account()) and made_by_organisation_id = (select me_organisation())
  and (select me_checks_offers() or (me_edits_directory() and directory_link.organisation_id = me_organisation())));
create policy take_back on directory_link for update to ihala_app using (
  (select me_kind()) = 'account' and made_by_organisation_id = (select me_organisation()) and (select me_checks_offers() or me_edits_directory()));
grant select, update on directory_link to ihala_definer;
create policy functions on directory_link to ihala_definer using (true);

-- What the holder of a link sees: names of the offers it is for, how they stand, and nothing of any place.
create or replace function open_directory_link(token bytea)
returns table (offer_id uuid, names jsonb, organisation_names jsonb, service text, state text, capacity text, wait_days integer, verified_at timestamptz,
  capacity_at timestamptz, answered boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  if me_kind() <> 'visitor' then raise insufficient_privilege; end if;
  return query select o.id, o.names, g.names, o.service, o.state, o.capacity, o.wait_days, o.verified_at, o.capacity_at,
      coalesce(o.confirmed_at >= l.made_at, false)
    from directory_link l join offer o on o.id = any (l.offer_ids) and o.organisation_id = l.organisation_id join organisation g on g.id = o.organisation_id
    where l.token_hash = token and l.revoked_at is null and l.expires_at > now() and o.state in ('published', 'stale', 'hidden') and g.state = 'active'
    order by o.service, o.id;
end $$;

-- One tap: how much room there is, and whether the rest is still right. False: no such link, or it is not for this offer.
create or replace function answer_directory_link(token bytea, wanted uuid, still boolean, light text, days integer) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare link directory_link;
begin
  if me_kind() <> 'visitor' then raise insufficient_privilege; end if;
  if light not in ('yes', 'waitlist', 'no', 'ask') or days not between 0 and 1000 then return false; end if;
  select l.* into link from directory_link l join organisation g on g.id = l.organisation_id and g.state = 'active'
    where l.token_hash = token and l.revoked_at is null and l.expires_at > now() and wanted = any (l.offer_ids) for update of l;
  if not found then return false; end if;
  perform set_config('ihala.source', 'link', true);
  update offer o set
    capacity = coalesce(light, o.capacity),
    wait_days = case when light is null then o.wait_days when light = 'waitlist' then days end,
    capacity_at = case when light is null then o.capacity_at else now() end,
    verified_at = case when still then now() else o.verified_at end,
    verified_how = case when still then 'provider' else o.verified_how end,
    confirmed_at = case when still then now() else o.confirmed_at end,
    state = case when still and o.state in ('stale', 'hidden') and (o.funding_ends_on is null or o.funding_ends_on >= current_date) then 'published' else o.state end,
    reminded_at = case when still then null else o.reminded_at end,
    rev = o.rev + 1
  where o.id = wanted and o.organisation_id = link.organisation_id and o.state in ('published', 'stale', 'hidden');
  if not found then return false; end if;
  update directory_link set answered_at = now() where id = link.id;
  insert into audit_line (organisation_id, kind, act, outcome, root_kind, root_id, detail)
  values (link.organisation_id, 'link', 'offer.by_link', 'applied', 'offer', wanted, jsonb_build_object('still', still, 'capacity', light));
  return true;
end $$;

-- Somebody without an account says that an entry is wrong; about entries that visitors see, and no other.
create or replace function suggest_from_public(suggestion_id uuid, wanted uuid, about_what text, fields jsonb, words text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare known offer;
begin
  if me_kind() <> 'visitor' then raise insufficient_privilege; end if;
  select * into known from offer o where o.id = wanted and o.state in ('published', 'stale') and o.organisation_active;
  if not found then return false; end if;
  insert into directory_suggestion (id, organisation_id, offer_id, source, about, proposed, note, created_at)
  values (suggestion_id, known.organisation_id, known.id, 'public', about_what, case when known.confidential then '{}' else fields end, words, now())
  on conflict (id) do nothing;
  return true;
end $$;

do $$
declare f text;
begin
  foreach f in array array['me_keeps_directory()', 'me_checks_offers()', 'offer_holds_no_place()', 'site_holds_no_place()', 'confidential_site_hides_offers()',
      'offers_follow_organisation()', 'keep_directory_history()', 'offers_that_declined()', 'open_directory_link(bytea)', 'answer_directory_link(bytea, uuid, boolean, text, integer)',
      'suggest_from_public(uuid, uuid, text, jsonb, text)'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public, ihala_app', f);
  end loop;
  grant execute on function me_keeps_directory(), me_checks_offers(), offers_that_declined(), open_directory_link(bytea), answer_directory_link(bytea, uuid, boolean, text, integer),
    suggest_from_public(uuid, uuid, text, jsonb, text) to ihala_app;
end $$;
