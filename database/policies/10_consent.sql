-- Overrides lie beneath their case like consents; a stop is seen and confirmed by both sides; recordings by all staff.

grant select, insert on consent_override, sharing_stop to ihala_app;
grant update (decided_at, decided_by, approved, review_due_at, reviewed_at, reviewed_by, upheld, review_note) on consent_override to ihala_app;
grant update (confirmed_at, confirmed_by, kept) on sharing_stop to ihala_app;
grant select on consent_recording to ihala_app;

create policy related on consent_override for select to ihala_app using (
  organisation_id = (select me_organisation()) and exists (select 1 from case_file c where c.id = consent_override.case_id));
create policy ask on consent_override for insert to ihala_app with check (
  organisation_id = (select me_organisation()) and (select me_works_cases()) and asked_by = (select me_account())
  and decided_at is null and reviewed_at is null
  and exists (select 1 from case_file c where c.id = consent_override.case_id));
create policy sign on consent_override for update to ihala_app
  using (organisation_id = (select me_organisation())
    and exists (select 1 from case_file c where c.id = consent_override.case_id and c.site_id = any ((select me_supervised())::uuid[])))
  with check (organisation_id = (select me_organisation()));

-- Without a consent nothing enters the ledger that a second person has not signed, nor more than was signed.
create policy signed on consent as restrictive for insert to ihala_app with check (
  basis = 'consent' or exists (select 1 from consent_override o
    where o.id = consent.id and o.case_id = consent.case_id and o.recipient_id = consent.recipient_id and o.basis = consent.basis
      and o.approved and o.items @> consent.items));

create policy sender on sharing_stop for select to ihala_app using (
  organisation_id = (select me_organisation()) and exists (select 1 from referral_origin o where o.referral_id = sharing_stop.referral_id));
create policy tell on sharing_stop for insert to ihala_app with check (
  organisation_id = (select me_organisation()) and (select me_works_cases()) and confirmed_at is null
  and exists (select 1 from referral_origin o where o.referral_id = sharing_stop.referral_id));
create policy written_down on sharing_stop for update to ihala_app using (
  organisation_id = (select me_organisation()) and (select me_works_cases())
  and exists (select 1 from referral_origin o where o.referral_id = sharing_stop.referral_id));
create policy receiver on sharing_stop for select to ihala_app using (
  receiver_organisation_id = (select me_organisation()) and (select me_answers()) and receiver_site_id = any ((select me_sites())::uuid[]));
create policy confirm on sharing_stop for update to ihala_app using (
  receiver_organisation_id = (select me_organisation()) and (select me_answers()) and receiver_site_id = any ((select me_sites())::uuid[]));

create policy staff on consent_recording for select to ihala_app using ((select me_kind()) = 'account');

drop trigger if exists touched on consent_override;
create trigger touched before insert or update on consent_override for each row execute function require_touched_case();
drop trigger if exists touched on sharing_stop;
create trigger touched before insert or update on sharing_stop for each row execute function require_touched_referral();

-- Reminders ---------------------------------------------------------------------------------------------------------
-- The worker sees no consent. These write alerts by its clock and tell it a number; an alert's id says what it is about,
-- so that it is written once.
grant select on consent_override to ihala_definer;
create policy functions on consent_override for select to ihala_definer using (true);

create or replace function remind_of_consents(at timestamptz, days_before integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare written integer; today date := (at at time zone 'Asia/Baghdad')::date;
begin
  if session_user <> 'ihala_worker' then return 0; end if;
  insert into alert (id, organisation_id, account_id, site_id, kind, level, case_id, at)
  select distinct overlay(overlay(md5('case.consent_expires' || c.id || n.expires_on) placing '8' from 13) placing 'a' from 17)::uuid,
    c.organisation_id, c.officer_id, c.site_id, 'case.consent_expires', 0, c.id, $1
  from consent n join case_file c on c.id = n.case_id
  where n.expires_on > today and n.expires_on <= today + days_before and n.basis = 'consent' and c.closed_at is null
    and not exists (select 1 from consent_withdrawal w where w.consent_id = n.id)
    and not exists (select 1 from consent later where later.case_id = n.case_id and later.recipient_id = n.recipient_id
      and later.purpose = n.purpose and later.expires_on > n.expires_on and later.items @> n.items)
  on conflict do nothing;
  get diagnostics written = row_count;
  return written;
end $$;

create or replace function remind_of_overrides(at timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare written integer;
begin
  if session_user <> 'ihala_worker' then return 0; end if;
  insert into alert (id, organisation_id, account_id, site_id, kind, level, case_id, at)
  select overlay(overlay(md5('case.override_overdue' || v.id) placing '8' from 13) placing 'a' from 17)::uuid,
    c.organisation_id, null, c.site_id, 'case.override_overdue', 100, c.id, $1
  from consent_override v join case_file c on c.id = v.case_id
  where v.approved and v.reviewed_at is null and v.review_due_at <= $1
  on conflict do nothing;
  get diagnostics written = row_count;
  return written;
end $$;

do $$
declare f text;
begin
  foreach f in array array['remind_of_consents(timestamptz, integer)', 'remind_of_overrides(timestamptz)'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public, ihala_app', f);
    execute format('grant execute on function %s to ihala_worker', f);
  end loop;
end $$;
