-- Devices: whoever owns one, whoever supervises where it is at home, and who administers the organisation.

grant select (id, account_id, organisation_id, site_id, name, kind, enrolled_at, revoked_at, revoked_by, wiped_at, last_n, app_version,
  last_seen_at, lease_until, counters), insert, update on device to ihala_app;
grant select on device to ihala_definer;
create policy related on device for select to ihala_app using (
  (select me_kind()) = 'account' and organisation_id = (select me_organisation())
  and (account_id = (select me_account()) or site_id = any ((select me_supervised())::uuid[]) or (select me_administers())));
create policy enrol on device for insert to ihala_app with check (
  (select me_kind()) = 'account' and organisation_id = (select me_organisation()) and account_id = (select me_account()));
create policy change on device for update to ihala_app using (
  (select me_kind()) = 'account' and organisation_id = (select me_organisation())
  and (account_id = (select me_account()) or site_id = any ((select me_supervised())::uuid[]) or (select me_administers())));
create policy functions on device for select to ihala_definer using (true);
