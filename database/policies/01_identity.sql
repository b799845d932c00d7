-- Who is asking, read from transaction-local settings. A setting that was used before reads back as an empty string:
-- empty and null are both nobody.

create or replace function me_kind() returns text language sql stable as
  $$ select coalesce(nullif(current_setting('ihala.kind', true), ''), 'nobody') $$;
create or replace function me_account() returns uuid language sql stable as
  $$ select nullif(current_setting('ihala.account', true), '')::uuid $$;
create or replace function me_organisation() returns uuid language sql stable as
  $$ select nullif(current_setting('ihala.organisation', true), '')::uuid $$;
create or replace function me_sites() returns uuid[] language sql stable as
  $$ select coalesce(nullif(current_setting('ihala.sites', true), '')::uuid[], '{}') $$;
create or replace function me_supervised() returns uuid[] language sql stable as
  $$ select coalesce(nullif(current_setting('ihala.supervised', true), '')::uuid[], '{}') $$;
create or replace function me_roles() returns text[] language sql stable as
  $$ select coalesce(nullif(current_setting('ihala.roles', true), '')::text[], '{}') $$;
-- Colleagues who are away today and whose cases I work on; signing on says it, so that the last day needs no job.
create or replace function me_stands_in_for() returns uuid[] language sql stable as
  $$ select coalesce(nullif(current_setting('ihala.stands_in_for', true), '')::uuid[], '{}') $$;
create or replace function me_link() returns uuid language sql stable as
  $$ select nullif(current_setting('ihala.link', true), '')::uuid $$;
create or replace function me_link_referral() returns uuid language sql stable as
  $$ select nullif(current_setting('ihala.link_referral', true), '')::uuid $$;

-- Roles that open and work on cases; src/permissions/roles.ts holds the same.
create or replace function case_roles() returns text[] language sql immutable as
  $$ select array['intake_worker','caseworker','case_supervisor','branch_manager','legal_adviser','rgc_officer',
    'specialist_gbv','specialist_ct','specialist_child','specialist_mh'] $$;
create or replace function me_works_cases() returns boolean language sql stable as
  $$ select me_kind() = 'account' and me_roles() && case_roles() $$;
create or replace function me_answers() returns boolean language sql stable as
  $$ select me_kind() = 'account' and me_roles() && array['provider_focal_point','provider_worker'] $$;
create or replace function me_administers() returns boolean language sql stable as
  $$ select me_kind() = 'account' and 'system_admin' = any(me_roles()) $$;
create or replace function me_edits_directory() returns boolean language sql stable as
  $$ select me_kind() = 'account' and me_roles() && array['directory_editor','provider_focal_point'] $$;

-- What this transaction works on: set by touch_case and touch_case_of_referral (03), which ask for the relation and lock
-- the case; a new case sets it itself (04). Policies allow a write beneath a case only where it is this one.
create or replace function me_case() returns uuid language sql stable as
  $$ select nullif(current_setting('ihala.case', true), '')::uuid $$;
create or replace function me_referral() returns uuid language sql stable as
  $$ select nullif(current_setting('ihala.referral', true), '')::uuid $$;
-- The case whose revision is being raised, also where the asker sees only its referral; for triggers and settling alone.
create or replace function me_touched() returns uuid language sql stable as
  $$ select nullif(current_setting('ihala.touched', true), '')::uuid $$;
create or replace function me_rev() returns bigint language sql stable as
  $$ select nullif(current_setting('ihala.rev', true), '')::bigint $$;

-- Relations. A policy that looks into another table meets that table's policies, and theirs: PostgreSQL then prepares a
-- tree of plans for every row that is written (docs/decisions/015-cheap-policies.md). So a policy compares its own
-- columns and, last, asks one of these, each of which stands alone.
create or replace function in_team(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select 1 from case_team t where t.case_id = wanted and t.account_id = me_account() and t.until is null);
end $$;

-- The relation to a case, in one place: my case, a site I supervise, the case of somebody I stand in for, a team I am in. PostgreSQL puts the text of this
-- function in place of its calls. The organisation is asked beside it.
create or replace function relates_to(officer uuid, site uuid, wanted uuid) returns boolean language sql stable as
  $$ select officer = me_account() or site = any (me_supervised()) or officer = any (me_stands_in_for()) or in_team(wanted) $$;

create or replace function sees_case(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select 1 from case_file c
    where c.id = wanted and c.organisation_id = me_organisation() and relates_to(c.officer_id, c.site_id, c.id));
end $$;

create or replace function sees_person(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select 1 from case_file c
    where c.person_id = wanted and c.organisation_id = me_organisation() and relates_to(c.officer_id, c.site_id, c.id));
end $$;

create or replace function sees_case_of_referral(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select 1 from referral_origin o join case_file c on c.id = o.case_id
    where o.referral_id = wanted and c.organisation_id = me_organisation() and relates_to(c.officer_id, c.site_id, c.id));
end $$;

create or replace function of_case_at_hand(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select 1 from referral_origin o where o.referral_id = wanted and o.case_id = me_case());
end $$;

-- As one of its sides, by the same rules as the policies of referral.
create or replace function sees_referral(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select 1 from referral r where r.id = wanted and (
    (r.organisation_id = me_organisation()
      and (r.officer_id = me_account() or r.site_id = any (me_supervised()) or sees_case_of_referral(r.id)))
    or (r.receiver_organisation_id = me_organisation() and r.state not in ('draft', 'entered_in_error') and r.sent_at is not null
      and me_answers() and r.receiver_site_id = any (me_sites()))
    or (me_kind() = 'link' and r.id = me_link_referral())));
end $$;

-- What was handed over opens for the receiver with accepting, and not before.
create or replace function opens_snapshot(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select 1 from referral r where r.id = wanted and r.receiver_organisation_id = me_organisation()
    and r.state in ('accepted', 'in_service', 'on_hold', 'completed') and r.answered_at is not null
    and not (r.state = 'on_hold' and r.reason = 'waitlisted')
    and me_answers() and r.receiver_site_id = any (me_sites()));
end $$;

-- An alert about a referral goes to its other side, and nowhere else.
create or replace function tells_sender(wanted uuid, sender uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select 1 from referral r where r.id = wanted and r.organisation_id = sender)
    and (wanted = me_referral() or sees_referral(wanted));
end $$;
create or replace function tells_receiver(wanted uuid, receiver uuid, receiver_site uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select 1 from referral r where r.id = wanted and r.organisation_id = me_organisation()
    and r.receiver_organisation_id = receiver and r.receiver_site_id = receiver_site)
    and (wanted = me_referral() or sees_referral(wanted));
end $$;

create or replace function me_link_offer() returns uuid
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return (select r.offer_id from referral r where r.id = me_link_referral());
end $$;
