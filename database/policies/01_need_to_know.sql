-- Who may come to know what: the need-to-know matrix as the database holds it. src/permissions/need-to-know.ts holds the
-- same, a test compares them cell by cell, and 11_tenants.sql enforces it. Change both together.

create or replace function need_to_know() returns jsonb language sql immutable as $$ select '{
    "momd_branch": {"case":"own", "contact":"own", "needs":"own", "displacement":"own", "health":"never", "protection":"never", "legal":"referral", "border":"never", "centre_visits":"referral", "complaints":"never"},
    "momd_directorate": {"case":"counts", "contact":"never", "needs":"counts", "displacement":"own", "health":"counts", "protection":"counts", "legal":"counts", "border":"counts", "centre_visits":"counts", "complaints":"never"},
    "moi_centre": {"case":"referral", "contact":"referral", "needs":"referral", "displacement":"never", "health":"never", "protection":"referral", "legal":"referral", "border":"never", "centre_visits":"own", "complaints":"never"},
    "moi_police": {"case":"never", "contact":"never", "needs":"never", "displacement":"never", "health":"never", "protection":"never", "legal":"never", "border":"never", "centre_visits":"never", "complaints":"never"},
    "moi_border": {"case":"never", "contact":"never", "needs":"never", "displacement":"never", "health":"never", "protection":"never", "legal":"never", "border":"own", "centre_visits":"never", "complaints":"never"},
    "molsa": {"case":"referral", "contact":"referral", "needs":"referral", "displacement":"referral", "health":"never", "protection":"referral", "legal":"never", "border":"never", "centre_visits":"never", "complaints":"never"},
    "moh": {"case":"referral", "contact":"referral", "needs":"referral", "displacement":"never", "health":"referral", "protection":"referral", "legal":"never", "border":"never", "centre_visits":"never", "complaints":"never"},
    "state_service": {"case":"referral", "contact":"referral", "needs":"referral", "displacement":"referral", "health":"never", "protection":"never", "legal":"referral", "border":"never", "centre_visits":"never", "complaints":"never"},
    "provider": {"case":"referral", "contact":"referral", "needs":"referral", "displacement":"referral", "health":"referral", "protection":"referral", "legal":"referral", "border":"never", "centre_visits":"referral", "complaints":"never"},
    "un_partner": {"case":"referral", "contact":"referral", "needs":"referral", "displacement":"referral", "health":"referral", "protection":"referral", "legal":"referral", "border":"counts", "centre_visits":"never", "complaints":"never"},
    "donor": {"case":"never", "contact":"never", "needs":"counts", "displacement":"counts", "health":"counts", "protection":"counts", "legal":"counts", "border":"counts", "centre_visits":"counts", "complaints":"counts"}
  }'::jsonb $$;
-- An unknown kind or category is told nothing.
create or replace function may_be_told(kind text, category text) returns boolean language sql immutable as
  $$ select coalesce(need_to_know()->kind->>category in ('own', 'referral'), false) $$;
create or replace function meets_people(kind text) returns boolean language sql immutable as
  $$ select may_be_told(kind, 'case') $$;

create or replace function category_of_item(item text) returns text language sql immutable as $$
  select case when item in ('name', 'phone', 'age', 'sex', 'address', 'household', 'documents', 'safe_contact') then 'contact'
    when item in ('needs_summary', 'narrative') then 'needs'
    when item = 'displacement' then 'displacement' when item = 'health_summary' then 'health' end $$;
create or replace function items_never_for(kind text, items text[]) returns text[] language sql immutable as
  $$ select coalesce(array_agg(i order by n), '{}') from unnest(items) with ordinality x(i, n) where not may_be_told(kind, category_of_item(i)) $$;

-- What whoever gives a service cannot help coming to know, beside that there is a case with a need.
create or replace function category_of_service(service text) returns text language sql immutable as $$
  select case when service = 'LEG.LABOUR' then null
    when split_part(service, '.', 1) in ('HEA', 'MHP') then 'health'
    when split_part(service, '.', 1) in ('LEG', 'HLP') then 'legal'
    when split_part(service, '.', 1) in ('GBV', 'TIP', 'CHP') then 'protection' end $$;
create or replace function may_serve(kind text, service text) returns boolean language sql immutable as $$
  select may_be_told(kind, 'case') and may_be_told(kind, 'needs')
    and (category_of_service(service) is null or may_be_told(kind, category_of_service(service)))
    and not (kind = 'molsa' and coalesce(category_of_service(service), '') = 'protection' and service not in ('GBV.SHELTE', 'TIP.SHELTE')) $$;
