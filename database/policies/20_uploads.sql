-- Bytes that are still coming are their sender's alone: nobody else reads, continues or ends them.

grant select, insert, delete on file_arriving to ihala_app;
grant update (received, touched_at) on file_arriving to ihala_app;
grant select, insert on file_arriving_piece to ihala_app;

create policy own on file_arriving for select to ihala_app using (
  account_id = (select me_account()) and organisation_id = (select me_organisation()));
create policy own_insert on file_arriving for insert to ihala_app with check (
  account_id = (select me_account()) and organisation_id = (select me_organisation()) and received = 0 and (select me_works_cases()));
create policy own_update on file_arriving for update to ihala_app using (
  account_id = (select me_account()) and organisation_id = (select me_organisation()) and (select me_works_cases()));
create policy own_delete on file_arriving for delete to ihala_app using (
  account_id = (select me_account()) and organisation_id = (select me_organisation()));

create policy own on file_arriving_piece for select to ihala_app using (
  exists (select 1 from file_arriving a where a.id = file_arriving_piece.arriving_id and a.account_id = (select me_account())));
create policy own_insert on file_arriving_piece for insert to ihala_app with check (
  exists (select 1 from file_arriving a where a.id = file_arriving_piece.arriving_id and a.account_id = (select me_account())
    and a.received = file_arriving_piece.start + octet_length(file_arriving_piece.bytes)));

grant select, delete on file_arriving to ihala_definer;
create policy functions on file_arriving to ihala_definer using (true);

-- What nobody continued for a week, for the hourly job.
create or replace function forget_arriving() returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare gone integer;
begin
  if session_user <> 'ihala_worker' then return 0; end if;
  delete from file_arriving where touched_at < now() - interval '7 days';
  get diagnostics gone = row_count;
  return gone;
end $$;

alter function forget_arriving() owner to ihala_definer;
revoke all on function forget_arriving() from public, ihala_app;
grant execute on function forget_arriving() to ihala_worker;
