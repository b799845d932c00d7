-- account_access follows account_role and site by triggers, in the transaction that changes them; only functions see it.

grant select, insert, update, delete on account_access to ihala_definer;
grant select, update on delegation to ihala_definer;
create policy functions on delegation to ihala_definer using (true) with check (true);
create policy functions on account_access to ihala_definer using (true) with check (true);

-- Roles that meet people. An account of an organisation that meets nobody (police line, border, donor, directorate) has
-- none of them, whatever its administrator gave it.
create or replace function meeting_roles() returns text[] language sql immutable as $$
  select case_roles() || array['provider_focal_point','provider_worker'] $$;

-- The accounts given, or all those of an organisation: a role without a site counts for each of its sites; one for a
-- place, for those that lie in it. For whom somebody works while they are away stands beside it with its days, so that
-- sign-on finds what counts today without looking further.
create or replace function refresh_account_access(wanted uuid, of_organisation uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
  with recursive inside as (
    select r.place_code as area, r.place_code as code from account_role r join account a on a.id = r.account_id
      where r.place_code is not null and (a.id = wanted or a.organisation_id = of_organisation)
    union select i.area, p.code from place p join inside i on p.parent = i.code),
  given as (select r.account_id, r.role, s.id as site_id
    from account_role r join account a on a.id = r.account_id join organisation o on o.id = a.organisation_id
    left join site s on s.organisation_id = a.organisation_id and (s.id = r.site_id
      or (r.site_id is null and (r.place_code is null or s.place_code in (select code from inside i where i.area = r.place_code))))
    where (a.id = wanted or a.organisation_id = of_organisation) and (meets_people(o.unit_kind) or r.role <> all (meeting_roles())))
  insert into account_access (account_id, roles, sites, supervised, acting_for)
  select a.id,
    (select coalesce(array_agg(distinct g.role), '{}') from given g where g.account_id = a.id),
    (select coalesce(array_agg(distinct g.site_id), '{}') from given g where g.account_id = a.id and g.site_id is not null),
    (select coalesce(array_agg(distinct g.site_id), '{}') from given g where g.account_id = a.id and g.site_id is not null
      and g.role in ('case_supervisor', 'branch_manager')),
    (select jsonb_agg(jsonb_build_object('account', d.from_account_id, 'from', d.from_day, 'until', d.until_day, 'covers', d.covers, 'sites', d.site_ids) order by d.from_day)
      from delegation d where d.to_account_id = a.id and d.ended_at is null and d.until_day >= (now() at time zone 'Asia/Baghdad')::date)
  from account a where a.id = wanted or a.organisation_id = of_organisation
  on conflict (account_id) do update set roles = excluded.roles, sites = excluded.sites, supervised = excluded.supervised, acting_for = excluded.acting_for $$;

create or replace function account_access_follows_role() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then perform refresh_account_access(old.account_id, null); end if;
  if tg_op <> 'DELETE' then perform refresh_account_access(new.account_id, null); end if;
  return null;
end $$;

create or replace function account_access_follows_site() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then perform refresh_account_access(null, old.organisation_id); end if;
  if tg_op <> 'DELETE' then perform refresh_account_access(null, new.organisation_id); end if;
  return null;
end $$;

create or replace function account_access_follows_kind() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform refresh_account_access(null, new.id);
  return null;
end $$;

create or replace function account_access_follows_delegation() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform refresh_account_access(new.to_account_id, null);
  return null;
end $$;

-- Whoever has left is neither away nor standing in; cases of a leaver are handed over, not covered.
create or replace function delegations_end_with_account() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update delegation set ended_at = now(), ended_by = me_account() where ended_at is null and new.id in (from_account_id, to_account_id);
  return null;
end $$;

do $$
declare f text;
begin
  foreach f in array array['refresh_account_access(uuid, uuid)', 'account_access_follows_role()', 'account_access_follows_site()',
      'account_access_follows_kind()', 'account_access_follows_delegation()', 'delegations_end_with_account()'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public, ihala_app', f);
  end loop;
end $$;

drop trigger if exists access on account_role;
create trigger access after insert or update or delete on account_role for each row execute function account_access_follows_role();
drop trigger if exists access on site;
create trigger access after insert or delete or update of organisation_id on site for each row execute function account_access_follows_site();
drop trigger if exists access on organisation;
create trigger access after update of unit_kind on organisation for each row when (new.unit_kind is distinct from old.unit_kind)
  execute function account_access_follows_kind();
drop trigger if exists access on delegation;
create trigger access after insert or update on delegation for each row execute function account_access_follows_delegation();
drop trigger if exists delegations on account;
create trigger delegations after update of state on account for each row when (new.state <> 'active') execute function delegations_end_with_account();

select set_config('ihala.kind', 'loader', true);
select refresh_account_access(null, id) from organisation;
select set_config('ihala.kind', '', true);
