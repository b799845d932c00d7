-- The directory for programs of others: when it changed.

-- Imports run as the loader; nobody who signs in reads what other directories said.
grant select on directory_import, directory_import_line, directory_source to ihala_definer;
create policy jobs_read on directory_import for select to ihala_definer using (true);
create policy jobs_read on directory_import_line for select to ihala_definer using (true);
create policy jobs_read on directory_source for select to ihala_definer using (true);

-- An id and a time, which say nothing without the offer, and that has policies of its own.
grant select on offer_shown to ihala_app, ihala_definer;
grant insert, update on offer_shown to ihala_definer;
create policy anyone on offer_shown for select to ihala_app using (true);
create policy functions on offer_shown to ihala_definer using (true) with check (true);

-- What only its keepers read does not count: a client that asks what is new would fetch it for nothing, and would learn
-- that somebody worked on it. The clock, not the start of the transaction: who asks between would miss it for good.
create or replace function offer_shown_follows() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare unseen constant text[] := array['rev', 'contact_for_referral', 'saved_by', 'checked_by', 'checked_by_organisation_id',
  'wants_publishing', 'reminded_at', 'funding_warned_at', 'keeper_id', 'follow_up_on'];
begin
  if tg_op = 'INSERT' or to_jsonb(new) - unseen is distinct from to_jsonb(old) - unseen then
    insert into offer_shown values (new.id, clock_timestamp()) on conflict (offer_id) do update set changed_at = excluded.changed_at;
  end if;
  return null;
end $$;
drop trigger if exists shown on offer;
create trigger shown after insert or update on offer for each row execute function offer_shown_follows();

-- A site and an organisation are part of what is read with each of their offers.
create or replace function offer_shown_follows_part() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare seen constant text[] := case tg_table_name
  when 'site' then array['names', 'place_code', 'address', 'phone', 'opening', 'confidential', 'active', 'lon', 'lat']
  else array['names', 'code', 'family', 'ministry', 'state', 'descriptions', 'url', 'registrations', 'logo', 'contact_public'] end;
begin
  if (select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(new)) where key = any (seen))
    is distinct from (select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(old)) where key = any (seen)) then
    update offer_shown w set changed_at = clock_timestamp() from offer o
      where o.id = w.offer_id and case when tg_table_name = 'site' then o.site_id else o.organisation_id end = new.id;
  end if;
  return null;
end $$;
drop trigger if exists shown on site;
create trigger shown after update on site for each row execute function offer_shown_follows_part();
drop trigger if exists shown on organisation;
create trigger shown after update on organisation for each row execute function offer_shown_follows_part();

do $$
declare f text;
begin
  foreach f in array array['offer_shown_follows()', 'offer_shown_follows_part()'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public, ihala_app', f);
  end loop;
end $$;
