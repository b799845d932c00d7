-- Sessions that lock themselves, devices that are forgotten, a passkey as the only step; the roles that see the least.

-- A session that locked itself ---------------------------------------------------------------------------------------------
-- Whose session this is, for showing anew who they are and for signing out: the account without role or office. A session
-- that has ended, or was not used for longer than it may live, is nobody's here too.
create or replace function sign_on_to_prove(hash bytea, out session_id uuid, out account_id uuid, out organisation_id uuid, out display_name text, out login text,
  out locale text, out must_change_password boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  select x.id, a.id, a.organisation_id, a.display_name, a.login, a.locale, a.must_change_password
  into sign_on_to_prove.session_id, sign_on_to_prove.account_id, sign_on_to_prove.organisation_id, sign_on_to_prove.display_name, sign_on_to_prove.login,
    sign_on_to_prove.locale, sign_on_to_prove.must_change_password
  from session x join account a on a.id = x.account_id
  where x.token_hash = sign_on_to_prove.hash and x.ended_at is null and x.expires_at > now()
    and x.last_seen_at > now() - make_interval(secs => x.idle_seconds) and account_may_sign_in(a.id);
  if not found then return; end if;
  perform set_config('ihala.kind', 'account', true), set_config('ihala.account', sign_on_to_prove.account_id::text, true),
    set_config('ihala.organisation', sign_on_to_prove.organisation_id::text, true);
end $$;

-- A passkey as the only step ----------------------------------------------------------------------------------------------
-- Whose passkey this is, for a ticket that names nobody: only its own browser and device know the credential's name, so
-- it tells nobody who has an account.
create or replace function passkey_of_ticket(ticket bytea, credential text, host text)
returns table (id uuid, account_id uuid, organisation_id uuid, login text, public_key bytea, counter bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select f.id, a.id, a.organisation_id, a.login, f.public_key, f.counter
  from sign_in_ticket t, sign_in_factor f join account a on a.id = f.account_id
  where me_kind() = 'visitor' and t.hash = ticket and t.purpose = 'passkey' and t.used_at is null and t.expires_at > now() and t.failures < 5
    and f.kind = 'passkey' and f.credential_id = credential and f.rp_id = host and f.confirmed_at is not null and account_may_sign_in(a.id) $$;

-- One try (the app has looked at the signature; null: it was wrong). The counter is used up in the statement that finds it
-- unused. The ticket becomes the account's, and finish_session opens the session in this transaction and no other.
create or replace function prove_passkey(ticket bytea, factor uuid, seen bigint) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare t record; owner uuid;
begin
  select * into t from sign_in_ticket x where x.hash = ticket for update;
  if not found or me_kind() <> 'visitor' or t.purpose <> 'passkey' or t.used_at is not null or t.expires_at <= now() or t.failures >= 5 then return 'over'; end if;
  update sign_in_factor f set counter = seen, last_used_at = now()
  where f.id = factor and f.kind = 'passkey' and f.confirmed_at is not null and (seen > f.counter or (seen = 0 and f.counter = 0))
    and account_may_sign_in(f.account_id) returning f.account_id into owner;
  if owner is null then
    update sign_in_ticket x set failures = x.failures + 1 where x.hash = ticket;
    return 'wrong';
  end if;
  update sign_in_ticket x set used_at = now(), proved_in = pg_current_xact_id(), proved_by = 'passkey', account_id = owner where x.hash = ticket;
  return 'right';
end $$;

-- Devices that signed in before ---------------------------------------------------------------------------------------------
-- A known device has a count of guesses of its own (08): the fewer there are, the better. At each sign-in an account's
-- own list is cut to those used lately, the newest first; how long and how many, src/staff/session-settings.ts says.
create or replace function forget_old_devices(unused_days integer, most integer) returns void
language sql security definer set search_path = public, pg_temp as $$
  delete from known_device d using (
    select k.id, row_number() over (order by k.last_at desc, k.id) as place, k.last_at from known_device k where k.account_id = me_account()) old
  where d.id = old.id and me_kind() = 'account' and (old.place > most or old.last_at < now() - make_interval(days => unused_days)) $$;

-- `here`: the token of the session that asks, whose own device is marked.
create or replace function own_devices(here bytea) returns table (id uuid, label text, first_at timestamptz, last_at timestamptz, current boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select d.id, d.label, d.first_at, d.last_at, exists (select 1 from session s
      where s.account_id = me_account() and s.token_hash = here and s.device_hash = d.token_hash)
  from known_device d where d.account_id = me_account() and me_kind() = 'account' order by d.last_at desc, d.id $$;

-- Forgotten, it is a stranger's: its sessions end with it, but the one that says so.
create or replace function forget_device(device uuid, here bytea) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare gone bytea;
begin
  delete from known_device d where d.id = device and d.account_id = me_account() and me_kind() = 'account' returning d.token_hash into gone;
  if not found then return false; end if;
  update session s set ended_at = now() where s.account_id = me_account() and s.device_hash = gone and s.ended_at is null and s.token_hash is distinct from here;
  return true;
end $$;

-- Roles at the edge ----------------------------------------------------------------------------------------------------------
-- They belong to no line of cases; src/permissions/roles.ts holds the same. Whatever relation an account once had, whoever
-- holds nothing but these reads no person, no case, no referral and no colleague.
create or replace function edge_roles() returns text[] language sql immutable as
  $$ select array['interpreter','trainer','trainee','event_organiser','cpf_coordinator','border_officer','donor_viewer'] $$;
create or replace function me_at_edge() returns boolean language sql stable as
  $$ select me_kind() = 'account' and me_roles() <> '{}' and me_roles() <@ edge_roles() $$;
do $$
declare t text;
begin
  foreach t in array array['case_file', 'person', 'case_member', 'need', 'consent', 'note', 'task', 'case_event', 'case_team', 'referral', 'referral_origin',
      'referral_snapshot', 'referral_event', 'referral_link', 'delegation'] loop
    execute format('create policy not_at_the_edge on %I as restrictive to ihala_app using (not (select me_at_edge()))', t);
  end loop;
end $$;
create policy not_at_the_edge on account as restrictive for select to ihala_app using (not (select me_at_edge()) or id = (select me_account()));
create policy not_at_the_edge on account_role as restrictive for select to ihala_app using (not (select me_at_edge()) or account_id = (select me_account()));
-- Who sends people on reads what everybody reads on the portal; the others have no use for a directory.
create policy not_at_the_edge on offer as restrictive for select to ihala_app using (not (select me_at_edge())
  or (state = 'published' and (select me_roles() && array['event_organiser','cpf_coordinator','border_officer'])));

-- What is told to whoever gave the money: open needs by governorate and sector, of the organisation that lets them look.
-- No cell below ten, no office, no count of cases and no total (DP-08, proposal).
create or replace function published_figures() returns table (place_code text, sector text, count integer)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  if me_kind() <> 'account' or not 'donor_viewer' = any (me_roles()) then return; end if;
  return query select g.code, split_part(n.service, '.', 1), count(distinct n.case_id)::integer
    from need n join case_file c on c.id = n.case_id join site s on s.id = c.site_id join place g on g.level = 1 and starts_with(s.place_code, g.code)
    where c.organisation_id = me_organisation() and c.site_id = any (me_sites()) and c.closed_at is null
      and n.state in ('open', 'planned', 'referred', 'partly_met')
    group by 1, 2 having count(distinct n.case_id) >= 10
    order by 1, 3 desc, 2;
end $$;

do $$
declare f text;
begin
  foreach f in array array['published_figures()', 'sign_on_to_prove(bytea)', 'passkey_of_ticket(bytea, text, text)', 'prove_passkey(bytea, uuid, bigint)', 'forget_old_devices(integer, integer)', 'own_devices(bytea)', 'forget_device(uuid, bytea)'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public, ihala_app', f);
  end loop;
  grant execute on function published_figures(), sign_on_to_prove(bytea), passkey_of_ticket(bytea, text, text), prove_passkey(bytea, uuid, bigint), forget_old_devices(integer, integer), own_devices(bytea), forget_device(uuid, bytea) to ihala_app;
end $$;
