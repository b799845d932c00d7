-- Overrides lie beneath their case like consents; a stop is seen and confirmed by both sides; recordings by all staff.

grant select, insert on consent_override, sharing_stop to ihala_app;
grant update (decided_at, decided_by, approved, review_due_at, reviewed_at, reviewed_by, upheld, review_note) on consent_override to ihala_app;
grant update (confirmed_at, confirmed_by, kept) on sharing_stop to ihala_app;
grant select on consent_recording to ihala_app;

grant select on consent_override to ihala_definer;
create policy functions on consent_override for select to ihala_definer using (true);

create or replace function supervises_case(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select 1 from case_file c where c.id = wanted and c.organisation_id = me_organisation() and c.site_id = any (me_supervised()));
end $$;

-- Whether a second person signed this very line: for this case and recipient, on this ground, with at least these items.
create or replace function override_signed(wanted uuid, for_case uuid, recipient uuid, ground text, shared text[]) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select 1 from consent_override v where v.id = wanted and v.organisation_id = me_organisation()
    and v.case_id = for_case and v.recipient_id = recipient and v.basis = ground and v.approved and v.items @> shared);
end $$;

create policy related on consent_override for select to ihala_app using (
  organisation_id = me_organisation() and (case_id = me_case() or sees_case(case_id)));
create policy ask on consent_override for insert to ihala_app with check (
  case_id = me_case() and organisation_id = me_organisation() and me_works_cases() and asked_by = me_account()
  and decided_at is null and reviewed_at is null);
create policy sign on consent_override for update to ihala_app
  using (case_id = me_case() and organisation_id = me_organisation() and supervises_case(case_id));

-- Without a consent nothing enters the ledger that a second person has not signed, nor more than was signed.
create policy signed on consent as restrictive for insert to ihala_app with check (
  basis = 'consent' or override_signed(id, case_id, recipient_id, basis, items));

-- A handed-over copy holds nothing but items of the referral, each covered by a consent that the referral names: for this
-- case, this recipient and this purpose, in force on the day of sending. Whatever a route or a decision may get wrong.
create or replace function snapshot_consented(wanted uuid, receiver uuid, handed jsonb) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select 1 from referral_origin o join referral r on r.id = o.referral_id
    where o.referral_id = wanted and r.receiver_organisation_id = receiver and not exists (
      select 1 from jsonb_object_keys(handed) as item where item <> all (r.shared_items) or not exists (
        select 1 from consent n where n.id = any (o.consent_ids) and n.case_id = o.case_id and n.recipient_id = receiver
          and n.purpose = 'referral' and item = any (n.items) and n.expires_on > (r.sent_at at time zone 'Asia/Baghdad')::date
          and not exists (select 1 from consent_withdrawal w where w.consent_id = n.id))));
end $$;
create policy consented on referral_snapshot as restrictive for insert to ihala_app with check (
  snapshot_consented(referral_id, receiver_organisation_id, items));
-- what was handed over is closed, never changed
revoke update on referral_snapshot from ihala_app;
grant update (withdrawn_at) on referral_snapshot to ihala_app;

create policy sender on sharing_stop for select to ihala_app using (
  organisation_id = me_organisation() and sees_case_of_referral(referral_id));
create policy tell on sharing_stop for insert to ihala_app with check (
  organisation_id = me_organisation() and me_works_cases() and confirmed_at is null and of_case_at_hand(referral_id));
create policy written_down on sharing_stop for update to ihala_app using (
  referral_id = me_referral() and organisation_id = me_organisation() and me_works_cases() and sees_case_of_referral(referral_id));
create policy receiver on sharing_stop for select to ihala_app using (
  receiver_organisation_id = (select me_organisation()) and (select me_answers()) and receiver_site_id = any ((select me_sites())::uuid[]));
create policy confirm on sharing_stop for update to ihala_app using (
  referral_id = me_referral() and receiver_organisation_id = (select me_organisation()) and (select me_answers()) and receiver_site_id = any ((select me_sites())::uuid[]));

create policy staff on consent_recording for select to ihala_app using ((select me_kind()) = 'account');

drop trigger if exists touched on consent_override;
create trigger touched before insert or update on consent_override for each row execute function require_touched_case();
drop trigger if exists touched on sharing_stop;
create trigger touched before insert or update on sharing_stop for each row execute function require_touched_referral();

-- Reminders ---------------------------------------------------------------------------------------------------------
-- The worker sees no consent. These write alerts by its clock and tell it a number; an alert's id says what it is about,
-- so that it is written once.
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
  foreach f in array array['supervises_case(uuid)', 'snapshot_consented(uuid, uuid, jsonb)', 'override_signed(uuid, uuid, uuid, text, text[])'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to ihala_app', f);
  end loop;
end $$;
