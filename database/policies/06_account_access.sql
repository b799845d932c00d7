-- account_access follows account_role and site by triggers, in the transaction that changes them; only functions see it.

grant select, insert, update, delete on account_access to ihala_definer;
create policy functions on account_access to ihala_definer using (true) with check (true);

-- The accounts given, or all those of an organisation: a role without a site counts for each of its sites.
create or replace function refresh_account_access(wanted uuid, of_organisation uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into account_access (account_id, roles, sites, supervised)
  select a.id,
    (select coalesce(array_agg(distinct r.role), '{}') from account_role r where r.account_id = a.id),
    (select coalesce(array_agg(distinct s.id), '{}') from account_role r join site s on s.organisation_id = a.organisation_id
      and (r.site_id is null or s.id = r.site_id) where r.account_id = a.id),
    (select coalesce(array_agg(distinct s.id), '{}') from account_role r join site s on s.organisation_id = a.organisation_id
      and (r.site_id is null or s.id = r.site_id) where r.account_id = a.id and r.role in ('case_supervisor', 'branch_manager'))
  from account a where a.id = wanted or a.organisation_id = of_organisation
  on conflict (account_id) do update set roles = excluded.roles, sites = excluded.sites, supervised = excluded.supervised $$;

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

do $$
declare f text;
begin
  foreach f in array array['refresh_account_access(uuid, uuid)', 'account_access_follows_role()', 'account_access_follows_site()'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public, ihala_app', f);
  end loop;
end $$;

drop trigger if exists access on account_role;
create trigger access after insert or update or delete on account_role for each row execute function account_access_follows_role();
drop trigger if exists access on site;
create trigger access after insert or delete or update of organisation_id on site for each row execute function account_access_follows_site();

select set_config('ihala.kind', 'loader', true);
select refresh_account_access(null, id) from organisation;
select set_config('ihala.kind', '', true);
