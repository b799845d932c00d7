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
create or replace function me_link() returns uuid language sql stable as
  $$ select nullif(current_setting('ihala.link', true), '')::uuid $$;
create or replace function me_link_referral() returns uuid language sql stable as
  $$ select nullif(current_setting('ihala.link_referral', true), '')::uuid $$;

create or replace function me_works_cases() returns boolean language sql stable as
  $$ select me_kind() = 'account' and me_roles() && array['intake_worker','caseworker','case_supervisor','branch_manager','legal_adviser','rgc_officer'] $$;
create or replace function me_answers() returns boolean language sql stable as
  $$ select me_kind() = 'account' and me_roles() && array['provider_focal_point','provider_worker'] $$;
create or replace function me_administers() returns boolean language sql stable as
  $$ select me_kind() = 'account' and 'system_admin' = any(me_roles()) $$;
create or replace function me_edits_directory() returns boolean language sql stable as
  $$ select me_kind() = 'account' and me_roles() && array['directory_editor','provider_focal_point'] $$;
