-- Sign-in: second factors, proofs, known devices, office codes, identity providers. The app's role reads and writes
-- none of these tables; it asks the functions below. A session comes into being in one function only, which refuses
-- where a second factor stands between.

do $$
declare t text;
begin
  foreach t in array array['sign_in_factor', 'printed_code', 'sign_in_ticket', 'known_device', 'sign_in_rule', 'office_code', 'factor_reset', 'identity_link'] loop
    execute format('grant select, insert, update, delete on %I to ihala_definer', t);
    execute format('create policy functions on %I to ihala_definer using (true) with check (true)', t);
  end loop;
end $$;

-- a session was once started without asking for a second factor
drop function if exists start_session(uuid, uuid, bytea, text, text, integer, integer);
-- and without saying when it locks
drop function if exists open_session(uuid, uuid, bytea, text, text, bytea, bytea, integer, integer);
drop function if exists begin_session(uuid, bytea, text, bytea, bytea, integer, integer, text[], bytea);
drop function if exists finish_session(bytea, uuid, bytea, text, bytea, bytea, integer, integer);

-- Inside: closed to the app -----------------------------------------------------------------------------------------------
create or replace function account_may_sign_in(wanted uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from account a join organisation o on o.id = a.organisation_id
    where a.id = wanted and a.state = 'active' and o.state in ('active', 'paused')) $$;

-- `floor`: roles that always need a factor on this server; `certified` in it means whoever holds a valid certificate.
create or replace function account_needs_factor(wanted uuid, floor text[]) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if exists (select 1 from account_access x join account a on a.id = x.account_id left join sign_in_rule r on r.organisation_id = a.organisation_id
    where x.account_id = wanted and x.roles && (floor || coalesce(r.roles, '{}'))) then return true; end if;
  if not 'certified' = any (floor) then return false; end if;
  return exists (select 1 from certificate c where c.account_id = wanted and c.revoked_at is null and current_date between c.granted_on and c.expires_on);
end $$;

-- One login that two people use: at desks on two networks within ten minutes, or on four devices at once. Nobody is
-- stopped; whoever supervises or administers is told, once a day.
create or replace function tell_of_shared_login(wanted uuid, device bytea, network bytea, kind_of_device text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare others integer; far boolean; org uuid;
begin
  select count(distinct s.device_hash), coalesce(bool_or(s.network_hash is distinct from network and s.label in ('windows', 'mac', 'linux')
      and kind_of_device in ('windows', 'mac', 'linux')), false)
    into others, far from session s
    where s.account_id = wanted and s.kind = 'browser' and s.ended_at is null and s.expires_at > now()
      and s.last_seen_at > now() - interval '10 minutes' and s.device_hash is not null and s.device_hash is distinct from device
      and s.label is distinct from 'other';
  -- what is no person's browser (a script with a password) is not a second person
  if kind_of_device = 'other' or (not far and others < 3) then return; end if;
  if exists (select 1 from alert l where l.subject_account_id = wanted and l.kind = 'account.shared_login' and l.at > now() - interval '1 day') then return; end if;
  select organisation_id into org from account where id = wanted;
  perform tell_about_account('account.shared_login', wanted, null);
  insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome, detail)
    values (org, 'account', wanted, 'session.shared_login', 'account', wanted, 'applied', jsonb_build_object('devices', others + 1));
end $$;

-- Tells the administrators, and whoever supervises where the account works; never `apart` and never the account itself.
create or replace function tell_about_account(what text, about uuid, apart uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into alert (id, organisation_id, account_id, kind, subject_account_id, at)
  select gen_random_uuid(), b.organisation_id, a.id, what, b.id, now()
  from account b left join account_access of_b on of_b.account_id = b.id
  join account a on a.organisation_id = b.organisation_id and a.state = 'active' and a.id <> b.id and a.id is distinct from apart
  join account_access x on x.account_id = a.id
  where b.id = about and ('system_admin' = any (x.roles) or x.supervised && of_b.sites) $$;

create or replace function open_session(session uuid, account uuid, hash bytea, how text, session_label text, device bytea, network bytea, idle_seconds integer, lasts_seconds integer, lock_seconds integer)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not account_may_sign_in(account) then raise insufficient_privilege; end if;
  insert into session (id, kind, token_hash, account_id, label, way, device_hash, network_hash, idle_seconds, lock_seconds, expires_at)
  values (session, 'browser', hash, account, session_label, how, device, network, idle_seconds, lock_seconds, now() + make_interval(secs => lasts_seconds));
  insert into known_device as d (account_id, token_hash, label) values (account, device, session_label)
  on conflict (account_id, token_hash) do update set last_at = now(), label = excluded.label;
  perform tell_of_shared_login(account, device, network, session_label);
end $$;

-- Factors change only by a session that has just proved who it is, or on the way in where a factor is asked for first.
create or replace function may_change_factors(session uuid, ticket bytea) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select me_kind() = 'account' and (
    exists (select 1 from session s where s.id = $1 and s.account_id = me_account() and s.kind = 'browser' and s.ended_at is null
      and s.reauthenticated_at > now() - interval '10 minutes')
    or exists (select 1 from sign_in_ticket t where t.hash = $2 and t.purpose = 'enrol' and t.account_id = me_account()
      and t.used_at is null and t.expires_at > now())) $$;

-- Signing in ----------------------------------------------------------------------------------------------------------------
create or replace function knows_device(wanted text, device bytea) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from known_device d join account a on a.id = d.account_id
    where d.token_hash = device and lower(a.login) = lower(wanted) and d.last_at > now() - interval '180 days'
      and (me_kind() = 'visitor' or (me_kind() = 'account' and a.id = me_account()))) $$;

-- The first step was right (the app has compared the hash). Opens the session, or a ticket where a factor stands between.
create or replace function begin_session(session uuid, hash bytea, session_label text, device bytea, network bytea, idle_seconds integer, lasts_seconds integer, lock_seconds integer, floor text[], ticket bytea)
returns table (outcome text, ways text[]) language plpgsql security definer set search_path = public, pg_temp as $$
declare found_ways text[]; next_step text;
begin
  if me_kind() <> 'account' or not coalesce(account_may_sign_in(me_account()), false) then raise insufficient_privilege; end if;
  select array_agg(distinct f.kind order by f.kind) into found_ways from sign_in_factor f where f.account_id = me_account() and f.confirmed_at is not null;
  if found_ways is null and not account_needs_factor(me_account(), floor) then
    perform open_session(session, me_account(), hash, 'password', session_label, device, network, idle_seconds, lasts_seconds, lock_seconds);
    return query select 'open'::text, '{}'::text[]; return;
  end if;
  next_step := case when found_ways is null then 'enrol' else 'second_factor' end;
  delete from sign_in_ticket t where t.expires_at < now() - interval '1 day';
  insert into sign_in_ticket (hash, purpose, account_id, expires_at)
  values (ticket, next_step, me_account(), now() + case when next_step = 'enrol' then interval '30 minutes' else interval '5 minutes' end);
  return query select next_step, coalesce(found_ways, '{}');
end $$;

-- What stands behind a ticket that still opens something.
create or replace function read_ticket(ticket bytea) returns table (purpose text, account_id uuid, organisation_id uuid, login text, session_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select t.purpose, t.account_id, a.organisation_id, a.login, t.session_id from sign_in_ticket t join account a on a.id = t.account_id
  where t.hash = ticket and t.used_at is null and t.expires_at > now() and t.failures < 5 and account_may_sign_in(t.account_id)
    and (me_kind() = 'visitor' or (me_kind() = 'account' and t.account_id = me_account())) $$;

create or replace function factors_of_ticket(ticket bytea)
returns table (id uuid, kind text, sealed bytea, credential_id text, public_key bytea, counter bigint, transports text[], rp_id text)
language sql stable security definer set search_path = public, pg_temp as $$
  select f.id, f.kind, f.sealed, f.credential_id, f.public_key, f.counter, f.transports, f.rp_id
  from read_ticket(ticket) t join sign_in_factor f on f.account_id = t.account_id and f.confirmed_at is not null
  where t.purpose in ('second_factor', 'reauthenticate') $$;

-- One try at a factor. The step, the printed code or the passkey's counter is used up in the same statement that finds
-- it unused, so that two at once cannot both be right. A wrong one counts; five end the ticket.
create or replace function prove_factor(ticket bytea, way text, factor uuid, step bigint, code bytea, seen bigint) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare t record; hits integer := 0;
begin
  select * into t from sign_in_ticket x where x.hash = ticket for update;
  if not found or t.used_at is not null or t.expires_at <= now() or t.failures >= 5 or t.purpose not in ('second_factor', 'reauthenticate')
    or (me_kind() <> 'visitor' and me_account() is distinct from t.account_id) then return 'over'; end if;
  if way = 'totp' then
    update sign_in_factor f set last_step = step, last_used_at = now()
    where f.id = factor and f.account_id = t.account_id and f.kind = 'totp' and f.confirmed_at is not null and f.last_step < step;
    get diagnostics hits = row_count;
  elsif way = 'codes' then
    update printed_code c set used_at = now() from sign_in_factor f
    where f.id = c.factor_id and f.confirmed_at is not null and c.account_id = t.account_id and c.code_hash = code and c.used_at is null;
    get diagnostics hits = row_count;
    if hits > 0 then update sign_in_factor f set last_used_at = now() where f.account_id = t.account_id and f.kind = 'codes' and f.confirmed_at is not null; end if;
  elsif way = 'passkey' then
    update sign_in_factor f set counter = seen, last_used_at = now()
    where f.id = factor and f.account_id = t.account_id and f.kind = 'passkey' and f.confirmed_at is not null
      and (seen > f.counter or (seen = 0 and f.counter = 0));
    get diagnostics hits = row_count;
  end if;
  if hits = 0 then
    update sign_in_ticket x set failures = x.failures + 1 where x.hash = ticket;
    -- whoever comes this far knows the password: its owner should hear of it
    if t.failures = 4 and t.purpose = 'second_factor' then
      insert into alert (id, organisation_id, account_id, kind, subject_account_id, at)
      select gen_random_uuid(), a.organisation_id, a.id, 'account.factor_guessed', a.id, now() from account a where a.id = t.account_id;
    end if;
    return 'wrong';
  end if;
  update sign_in_ticket x set used_at = now(), proved_in = pg_current_xact_id(), proved_by = way where x.hash = ticket;
  return 'right';
end $$;

-- The session at the end of a ticket: only in the transaction that proved the factor.
create or replace function finish_session(ticket bytea, session uuid, hash bytea, session_label text, device bytea, network bytea, idle_seconds integer, lasts_seconds integer, lock_seconds integer)
returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare t record;
begin
  select * into t from sign_in_ticket x where x.hash = ticket;
  if not found or t.purpose not in ('second_factor', 'enrol', 'passkey') or t.proved_in is distinct from pg_current_xact_id() then return false; end if;
  perform open_session(session, t.account_id, hash, t.proved_by, session_label, device, network, idle_seconds, lasts_seconds, lock_seconds);
  return true;
end $$;

-- A session's own proof -------------------------------------------------------------------------------------------------------
create or replace function open_ticket(ticket bytea, wanted text, session uuid, from_provider text, seconds integer) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if wanted in ('oidc_sign_in', 'passkey') and me_kind() = 'visitor' then null;
  elsif wanted in ('reauthenticate', 'register', 'oidc_link') and me_kind() = 'account'
    and exists (select 1 from session s where s.id = session and s.account_id = me_account() and s.ended_at is null) then null;
  else raise insufficient_privilege; end if;
  delete from sign_in_ticket t where t.expires_at < now() - interval '1 day';
  insert into sign_in_ticket (hash, purpose, account_id, session_id, provider, expires_at)
  values (ticket, wanted, me_account(), session, from_provider, now() + make_interval(secs => least(seconds, 900)));
end $$;

-- Uses a ticket up and says what it was for.
create or replace function take_ticket(ticket bytea, wanted text) returns table (account_id uuid, session_id uuid, provider text)
language sql security definer set search_path = public, pg_temp as $$
  update sign_in_ticket t set used_at = now()
  where t.hash = ticket and t.purpose = wanted and t.used_at is null and t.expires_at > now()
    and wanted in ('register', 'oidc_link', 'oidc_sign_in')
    and (t.account_id is null or (me_kind() = 'account' and t.account_id = me_account()))
  returning t.account_id, t.session_id, t.provider $$;

-- The password was right (the app has compared it), or the ticket's factor was, in this very transaction. That is use too:
-- it opens a session that had locked itself.
create or replace function prove_session(session uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
  update session s set reauthenticated_at = now(), last_seen_at = now() where s.id = $1 and s.account_id = me_account() and me_kind() = 'account' and s.ended_at is null $$;

create or replace function prove_session_by(ticket bytea) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update session s set reauthenticated_at = now(), last_seen_at = now() from sign_in_ticket t
  where t.hash = ticket and t.purpose = 'reauthenticate' and t.proved_in = pg_current_xact_id()
    and s.id = t.session_id and s.account_id = me_account() and me_kind() = 'account' and s.ended_at is null;
  return found;
end $$;

-- Another token for the same session, when what it may do has changed.
create or replace function renew_session(session uuid, hash bytea) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update session s set token_hash = hash where s.id = session and s.account_id = me_account() and me_kind() = 'account' and s.kind = 'browser' and s.ended_at is null;
  return found;
end $$;

-- Factors ---------------------------------------------------------------------------------------------------------------------
create or replace function own_factors() returns table (id uuid, kind text, label text, created_at timestamptz, last_used_at timestamptz, codes_left integer)
language sql stable security definer set search_path = public, pg_temp as $$
  select f.id, f.kind, f.label, f.created_at, f.last_used_at,
    case when f.kind = 'codes' then (select count(*)::integer from printed_code c where c.factor_id = f.id and c.used_at is null) end
  from sign_in_factor f where f.account_id = me_account() and me_kind() = 'account' and f.confirmed_at is not null order by f.created_at, f.id $$;

create or replace function own_passkeys() returns table (credential_id text, transports text[])
language sql stable security definer set search_path = public, pg_temp as $$
  select f.credential_id, f.transports from sign_in_factor f where f.account_id = me_account() and me_kind() = 'account' and f.kind = 'passkey' $$;

-- Begins an authenticator app or a sheet of printed codes; what was begun before and not finished is forgotten.
create or replace function begin_factor(session uuid, ticket bytea, factor uuid, wanted text, secret bytea, codes bytea[]) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not may_change_factors(session, ticket) or wanted not in ('totp', 'codes') then return false; end if;
  delete from sign_in_factor f where f.account_id = me_account() and f.kind = wanted and f.confirmed_at is null;
  insert into sign_in_factor (id, account_id, kind, sealed) values (factor, me_account(), wanted, secret);
  insert into printed_code (factor_id, account_id, code_hash) select factor, me_account(), c from unnest(codes) c;
  return true;
end $$;

create or replace function begun_secret(session uuid, ticket bytea) returns table (id uuid, sealed bytea)
language sql stable security definer set search_path = public, pg_temp as $$
  select f.id, f.sealed from sign_in_factor f
  where f.account_id = me_account() and f.kind = 'totp' and f.confirmed_at is null and may_change_factors($1, $2) $$;

-- The first right code makes it count and takes the place of the one before. On the way in it also proves the ticket.
create or replace function confirm_factor(session uuid, ticket bytea, wanted text, step bigint, code bytea) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare begun record;
begin
  if not may_change_factors(session, ticket) then return false; end if;
  select * into begun from sign_in_factor f where f.account_id = me_account() and f.kind = wanted and f.confirmed_at is null for update;
  if not found then return false; end if;
  if wanted = 'codes' then
    update printed_code c set used_at = now() where c.factor_id = begun.id and c.code_hash = code and c.used_at is null;
    if not found then return false; end if;
  elsif step is null then return false;
  end if;
  delete from sign_in_factor f where f.account_id = me_account() and f.kind = wanted and f.confirmed_at is not null;
  update sign_in_factor f set confirmed_at = now(), last_used_at = now(), last_step = coalesce(step, 0) where f.id = begun.id;
  update sign_in_ticket t set used_at = now(), proved_in = pg_current_xact_id(), proved_by = wanted where t.hash = ticket and t.purpose = 'enrol';
  return true;
end $$;

create or replace function add_passkey(session uuid, ticket bytea, factor uuid, credential text, key bytea, seen bigint, ways text[], host text, device text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not may_change_factors(session, ticket) then return false; end if;
  if (select count(*) from sign_in_factor f where f.account_id = me_account() and f.kind = 'passkey') >= 10 then return false; end if;
  insert into sign_in_factor (id, account_id, kind, label, credential_id, public_key, counter, transports, rp_id, confirmed_at)
  values (factor, me_account(), 'passkey', device, credential, key, seen, ways, host, now()) on conflict (credential_id) do nothing;
  if not found then return false; end if;
  update sign_in_ticket t set used_at = now(), proved_in = pg_current_xact_id(), proved_by = 'passkey' where t.hash = ticket and t.purpose = 'enrol';
  return true;
end $$;

-- `needed`: the last one of an account that must have one stays.
create or replace function remove_factor(session uuid, factor uuid, floor text[]) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not may_change_factors(session, null) then return 'not_fresh'; end if;
  perform 1 from sign_in_factor f where f.account_id = me_account() and f.confirmed_at is not null for update;
  if not exists (select 1 from sign_in_factor f where f.id = factor and f.account_id = me_account()) then return 'unknown'; end if;
  if account_needs_factor(me_account(), floor)
    and not exists (select 1 from sign_in_factor f where f.account_id = me_account() and f.confirmed_at is not null and f.id <> factor) then return 'needed'; end if;
  delete from sign_in_factor f where f.id = factor and f.account_id = me_account();
  return 'removed';
end $$;

-- For administrators and supervisors: whether, never what.
create or replace function safety_of_staff() returns table (account_id uuid, factors text[], sessions integer)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.id, coalesce((select array_agg(distinct f.kind order by f.kind) from sign_in_factor f where f.account_id = a.id and f.confirmed_at is not null), '{}'),
    (select count(*)::integer from session s where s.account_id = a.id and s.kind = 'browser' and s.ended_at is null and s.expires_at > now()
      and s.last_seen_at > now() - make_interval(secs => s.idle_seconds))
  from account a left join account_access x on x.account_id = a.id
  where me_kind() = 'account' and a.organisation_id = me_organisation() and (me_administers() or x.sites && me_supervised()) $$;

create or replace function factor_rule() returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce((select r.roles from sign_in_rule r where r.organisation_id = me_organisation()), '{}') where me_kind() = 'account' $$;

create or replace function set_factor_roles(wanted text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not me_administers() then return false; end if;
  insert into sign_in_rule as r (organisation_id, roles) values (me_organisation(), string_to_array(wanted, ' '))
  on conflict (organisation_id) do update set roles = excluded.roles, rev = r.rev + 1;
  return true;
end $$;

-- Help from the office ----------------------------------------------------------------------------------------------------------
-- Administrators for everybody of the organisation; a supervisor for those who work only where they supervise and hold
-- no office of their own.
create or replace function issue_office_code(code_id uuid, account uuid, hash bytea) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from account a left join account_access x on x.account_id = a.id
    where a.id = account and a.organisation_id = me_organisation() and a.state = 'active' and me_kind() = 'account' and a.id <> me_account()
      and (me_administers() or (cardinality(x.sites) > 0 and x.sites <@ me_supervised()
        and not x.roles && array['system_admin', 'data_protection_officer', 'complaints_officer', 'case_supervisor', 'branch_manager', 'directorate_manager']))) then return false; end if;
  update office_code o set expires_at = now() where o.account_id = account and o.used_at is null and o.expires_at > now();
  insert into office_code (id, account_id, organisation_id, code_hash, issued_by, expires_at)
  values (code_id, account, me_organisation(), hash, me_account(), now() + interval '24 hours');
  insert into alert (id, organisation_id, account_id, kind, subject_account_id, at)
  values (gen_random_uuid(), me_organisation(), account, 'account.code_issued', account, now());
  perform tell_about_account('account.code_issued', account, me_account());
  return true;
end $$;

create or replace function office_code_of(wanted text, code bytea) returns table (account_id uuid, organisation_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.id, a.organisation_id from office_code o join account a on a.id = o.account_id
  where me_kind() = 'visitor' and lower(a.login) = lower(wanted) and o.code_hash = code and o.used_at is null and o.expires_at > now()
    and account_may_sign_in(a.id) $$;

create or replace function use_office_code(wanted text, code bytea, hash text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare owner uuid;
begin
  if me_kind() <> 'visitor' then return false; end if;
  update office_code o set used_at = now() from account a
  where a.id = o.account_id and lower(a.login) = lower(wanted) and o.code_hash = code and o.used_at is null and o.expires_at > now()
    and account_may_sign_in(a.id) returning a.id into owner;
  if owner is null then return false; end if;
  insert into account_secret (account_id, password_hash) values (owner, hash)
  on conflict (account_id) do update set password_hash = excluded.password_hash, changed_at = now();
  update account a set must_change_password = false where a.id = owner;
  update session s set ended_at = now() where s.account_id = owner and s.ended_at is null;
  return true;
end $$;

create or replace function ask_factor_reset(reset uuid, account uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from account a where a.id = account and a.organisation_id = me_organisation() and a.state = 'active' and a.id <> me_account() and me_administers())
    then return false; end if;
  delete from factor_reset r where r.account_id = account and r.approved_at is null and (r.expires_at <= now() or r.asked_by = me_account());
  if exists (select 1 from factor_reset r where r.account_id = account and r.approved_at is null) then return false; end if;
  insert into factor_reset (id, account_id, organisation_id, asked_by, expires_at) values (reset, account, me_organisation(), me_account(), now() + interval '72 hours');
  insert into alert (id, organisation_id, account_id, kind, subject_account_id, at)
  values (gen_random_uuid(), me_organisation(), account, 'account.factor_reset_asked', account, now());
  perform tell_about_account('account.factor_reset_asked', account, me_account());
  return true;
end $$;

create or replace function approve_factor_reset(reset uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare whose uuid;
begin
  update factor_reset r set approved_by = me_account(), approved_at = now()
  where r.id = reset and me_kind() = 'account' and r.organisation_id = me_organisation()
    and r.approved_at is null and r.expires_at > now() and r.asked_by <> me_account() and r.account_id <> me_account()
    and (me_administers() or ('branch_manager' = any (me_roles())
      and exists (select 1 from account_access x where x.account_id = r.account_id and x.sites && me_supervised())))
  returning r.account_id into whose;
  if whose is null then return false; end if;
  delete from sign_in_factor f where f.account_id = whose;
  update session s set ended_at = now() where s.account_id = whose and s.ended_at is null;
  insert into alert (id, organisation_id, account_id, kind, subject_account_id, at)
  values (gen_random_uuid(), me_organisation(), whose, 'account.factor_reset', whose, now());
  return true;
end $$;

create or replace function open_factor_resets() returns table (id uuid, account_id uuid, display_name text, asked_by uuid, asked_by_name text, asked_at timestamptz, expires_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.id, r.account_id, a.display_name, r.asked_by, b.display_name, r.asked_at, r.expires_at
  from factor_reset r join account a on a.id = r.account_id join account b on b.id = r.asked_by left join account_access x on x.account_id = r.account_id
  where me_kind() = 'account' and r.organisation_id = me_organisation() and r.approved_at is null and r.expires_at > now() and r.account_id <> me_account()
    and (me_administers() or ('branch_manager' = any (me_roles()) and x.sites && me_supervised()))
  order by r.asked_at $$;

-- Identity providers ----------------------------------------------------------------------------------------------------------------
create or replace function account_of_identity(from_provider text, subject bytea, organisation_code text) returns table (account_id uuid, organisation_id uuid)
language sql security definer set search_path = public, pg_temp as $$
  update identity_link l set last_used_at = now() from account a join organisation o on o.id = a.organisation_id
  where me_kind() = 'visitor' and l.provider = from_provider and l.subject_hash = subject and a.id = l.account_id and o.code = organisation_code
    and account_may_sign_in(a.id)
  returning a.id, a.organisation_id $$;

create or replace function link_identity(session uuid, link uuid, from_provider text, subject bytea, organisation_code text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not may_change_factors(session, null)
    or not exists (select 1 from organisation o where o.id = me_organisation() and o.code = organisation_code) then return false; end if;
  insert into identity_link (id, account_id, provider, subject_hash) values (link, me_account(), from_provider, subject)
  on conflict do nothing;
  return found;
end $$;

create or replace function unlink_identity(session uuid, from_provider text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not may_change_factors(session, null) then return false; end if;
  delete from identity_link l where l.account_id = me_account() and l.provider = from_provider;
  return found;
end $$;

create or replace function own_identities() returns table (provider text, linked_at timestamptz, last_used_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select l.provider, l.linked_at, l.last_used_at from identity_link l where l.account_id = me_account() and me_kind() = 'account' $$;

-- Throttling -------------------------------------------------------------------------------------------------------------------------
-- A try is counted before it is made, under the lock of its keys, so that many at once cannot all be the first. Answers
-- the seconds to wait, or 0: go on. `free` tries of a key cost no wait; then it doubles from 5 seconds up to `most`.
create or replace function throttle_take(keys bytea[], free integer[], most integer[]) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare wait integer;
begin
  insert into sign_in_throttle (key_hash, failures, first_at) select k, 0, now() from unnest(keys) k order by k on conflict (key_hash) do nothing;
  perform 1 from sign_in_throttle t where t.key_hash = any (keys) order by t.key_hash for update;
  select coalesce(ceil(extract(epoch from max(t.blocked_until) - clock_timestamp())), 0)::integer into wait
    from sign_in_throttle t where t.key_hash = any (keys) and t.blocked_until > clock_timestamp();
  if wait > 0 then return wait; end if;
  update sign_in_throttle t set
    failures = n.tries, first_at = case when n.tries = 1 then clock_timestamp() else t.first_at end,
    blocked_until = case when n.tries >= n.free then clock_timestamp() + make_interval(secs => least(n.most, 2 ^ least(12, n.tries - n.free) * 5)) end
  from (select k.key, k.free, k.most, case when x.first_at < clock_timestamp() - interval '1 hour' then 1 else x.failures + 1 end as tries
    from unnest(keys, free, most) as k(key, free, most) join sign_in_throttle x on x.key_hash = k.key) n
  where t.key_hash = n.key;
  return 0;
end $$;

-- The try was right: what is the account's own is forgotten, what it shares with others is given back.
create or replace function throttle_right(own bytea[], shared bytea[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from sign_in_throttle t where t.key_hash = any (own || shared) order by t.key_hash for update;
  delete from sign_in_throttle t where t.key_hash = any (own);
  update sign_in_throttle t set failures = greatest(t.failures - 1, 0), blocked_until = null where t.key_hash = any (shared);
end $$;

-- One's own session, wherever it is; ended from another one.
create or replace function end_own_session(session uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update session s set ended_at = now() where s.id = session and s.account_id = me_account() and me_kind() = 'account' and s.ended_at is null;
  return found;
end $$;

do $$
declare f record;
begin
  for f in select p.oid::regprocedure as signature, p.proname in
      ('account_may_sign_in', 'account_needs_factor', 'tell_of_shared_login', 'tell_about_account', 'open_session', 'may_change_factors') as inner_one
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'public' and p.prosecdef and p.proname in ('account_may_sign_in', 'account_needs_factor', 'tell_of_shared_login', 'tell_about_account',
      'open_session', 'may_change_factors', 'knows_device', 'begin_session', 'read_ticket', 'factors_of_ticket', 'prove_factor', 'finish_session', 'open_ticket',
      'take_ticket', 'prove_session', 'prove_session_by', 'renew_session', 'own_factors', 'own_passkeys', 'begin_factor', 'begun_secret', 'confirm_factor',
      'add_passkey', 'remove_factor', 'safety_of_staff', 'factor_rule', 'set_factor_roles', 'issue_office_code', 'office_code_of', 'use_office_code',
      'ask_factor_reset', 'approve_factor_reset', 'open_factor_resets', 'account_of_identity', 'link_identity', 'unlink_identity', 'own_identities',
      'throttle_take', 'throttle_right', 'end_own_session') loop
    execute format('alter function %s owner to ihala_definer', f.signature);
    execute format('revoke all on function %s from public, ihala_app', f.signature);
    if not f.inner_one then execute format('grant execute on function %s to ihala_app', f.signature); end if;
  end loop;
end $$;
