-- Kinds of organisations (who may come to know what stands in policies/11), roles for a governorate, delegation while
-- somebody is away, and case conferences.

alter table organisation add column unit_kind text check (unit_kind in ('momd_branch', 'momd_directorate', 'moi_centre',
  'moi_police', 'moi_border', 'molsa', 'moh', 'state_service', 'provider', 'un_partner', 'donor'));
-- Until an administrator says otherwise an office of the interior, and a court, counts as the most closed kind.
create function unit_kind_by_family(family text, ministry text) returns text language sql immutable as $$
  select case when family = 'international_organisation' then 'un_partner' when family <> 'state' then 'provider'
    when ministry = 'momd' then 'momd_branch' when ministry in ('molsa', 'moh') then ministry
    when ministry in ('moi', 'judiciary', 'mod', 'security') then 'moi_police' else 'state_service' end $$;
create function organisation_has_kind() returns trigger language plpgsql as $$
begin
  new.unit_kind := coalesce(new.unit_kind, unit_kind_by_family(new.family, new.ministry));
  return new;
end $$;
create trigger has_kind before insert or update on organisation for each row execute function organisation_has_kind();
do $$
begin
  perform set_config('ihala.kind', 'loader', true);
  update organisation set unit_kind = null;
  perform set_config('ihala.kind', '', true);
end $$;
alter table organisation alter column unit_kind set not null;

-- A role for every site of the organisation in a governorate.
alter table account_role add column place_code text references place;
alter table account_role add check (site_id is null or place_code is null);
alter table account_role drop constraint account_role_account_id_role_site_id_key;
alter table account_role add unique nulls not distinct (account_id, role, site_id, place_code);

create table delegation (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  from_account_id uuid not null references account,   -- away
  to_account_id uuid not null references account,     -- works for them
  covers text[] not null,                             -- cases, supervision
  site_ids uuid[],                                    -- of the supervised sites, these; null: all of them
  from_day date not null,
  until_day date not null,                            -- the last day
  made_by uuid not null references account,
  made_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid references account,
  check (from_account_id <> to_account_id),
  check (until_day >= from_day and until_day - from_day <= 92),
  check (covers <@ array['cases', 'supervision'] and covers <> '{}')
);
create index delegation_from on delegation (from_account_id) where ended_at is null;
create index delegation_to on delegation (to_account_id) where ended_at is null;
-- For whom an account works, and when: [{account, from, until, supervised}]. Sign-on takes what counts today.
alter table account_access add column acting_for jsonb;

-- A case conference: organisations at one table about one need. What each is told stands apart, as with referrals.
create table conference (
  id uuid primary key,
  organisation_id uuid not null references organisation, -- convenes
  case_id uuid not null references case_file,
  need_id uuid not null references need,
  code text not null unique,
  service text not null,
  state text not null,           -- proposed, person_consents, invited, joined, minutes_agreed, actions_tracked, ended
  meets_on date not null,
  ends_on date not null,         -- the last day on which anybody invited sees anything
  proposed_at timestamptz not null,
  proposed_by uuid not null references account,
  consented_at timestamptz,
  invited_at timestamptz,
  minutes text,
  minutes_at timestamptz,
  ended_at timestamptz,
  rev bigint not null default 0,
  check (ends_on >= meets_on and ends_on - meets_on <= 92)
);
create index conference_case on conference (case_id);

create table conference_seat (   -- one organisation at the table: what it may see of the conference itself
  id uuid primary key,
  conference_id uuid not null references conference,
  organisation_id uuid not null references organisation,
  invited_organisation_id uuid not null references organisation,
  invited_site_id uuid not null references site,
  code text not null,
  service text not null,
  meets_on date not null,
  items text[] not null,
  access_until date,             -- the last day: of the conference, or of the person's consent if that ends before
  invited_at timestamptz,
  joined_at timestamptz,
  joined_by uuid references account,
  ended_at timestamptz,
  rev bigint not null default 0,
  unique (conference_id, invited_organisation_id),
  check (organisation_id <> invited_organisation_id)
);
create index conference_seat_invited on conference_seat (invited_organisation_id, meets_on desc, id) where invited_at is not null;

create table conference_release ( -- what was handed over: only for whoever sits at the table, only while it lasts
  seat_id uuid primary key references conference_seat,
  conference_id uuid not null references conference,
  organisation_id uuid not null references organisation,
  invited_organisation_id uuid not null references organisation,
  items jsonb not null,
  consent_ids uuid[] not null,
  minutes text,
  released_at timestamptz not null,
  rev bigint not null default 0
);
create index conference_release_conference on conference_release (conference_id);
create index conference_release_consents on conference_release using gin (consent_ids);

create table conference_action (
  id uuid primary key,
  conference_id uuid not null references conference,
  organisation_id uuid not null references organisation,
  seat_id uuid references conference_seat, -- whose it is; null: the convenor's
  text text not null,
  due_on date not null,
  added_at timestamptz not null,
  added_by uuid not null references account,
  done_at timestamptz,
  done_by uuid references account,
  rev bigint not null default 0
);
create index conference_action_conference on conference_action (conference_id);
create index conference_action_seat on conference_action (seat_id);
