-- What was opened on a device without network, told by it afterwards. docs/decisions/057-files-on-a-device.md

-- One line for each look, marked as told by the device: the moment it names is brought between the day the case was put on
-- it and now. The id the device gave makes it one line however often it is told. Only of cases that this device was given,
-- whoever may see them now, and of files of theirs; anything else leaves nothing but its count. Null: not the asker's own.
create or replace function tell_looks(device uuid, told jsonb) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare d device; written integer;
begin
  -- held until the end: told twice at once, it is written once
  select * into d from device x where x.id = tell_looks.device and x.account_id = me_account() and me_kind() = 'account' for update;
  if d.id is null then return null; end if;
  with look as (
    select distinct on (t.id) t.id, t."caseId" as case_id, t."fileId" as file_id, t.at
    from jsonb_to_recordset(told) as t (id uuid, "caseId" uuid, "fileId" uuid, at timestamptz) order by t.id),
  given as (
    select k.id, k.case_id, f.id as file_id, coalesce(f.class, 3) as class, k.at, least(
      (select min(l.at) from audit_line l where l.root_id = k.case_id and l.act = 'read.put_on_device' and l.detail->>'device' = d.id::text),
      -- after a restore those lines may be gone, and what it holds was said by it and compared with what it may
      (select min(x.made_at) from device_record x where x.device_id = d.id and k.case_id = any (x.cases))) as since
    from look k left join file f on f.id = k.file_id and f.case_id = k.case_id
    where k.file_id is null or f.id is not null),
  kept as (
    insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome, detail)
    select d.organisation_id, 'account', d.account_id, case when g.file_id is null then 'read.case_on_device' else 'read.file_on_device' end,
      'case', g.case_id, 'read', jsonb_strip_nulls(jsonb_build_object('class', g.class, 'device', d.id, 'look', g.id, 'file', g.file_id,
        'seenAt', instant_text(least(greatest(g.at, g.since), now()))))
    from given g
    where g.since is not null and not exists (select 1 from audit_line l where l.root_id = g.case_id
      and l.act in ('read.case_on_device', 'read.file_on_device') and l.detail->>'look' = g.id::text and l.detail->>'device' = d.id::text)
    returning 1)
  select count(*) into written from kept;
  insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome, detail)
  values (d.organisation_id, 'account', d.account_id, 'sync.looks', 'device', d.id, 'read',
    jsonb_build_object('told', jsonb_array_length(told), 'written', written));
  return written;
end $$;

alter function tell_looks(uuid, jsonb) owner to ihala_definer;
revoke all on function tell_looks(uuid, jsonb) from public, ihala_app;
grant execute on function tell_looks(uuid, jsonb) to ihala_app;
