-- Files: as the notes of the case. Bytes that nobody attached yet are written by their sender in one transaction, and
-- read by nobody.

grant select, insert, update on file to ihala_app;
grant select, insert on file_upload, file_chunk, export_log to ihala_app;

create policy related on file for select to ihala_app using (
  organisation_id = (select me_organisation()) and exists (select 1 from case_file c where c.id = file.case_id));
create policy work on file for insert to ihala_app with check (
  organisation_id = (select me_organisation()) and added_by = (select me_account()) and (select me_works_cases())
  and exists (select 1 from case_file c where c.id = file.case_id)
  and exists (select 1 from file_upload u where u.id = file.upload_id and u.account_id = (select me_account())
    and u.media_type = file.media_type and u.size = file.size));
create policy change on file for update to ihala_app using (
  organisation_id = (select me_organisation()) and (select me_works_cases())
  and exists (select 1 from case_file c where c.id = file.case_id));

create policy own on file_upload for select to ihala_app using (
  account_id = (select me_account()) and organisation_id = (select me_organisation()));
create policy own_insert on file_upload for insert to ihala_app with check (
  account_id = (select me_account()) and organisation_id = (select me_organisation()) and (select me_works_cases()));

create policy of_file on file_chunk for select to ihala_app using (
  exists (select 1 from file f where f.upload_id = file_chunk.upload_id and f.removed_at is null));
-- in the transaction of their upload alone: what is attached never grows
create policy own_insert on file_chunk for insert to ihala_app with check (
  exists (select 1 from file_upload u where u.id = file_chunk.upload_id and u.account_id = (select me_account()) and u.made_at = now()));

create policy own_insert on export_log for insert to ihala_app with check (
  account_id = (select me_account()) and organisation_id = (select me_organisation()));
create policy own on export_log for select to ihala_app using (
  organisation_id = (select me_organisation())
  and (account_id = (select me_account()) or 'data_protection_officer' = any ((select me_roles())::text[])));

grant select, delete on file_upload, file_chunk to ihala_definer;
grant select on file to ihala_definer;
create policy functions on file_upload to ihala_definer using (true);
create policy functions on file_chunk to ihala_definer using (true);
create policy functions on file for select to ihala_definer using (true);

-- A file that was taken out of its case leaves its line; its bytes go at once.
create or replace function file_bytes_go() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from file_chunk where upload_id = new.upload_id;
  return null;
end $$;

-- What nobody attached within a day, or two weeks where a device without network has the words, for the hourly job.
create or replace function forget_uploads() returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare gone integer;
begin
  if session_user <> 'ihala_worker' then return 0; end if;
  delete from file_upload u where u.made_at < now() - case when u.in_pieces then interval '14 days' else interval '1 day' end
    and not exists (select 1 from file f where f.upload_id = u.id);
  get diagnostics gone = row_count;
  return gone;
end $$;

alter function file_bytes_go() owner to ihala_definer;
alter function forget_uploads() owner to ihala_definer;
revoke all on function file_bytes_go() from public, ihala_app;
revoke all on function forget_uploads() from public, ihala_app;
grant execute on function forget_uploads() to ihala_worker;

drop trigger if exists touched on file;
create trigger touched before insert or update on file for each row execute function require_touched_case();
drop trigger if exists bytes_go on file;
create trigger bytes_go after update of removed_at on file for each row
  when (old.removed_at is null and new.removed_at is not null) execute function file_bytes_go();
