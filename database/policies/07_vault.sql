-- What is protected (C4). A vault is seen by its team while each of them is certified, and for at most an hour by a
-- certified supervisor who broke the glass. Nobody else sees that there is one: no policy here looks the other way.

-- The day in Iraq, which has no summer time.
create or replace function today_in_iraq() returns date language sql stable as
  $$ select ((now() at time zone 'UTC') + interval '3 hours')::date $$;

-- The kinds I am certified for today. Whoever administers the accounts reads nothing protected, certified or not.
create or replace function me_certificates() returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct c.kind), '{}') from certificate c
  where me_kind() = 'account' and not me_administers() and c.account_id = me_account() and c.organisation_id = me_organisation()
    and c.revoked_at is null and today_in_iraq() between c.granted_on and c.expires_on $$;

create or replace function me_certified(kind text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$ select $1 = any (me_certificates()) $$;

-- The vaults that are open to me now: of my team, or behind a glass I broke within the hour; certified for each.
create or replace function my_vaults() returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(v.id), '{}') from vault v
  where me_kind() = 'account' and v.organisation_id = me_organisation() and v.kind = any (me_certificates())
    and (exists (select 1 from vault_team t where t.vault_id = v.id and t.account_id = me_account() and t.until is null)
      or exists (select 1 from break_glass g where g.case_id = v.case_id and g.account_id = me_account() and g.expires_at > now())) $$;

-- Supervisors of the site, and who watches over data protection, look after each breaking of the glass.
create or replace function me_reviews(site uuid) returns boolean language sql stable as
  $$ select me_kind() = 'account' and (site = any (me_supervised()) or 'data_protection_officer' = any (me_roles())) $$;

-- Whether the sealed keys of a case are handed to the app for whoever asks: its vaults are open to me; I am certified and
-- lead the case or supervise its site (why I break its glass is sealed before it is broken; no entry is in sight yet); or
-- I review that somebody did.
create or replace function me_holds_keys_of(wanted uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select me_kind() = 'account' and (
    exists (select 1 from vault v where v.case_id = wanted and v.id = any (my_vaults()))
    or exists (select 1 from case_file c where c.id = wanted and c.organisation_id = me_organisation() and cardinality(me_certificates()) > 0
      and (c.officer_id = me_account() or c.site_id = any (me_supervised())))
    or exists (select 1 from break_glass g where g.case_id = wanted and g.organisation_id = me_organisation() and me_reviews(g.site_id))) $$;

create or replace function sealed_keys_of(wanted uuid)
returns table (version integer, wrapped bytea, organisation_version integer, organisation_wrapped bytea, master text)
language sql stable security definer set search_path = public, pg_temp as $$
  select k.version, k.wrapped, o.version, o.wrapped, o.master
  from organisation_key o left join case_key k on k.case_id = wanted
  where o.organisation_id = me_organisation() and me_holds_keys_of(wanted)
    and o.version = (select max(n.version) from organisation_key n where n.organisation_id = me_organisation())
  order by k.version $$;

-- The first key of an organisation stays; who comes second is given it.
create or replace function keep_organisation_key(sealed bytea, by_master text) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into organisation_key (organisation_id, version, wrapped, master)
  select me_organisation(), 1, sealed, by_master where me_kind() = 'account' and cardinality(me_certificates()) > 0
    and not exists (select 1 from organisation_key o where o.organisation_id = me_organisation())
  on conflict do nothing $$;

-- A key for a case that has no live one, sealed by the organisation's present key: else nothing is kept.
create or replace function keep_case_key(wanted uuid, sealed bytea, by_version integer) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into case_key (case_id, organisation_id, version, organisation_version, wrapped)
  select c.id, c.organisation_id, coalesce((select max(k.version) from case_key k where k.case_id = c.id), 0) + 1, by_version, sealed
  from case_file c where c.id = wanted and c.organisation_id = me_organisation() and me_holds_keys_of(wanted)
    and by_version = (select max(o.version) from organisation_key o where o.organisation_id = me_organisation())
  on conflict do nothing $$;

-- Destroys what opens the entries of a case, for good; tells those who wrote there. By the data protection officer.
create or replace function destroy_case_key(wanted_code text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare wanted uuid;
begin
  if me_kind() <> 'account' or not 'data_protection_officer' = any (me_roles()) then return false; end if;
  select c.id into wanted from case_file c where c.code = wanted_code and c.organisation_id = me_organisation();
  -- what a lawyer has put on hold stays until the hold is lifted (DP-75)
  if wanted is null or exists (select 1 from legal_hold h where h.case_id = wanted and h.lifted_at is null) then return false; end if;
  update case_key set wrapped = null, destroyed_at = now(), destroyed_by = me_account() where case_id = wanted and destroyed_at is null;
  insert into alert (id, organisation_id, account_id, kind, level, at)
  select gen_random_uuid(), me_organisation(), t.account_id, 'vault.destroyed', 0, now() from (select distinct m.account_id from vault_team m
    join vault v on v.id = m.vault_id where v.case_id = wanted and m.until is null) t;
  return true;
end $$;

-- Somebody's certificate ends or they leave: a supervisor gives all their vaults of one kind to a colleague who is
-- certified, unseen, before or after the end. Nobody takes them over for themselves.
create or replace function hand_over_vaults(from_account uuid, to_account uuid, of_kind text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if me_kind() <> 'account' or to_account in (me_account(), from_account) then return false; end if;
  if not exists (select 1 from account_access f, account_access t, account a where f.account_id = from_account and t.account_id = to_account
      and a.id = to_account and a.organisation_id = me_organisation() and a.state = 'active'
      and f.sites && me_supervised() and t.sites && me_supervised()
      and exists (select 1 from account x where x.id = from_account and x.organisation_id = me_organisation())) then return false; end if;
  if not exists (select 1 from certificate c where c.account_id = to_account and c.kind = of_kind and c.revoked_at is null
      and today_in_iraq() between c.granted_on and c.expires_on) then return false; end if;
  -- not from somebody who stays certified for another month
  if exists (select 1 from certificate c join account a on a.id = c.account_id where c.account_id = from_account and c.kind = of_kind
      and c.revoked_at is null and c.expires_on > today_in_iraq() + 30 and a.state = 'active') then return false; end if;
  insert into vault_team (vault_id, account_id, organisation_id, since, added_by)
  select t.vault_id, to_account, t.organisation_id, now(), me_account() from vault_team t join vault v on v.id = t.vault_id
  where t.account_id = from_account and t.until is null and v.kind = of_kind and v.organisation_id = me_organisation()
  on conflict (vault_id, account_id) do update set until = null, since = now(), added_by = me_account() where vault_team.until is not null;
  return true;
end $$;

-- The list of my vaults: the code of the case, no name. The asking leaves a line.
create or replace function read_my_vaults() returns json
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into audit_line (organisation_id, kind, account_id, act, root_kind, outcome, detail)
  values (me_organisation(), me_kind(), me_account(), 'read.vaults', 'vault', 'read', '{"class": 4}');
  return (select coalesce(json_agg(x), '[]') from (
    select v.id as "vaultId", v.case_id as "caseId", c.code, v.kind, instant_text(v.opened_at) as "openedAt",
      (select instant_text(max(g.expires_at)) from break_glass g where g.case_id = v.case_id and g.account_id = me_account() and g.expires_at > now()
        and not exists (select 1 from vault_team t where t.vault_id = v.id and t.account_id = me_account() and t.until is null)) as "glassUntil"
    from vault v join case_file c on c.id = v.case_id where v.id = any (my_vaults()) order by v.opened_at desc, v.id) x);
end $$;

-- The vaults of one case that are open to me, sealed. Each leaves its line under its own id; where none is open, the line
-- and the answer are the same whether there is one or not.
create or replace function read_vaults_of(wanted uuid) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare open uuid[];
begin
  select coalesce(array_agg(v.id order by v.opened_at, v.id), '{}') into open from vault v where v.case_id = wanted and v.id = any (my_vaults());
  insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome, detail)
  select me_organisation(), me_kind(), me_account(), 'read.vault', 'vault', v, case when v is null then 'absent' else 'read' end, '{"class": 4}'
  from unnest(case when cardinality(open) = 0 then array[null::uuid] else open end) v;
  if cardinality(open) = 0 then return null; end if;
  return (select json_build_object('caseId', c.id, 'organisationId', c.organisation_id, 'code', c.code, 'vaults', (select json_agg(x) from (
    select v.id as "vaultId", v.kind, instant_text(v.opened_at) as "openedAt",
      (select instant_text(max(g.expires_at)) from break_glass g where g.case_id = v.case_id and g.account_id = me_account() and g.expires_at > now()
        and not exists (select 1 from vault_team t where t.vault_id = v.id and t.account_id = me_account() and t.until is null)) as "glassUntil",
      (select coalesce(json_agg(m), '[]') from (select t.account_id as "accountId", a.display_name as "displayName", instant_text(t.since) as since
        from vault_team t join account a on a.id = t.account_id where t.vault_id = v.id and t.until is null order by t.since, t.account_id) m) as members,
      (select coalesce(json_agg(n), '[]') from (select e.id, e.kind, e.form, encode(e.ciphertext, 'base64') as sealed, e.key_version as "keyVersion",
          e.happened_on as "happenedOn", instant_text(e.entered_at) as "enteredAt", e.author_id as "authorId", a.display_name as "authorName", e.corrects_id as "correctsId",
          d.media_type as "mediaType", d.size, d.removal_reason as "removalReason"
        from vault_entry e join account a on a.id = e.author_id left join vault_file d on d.id = e.id
        where e.vault_id = v.id order by e.entered_at desc, e.id) n) as entries
    from unnest(open) with ordinality o(id, place) join vault v on v.id = o.id order by o.place) x))
    from case_file c where c.id = wanted);
end $$;

-- Every breaking of the glass that I look after, and my own: those that wait first. What was written is still sealed.
create or replace function read_broken_glass() returns json
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into audit_line (organisation_id, kind, account_id, act, root_kind, outcome, detail)
  values (me_organisation(), me_kind(), me_account(), 'read.broken_glass', 'break_glass', 'read', '{"class": 4}');
  return (select coalesce(json_agg(x), '[]') from (
    select g.id, g.case_id as "caseId", g.organisation_id as "organisationId", c.code, g.account_id as "accountId", a.display_name as "accountName", g.reason,
      encode(g.ciphertext, 'base64') as sealed, g.key_version as "keyVersion", instant_text(g.at) as at, instant_text(g.expires_at) as "expiresAt",
      instant_text(g.review_due_at) as "reviewDueAt", instant_text(g.reviewed_at) as "reviewedAt", r.display_name as "reviewerName", g.finding,
      g.account_id = me_account() as "isMine"
    from break_glass g join case_file c on c.id = g.case_id join account a on a.id = g.account_id left join account r on r.id = g.reviewed_by
    where g.organisation_id = me_organisation() and me_kind() = 'account' and (g.account_id = me_account() or me_reviews(g.site_id))
    order by g.reviewed_at desc nulls first, g.review_due_at, g.id limit 200) x);
end $$;

-- Puts a certified colleague on a vault that is open to whoever asks; whoever opened one begins by joining it.
create or replace function join_vault(wanted uuid, joining uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if me_kind() <> 'account' or not exists (select 1 from vault v join certificate c on c.account_id = joining and c.kind = v.kind and c.organisation_id = v.organisation_id
      join account a on a.id = joining and a.state = 'active'
    where v.id = wanted and v.organisation_id = me_organisation() and c.revoked_at is null and today_in_iraq() between c.granted_on and c.expires_on
      and (v.id = any (my_vaults()) or (joining = me_account() and v.opened_by = me_account() and not exists (select 1 from vault_team t where t.vault_id = v.id))))
  then return false; end if;
  insert into vault_team (vault_id, account_id, organisation_id, since, added_by) values (wanted, joining, me_organisation(), now(), me_account())
  on conflict (vault_id, account_id) do update set until = null, since = now(), added_by = me_account() where vault_team.until is not null;
  return true;
end $$;

-- Takes somebody off a vault, oneself too, as long as another active colleague who is certified stays on it.
create or replace function leave_vault(wanted uuid, leaving uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not wanted = any (my_vaults()) then return false; end if;
  update vault_team set until = now() where vault_id = wanted and account_id = leaving and until is null
    and exists (select 1 from vault_team o join vault v on v.id = o.vault_id join account a on a.id = o.account_id and a.state = 'active'
      join certificate c on c.account_id = o.account_id and c.kind = v.kind and c.revoked_at is null and today_in_iraq() between c.granted_on and c.expires_on
      where o.vault_id = wanted and o.account_id <> leaving and o.until is null);
  return found;
end $$;

-- An entry says the case and the kind of its vault: what it was sealed for.
create or replace function belongs_to_vault(wanted uuid, of_case uuid, of_kind text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from vault v where v.id = wanted and v.case_id = of_case and v.kind = of_kind and v.id = any (my_vaults())) $$;

-- A vault is a root of its own: each write beneath it raises its revision, which also queues its writers. What a loader or
-- a restore brings has its revisions already.
create or replace function raise_vault() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if me_kind() = 'loader' and session_user not in ('ihala_app', 'ihala_worker') then return new; end if;
  update vault set rev = rev + 1 where id = new.vault_id returning rev into new.rev;
  return new;
end $$;
drop trigger if exists raised on vault_entry;
create trigger raised before insert on vault_entry for each row execute function raise_vault();
drop trigger if exists raised on vault_team;
create trigger raised before insert or update on vault_team for each row execute function raise_vault();

-- Certificates: one's own; those of one's people; those of the colleagues one shares protected work with.
grant select, insert on certificate to ihala_app;
grant update (revoked_at) on certificate to ihala_app;
create policy known on certificate for select to ihala_app using (
  (select me_kind()) = 'account' and organisation_id = (select me_organisation())
  and (account_id = (select me_account()) or (select me_administers()) or (select cardinality(me_supervised())) > 0
    or kind = any ((select me_certificates())::text[])));
create policy grant_one on certificate for insert to ihala_app with check (
  organisation_id = (select me_organisation()) and granted_by = (select me_account()) and account_id <> (select me_account())
  and ((select me_administers()) or 'branch_manager' = any ((select me_roles())::text[])));
create policy revoke_one on certificate for update to ihala_app using (
  organisation_id = (select me_organisation()) and ((select me_administers()) or 'branch_manager' = any ((select me_roles())::text[])));
-- The sweep tells of what ends; it sees no vault.
grant select on certificate to ihala_worker;
grant update (noticed_at, ended_noticed_at) on certificate to ihala_worker;
create policy jobs on certificate to ihala_worker using (true) with check (true);
grant select (id, organisation_id, review_due_at, reviewed_at, late_noticed_at) on break_glass to ihala_worker;
grant update (late_noticed_at) on break_glass to ihala_worker;
create policy jobs_read on break_glass for select to ihala_worker using (true);
create policy jobs on break_glass for update to ihala_worker using (true) with check (true);

-- A vault and what lies in it
grant select, insert on vault, vault_entry to ihala_app;
grant select on vault_team to ihala_app;
create policy open_to_me on vault for select to ihala_app using (
  organisation_id = (select me_organisation()) and id = any ((select my_vaults())::uuid[]));
create policy open_one on vault for insert to ihala_app with check (
  organisation_id = (select me_organisation()) and opened_by = (select me_account()) and kind = any ((select me_certificates())::text[])
  and exists (select 1 from case_file c where c.id = vault.case_id and c.officer_id = (select me_account())));
create policy open_to_me on vault_team for select to ihala_app using (
  organisation_id = (select me_organisation()) and vault_id = any ((select my_vaults())::uuid[]));
create policy open_to_me on vault_entry for select to ihala_app using (
  organisation_id = (select me_organisation()) and vault_id = any ((select my_vaults())::uuid[]));
create policy write_one on vault_entry for insert to ihala_app with check (
  organisation_id = (select me_organisation()) and author_id = (select me_account()) and vault_id = any ((select my_vaults())::uuid[])
  and belongs_to_vault(vault_id, case_id, kind));

-- Breaking the glass: seen by who did it, and by who looks after it
grant select, insert on break_glass to ihala_app;
grant update (reviewed_at, reviewed_by, finding) on break_glass to ihala_app;
create policy known on break_glass for select to ihala_app using (
  organisation_id = (select me_organisation()) and (account_id = (select me_account()) or me_reviews(site_id)));
create policy break_one on break_glass for insert to ihala_app with check (
  organisation_id = (select me_organisation()) and account_id = (select me_account()) and site_id = any ((select me_supervised())::uuid[])
  and (select cardinality(me_certificates())) > 0
  and exists (select 1 from case_file c where c.id = break_glass.case_id and c.site_id = break_glass.site_id));
create policy review_one on break_glass for update to ihala_app using (
  organisation_id = (select me_organisation()) and account_id <> (select me_account()) and me_reviews(site_id));

-- Functions
grant select on certificate, vault, vault_team, vault_entry, break_glass, organisation_key, case_key to ihala_definer;
grant update on vault to ihala_definer;
grant insert, update on vault_team, case_key to ihala_definer;
grant insert on organisation_key to ihala_definer;
create policy functions on certificate for select to ihala_definer using (true);
create policy functions on vault to ihala_definer using (true) with check (true);
create policy functions on vault_team to ihala_definer using (true) with check (true);
create policy functions on vault_entry for select to ihala_definer using (true);
create policy functions on break_glass for select to ihala_definer using (true);
create policy functions on organisation_key to ihala_definer using (true) with check (true);
create policy functions on case_key to ihala_definer using (true) with check (true);

do $$
declare f text;
begin
  foreach f in array array['me_certified(text)', 'me_certificates()', 'my_vaults()', 'me_holds_keys_of(uuid)', 'sealed_keys_of(uuid)',
      'keep_organisation_key(bytea, text)', 'keep_case_key(uuid, bytea, integer)', 'destroy_case_key(text)', 'hand_over_vaults(uuid, uuid, text)',
      'read_my_vaults()', 'read_vaults_of(uuid)', 'read_broken_glass()', 'join_vault(uuid, uuid)', 'leave_vault(uuid, uuid)', 'belongs_to_vault(uuid, uuid, text)', 'raise_vault()'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to ihala_app', f);
  end loop;
end $$;
revoke execute on function raise_vault(), me_holds_keys_of(uuid) from ihala_app;
