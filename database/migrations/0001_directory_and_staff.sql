-- Places, organisations, sites, offers; accounts, sessions. Text enumerations are checked by the rules, not here,
-- except where a wrong value would open a door.

create table place (
  code text primary key,                 -- P-code of COD-AB, or our own for units without one
  level smallint not null,               -- 1 governorate, 2 district, 3 sub-district, 4 town or village
  parent text references place,
  names jsonb not null,                  -- {ar, ckb, kmr, kmrLatin, en}
  aliases jsonb not null default '[]',
  lon double precision,
  lat double precision,
  administered_by text,                  -- apart from the parent: federal, krg, disputed
  valid_from date,
  valid_to date,
  note text
);
create index place_parent on place (parent);

create table holiday (
  id uuid primary key,
  place_code text references place,      -- null: the whole country
  day date not null,
  names jsonb not null,
  expected boolean not null default false, -- lunar dates are announced late
  source text not null
);

create table programme (
  code text not null,
  version integer not null,
  definition jsonb not null,
  published_at timestamptz not null default now(),
  primary key (code, version)
);

create table organisation (
  id uuid primary key,
  code text not null unique,             -- short, spoken
  family text not null,                  -- state, local_cso, national_ngo, international_ngo, international_organisation, private
  ministry text,                         -- momd, moi, molsa, moh, moe, moj ... for state bodies
  names jsonb not null,
  state text not null,                   -- active, paused, suspended, exited
  protocol_signed_on date,               -- information-sharing protocol (DP-01)
  invented boolean not null default false,
  rev bigint not null default 1
);

create table site (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  names jsonb not null,
  place_code text not null references place,
  code_prefix text not null,             -- first letters of the codes people speak
  address jsonb,                         -- null for a confidential place
  phone text,
  opening jsonb,
  confidential boolean not null default false,
  active boolean not null default true,
  check (not confidential or (address is null and phone is null))
);
create index site_organisation on site (organisation_id);

-- What stands here never leaves the server except to the organisation itself.
create table site_private (
  site_id uuid primary key references site,
  organisation_id uuid not null references organisation,
  address jsonb,
  phone text,
  lon double precision,
  lat double precision
);

create table offer (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  site_id uuid not null references site,
  service text not null,
  sector text not null,
  state text not null,                   -- draft, verified, published, stale, hidden, ended
  names jsonb not null,
  descriptions jsonb not null default '{}',
  areas text[] not null,                 -- P-codes covered, with everything inside them
  place_code text not null references place,
  lon double precision,                  -- null for a confidential place
  lat double precision,
  confidential boolean not null default false,
  eligibility jsonb not null,
  access jsonb not null,
  languages text[] not null,
  capacity text not null,                -- yes, waitlist, no, ask
  wait_days integer,
  capacity_at timestamptz not null,
  verified_at timestamptz not null,
  verified_how text not null,
  verify_every_days integer not null default 60,
  funding_ends_on date,
  contact_public jsonb,
  contact_for_referral jsonb,            -- named focal point, C1: staff only
  invented boolean not null default false,
  rev bigint not null default 1,
  check (not confidential or (lon is null and lat is null and contact_public is null))
);
create index offer_service on offer (service) where state = 'published';
create index offer_organisation on offer (organisation_id);

create table account (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  login text not null,
  display_name text not null,
  locale text not null default 'ar',
  digits text not null default 'arab',
  state text not null default 'active',  -- active, left
  must_change_password boolean not null default false,
  invented boolean not null default false,
  created_at timestamptz not null default now()
);
create unique index account_login on account (lower(login));
create index account_organisation on account (organisation_id);

create table account_secret (
  account_id uuid primary key references account,
  password_hash text not null,
  changed_at timestamptz not null default now()
);

create table account_role (
  account_id uuid not null references account,
  organisation_id uuid not null references organisation,
  role text not null,
  site_id uuid references site,          -- null: every site of the organisation
  unique nulls not distinct (account_id, role, site_id)
);

create table session (
  id uuid primary key,
  kind text not null default 'browser',  -- browser, token
  token_hash bytea not null unique,
  account_id uuid not null references account,
  label text,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  idle_seconds integer not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index session_account on session (account_id) where ended_at is null;

create table sign_in_throttle (
  key_hash bytea primary key,            -- keyed hash of login or address: the table names nobody
  failures integer not null,
  first_at timestamptz not null,
  blocked_until timestamptz
);
