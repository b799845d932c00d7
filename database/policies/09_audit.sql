-- The audit: append-only for everybody, sealed by one function, read by few (docs/decisions/032).

create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'P0R03';
end $$;
revoke all on function refuse_change() from public;
drop trigger if exists append_only on audit_line;
create trigger append_only before update or delete or truncate on audit_line for each statement execute function refuse_change();
drop trigger if exists append_only on audit_seal;
create trigger append_only before update or delete or truncate on audit_seal for each statement execute function refuse_change();

-- Whoever leaves a line says neither when, nor in which transaction, nor under which id.
revoke insert on audit_line from ihala_app, ihala_worker, ihala_definer;
grant insert (organisation_id, kind, account_id, act, root_kind, root_id, outcome, detail) on audit_line to ihala_app, ihala_worker, ihala_definer;

grant select on audit_line to ihala_definer;
create policy functions on audit_line for select to ihala_definer using (true);
grant select, insert on audit_seal to ihala_definer;
create policy functions on audit_seal to ihala_definer using (true) with check (true);
grant select, insert, update on audit_sealer to ihala_definer;
create policy functions on audit_sealer to ihala_definer using (true) with check (true);
grant select on audit_seal to ihala_app;
create policy officer_of_data_protection on audit_seal for select to ihala_app using (
  organisation_id = (select me_organisation()) and 'data_protection_officer' = any ((select me_roles())::text[]));

-- The functions below look into these.
grant select on referral_origin, referral, need, file, conference, vault, account, account_access, organisation to ihala_definer;

-- One field of what is hashed: the length of its UTF-8 in bytes, a colon, the text, a comma; a minus and a comma for nothing.
create or replace function audit_field(value text) returns text language sql immutable as
  $$ select coalesce(octet_length(value) || ':' || value, '-') || ',' $$;
create or replace function audit_instant(at timestamptz) returns text language sql stable as
  $$ select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

-- Seals up to `most` lines that are not sealed yet, in the order of their writing within this batch; answers how many.
-- Another sealer at work: none. A line is never missed: whatever may still be committed was written in a transaction that
-- is not before `sealed_before`. After a restore into a new cluster, whose transactions count from low, it looks at all.
create or replace function seal_audit_lines(most integer) returns integer
language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  reach pg_snapshot;
  before xid8;
  restored boolean;
  now_at timestamptz := clock_timestamp();
  last xid8 := '0';
  l record;
  head_of uuid;
  head_n bigint;
  head bytea;
  line bytea;
  taken integer := 0;
  organisations uuid[] := '{}'; ns bigint[] := '{}'; lines uuid[] := '{}'; line_hashes bytea[] := '{}'; previous bytea[] := '{}'; hashes bytea[] := '{}';
begin
  if session_user <> 'ihala_worker' then raise insufficient_privilege; end if;
  if not pg_try_advisory_xact_lock(hashtextextended('ihala.seal_audit_lines', 0)) then return 0; end if;
  reach := pg_current_snapshot();
  before := coalesce((select s.sealed_before from audit_sealer s), '0');
  restored := before > pg_snapshot_xmax(reach);
  if restored then before := '0'; end if;
  for l in
    select x.*, coalesce(x.organisation_id, '00000000-0000-0000-0000-000000000000') as chain from (
      select a.* from audit_line a
      where a.written_in >= before and a.written_in < pg_snapshot_xmax(reach) and not exists (select from audit_seal s where s.line_id = a.id)
      order by a.written_in limit most) x
    order by chain, x.at, x.id
  loop
    if l.chain is distinct from head_of then
      head_of := l.chain;
      select s.n, s.hash into head_n, head from audit_seal s where s.organisation_id = head_of order by s.n desc limit 1;
      if not found then head_n := 0; head := decode(repeat('00', 32), 'hex'); end if;
    end if;
    head_n := head_n + 1;
    line := sha256(convert_to(audit_field(l.id::text) || audit_field(l.organisation_id::text) || audit_field(audit_instant(l.at)) || audit_field(l.kind)
      || audit_field(l.account_id::text) || audit_field(l.act) || audit_field(l.root_kind) || audit_field(l.root_id::text)
      || audit_field(l.outcome) || audit_field(l.detail::text), 'UTF8'));
    organisations := organisations || head_of; ns := ns || head_n; lines := lines || l.id; line_hashes := line_hashes || line; previous := previous || head;
    head := sha256(convert_to(audit_field(head_of::text) || audit_field(head_n::text) || audit_field(l.id::text) || audit_field(encode(line, 'hex'))
      || audit_field(encode(head, 'hex')) || audit_field(audit_instant(now_at)), 'UTF8'));
    hashes := hashes || head;
    if l.written_in > last then last := l.written_in; end if;
    taken := taken + 1;
  end loop;
  if taken > 0 then
    insert into audit_seal (organisation_id, n, line_id, line_hash, previous_hash, hash, sealed_at)
    select x.*, now_at from unnest(organisations, ns, lines, line_hashes, previous, hashes) as x;
  end if;
  -- nothing is written while nothing happens
  if taken > 0 or restored or exists (select from audit_line a where a.written_in >= before and a.written_in < pg_snapshot_xmin(reach)) then
    insert into audit_sealer (sealed_before)
    values (case when taken < most then pg_snapshot_xmin(reach) else least(last, pg_snapshot_xmin(reach)) end)
    on conflict (single) do update set sealed_before = excluded.sealed_before;
  end if;
  return taken;
end $$;

-- How far each chain is: for anchoring.
create or replace function audit_heads() returns table (organisation_id uuid, n bigint, hash text, sealed_at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  if session_user <> 'ihala_worker' then raise insufficient_privilege; end if;
  return query select h.organisation_id, h.n, encode(h.hash, 'hex'), h.sealed_at
    from (select id from organisation union all select '00000000-0000-0000-0000-000000000000') o
    cross join lateral (select s.* from audit_seal s where s.organisation_id = o.id order by s.n desc limit 1) h order by h.organisation_id;
end $$;

-- Somebody followed a request by its spoken code, or tried to: told on the case that has the code, if there is one.
create or replace function audit_track(wanted text, was_found boolean) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into audit_line (organisation_id, kind, act, root_kind, root_id, outcome, detail)
  select c.organisation_id, me_kind(), 'read.track', 'case', c.id, case when was_found then 'read' else 'denied' end, '{"class": 2}'
  from (select 1) one left join case_file c on c.code = wanted where me_kind() = 'visitor' $$;

-- When somebody looked: of what a device told afterwards, when it said so (31), not when it told.
create or replace function looked_at(line audit_line) returns timestamptz language sql stable as $$
  select case when line.act in ('read.case_on_device', 'read.file_on_device') then (line.detail->>'seenAt')::timestamptz else line.at end $$;

-- Who looked at a case, and at what was handed over of it. For whoever supervises its site, its officer (who prints it for the
-- person), the data protection officer, and the team of a vault of it. Looks at protected content only for that team: to
-- anybody else they would tell that there is some. Colleagues by name, others by organisation. By id, or by code for the
-- data protection officer, who sees no cases. Nothing to see and no case are one and the same; the asking leaves its line.
create or replace function who_looked(wanted uuid, wanted_code text, most integer) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  f case_file;
  protects boolean := me_kind() = 'account' and 'data_protection_officer' = any (me_roles());
  oversees boolean;
  vaults uuid[];
begin
  select * into f from case_file c
  where (c.id = wanted or (wanted_code is not null and protects and c.code = wanted_code)) and c.organisation_id = me_organisation() and me_kind() = 'account';
  vaults := array(select v.id from vault v where v.case_id = f.id and v.id = any (my_vaults()));
  oversees := coalesce(protects or f.site_id = any (me_supervised()), false);
  if not coalesce(oversees or f.officer_id = me_account() or cardinality(vaults) > 0, false) then f := null; end if;
  insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome, detail)
  values (me_organisation(), me_kind(), me_account(), 'read.who_looked', 'case', coalesce(f.id, wanted),
    case when f.id is null then 'absent' else 'read' end, '{"class": 2}');
  if f.id is null then return null; end if;
  return json_build_object('caseId', f.id, 'code', f.code, 'language', f.language, 'looks', (select coalesce(json_agg(x), '[]') from (
    with root as (
      select f.id as id, null::uuid as receiver union all
      select r.id, r.receiver_organisation_id from referral_origin o join referral r on r.id = o.referral_id where o.case_id = f.id union all
      select n.id, null from need n where n.case_id = f.id union all
      select d.id, null from file d where d.case_id = f.id union all
      select c.id, null from conference c where c.case_id = f.id union all
      select x.id, null from conflict x where x.case_id = f.id union all
      select h.id, null from held_command h where h.case_id = f.id union all
      select v, null from unnest(vaults) v),
    looked as (
      select looked_at(l) as at, l.act, l.kind, l.account_id, l.outcome = 'read' as saw, coalesce((l.detail->>'class')::integer, 3) as class,
        case when l.kind = 'link' then root.receiver else l.organisation_id end as organisation_id
      from root join audit_line l on l.root_id = root.id
      where l.act like 'read.%' and l.act <> 'read.who_looked' and (oversees or l.outcome = 'read')
        and (coalesce((l.detail->>'class')::integer, 3) < 4 or cardinality(vaults) > 0))
    select k.act, k.class, k.kind, k.saw, k.day, k.times, instant_text(k.first) as first, instant_text(k.last) as last, k.mine,
      a.display_name as name, (select e.roles from account_access e where e.account_id = k.account_id) as roles, g.names as "organisationNames"
    from (select l.act, l.class, l.kind, l.saw, l.organisation_id, l.organisation_id = f.organisation_id and l.kind = 'account' as mine,
        case when l.organisation_id = f.organisation_id then l.account_id end as account_id,
        (l.at at time zone 'UTC' + interval '3 hours')::date as day, count(*)::integer as times, min(l.at) as first, max(l.at) as last
      from looked l group by 1, 2, 3, 4, 5, 6, 7, 8) k
    left join account a on a.id = k.account_id left join organisation g on g.id = k.organisation_id
    order by k.last desc, k.act limit most) x));
end $$;

-- Counts of reading by the hour for the sweep, which sees no line: of all accounts, or of those given.
create or replace function reading_by_hour(since timestamptz, wanted uuid[])
returns table (account_id uuid, organisation_id uuid, hour timestamptz, opened integer, missed integer, searches integer)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  if session_user <> 'ihala_worker' then raise insufficient_privilege; end if;
  return query select l.account_id, o.id, date_trunc('hour', looked_at(l)),
      count(distinct l.root_id) filter (where l.outcome = 'read')::integer,
      (count(distinct l.root_id) filter (where l.outcome in ('absent', 'denied')) + count(*) filter (where l.outcome = 'denied' and l.root_id is null))::integer,
      count(*) filter (where l.act = 'read.people_search')::integer
    from organisation o join audit_line l on l.organisation_id = o.id and l.at >= since
    where l.kind = 'account' and l.act like 'read.%' and l.act not in ('read.who_looked', 'read.match', 'read.put_on_device', 'read.exported') and (wanted is null or l.account_id = any (wanted))
    group by 1, 2, 3;
end $$;

do $$
declare f text;
begin
  foreach f in array array['seal_audit_lines(integer)', 'audit_heads()', 'reading_by_hour(timestamptz, uuid[])'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public, ihala_app', f);
    execute format('grant execute on function %s to ihala_worker', f);
  end loop;
  foreach f in array array['audit_track(text, boolean)', 'who_looked(uuid, text, integer)'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to ihala_app', f);
  end loop;
end $$;

-- What looked unusual: the officer of data protection sees and reviews it, the supervisors of the site see it; nobody their own.
grant select, update (verdict, reviewed_by, reviewed_at) on unusual_access to ihala_app;
create policy officer_of_data_protection on unusual_access for select to ihala_app using (
  organisation_id = (select me_organisation()) and account_id <> (select me_account()) and 'data_protection_officer' = any ((select me_roles())::text[]));
create policy supervisors on unusual_access for select to ihala_app using (
  organisation_id = (select me_organisation()) and account_id <> (select me_account()) and site_id = any ((select me_supervised())::uuid[]));
create policy review on unusual_access for update to ihala_app using (
  organisation_id = (select me_organisation()) and account_id <> (select me_account()) and 'data_protection_officer' = any ((select me_roles())::text[]));
grant select, insert on unusual_access to ihala_worker;
create policy jobs on unusual_access to ihala_worker using (true) with check (true);
