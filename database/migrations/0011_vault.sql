-- What is protected (class C4) lies in rows of its own, sealed before it gets here: docs/decisions/030-vault.md.
-- Nothing of a vault is named by its case, and no write to one raises the case's revision.

-- Who has learned what opens protected content. Opening is a matter of the day: nothing has to run for one to end.
create table certificate (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  account_id uuid not null references account,
  kind text not null check (kind in ('gbv', 'trafficking', 'child', 'mental_health', 'confidential_place', 'complaints')),
  granted_on date not null,
  expires_on date not null check (expires_on >= granted_on),  -- the last day on which it opens
  granted_by uuid not null references account,
  revoked_at timestamptz,
  noticed_at timestamptz,                  -- 30 days' notice was given
  ended_noticed_at timestamptz,            -- supervisors were told that it ended
  rev bigint not null default 0
);
create index certificate_account on certificate (account_id, kind);
create index certificate_ends on certificate (expires_on) where revoked_at is null and ended_noticed_at is null;

-- Sealed keys. The master key that opens those of the organisations is never in the database.
create table organisation_key (
  organisation_id uuid not null references organisation,
  version integer not null,
  wrapped bytea not null,
  master text not null,                    -- fingerprint of the master key it is sealed by
  made_at timestamptz not null default now(),
  primary key (organisation_id, version)
);

create table case_key (
  case_id uuid not null references case_file,
  organisation_id uuid not null references organisation,
  version integer not null,
  organisation_version integer not null,
  wrapped bytea,                           -- null: destroyed, and with it all it sealed
  made_at timestamptz not null default now(),
  destroyed_at timestamptz,
  destroyed_by uuid references account,
  primary key (case_id, version),
  check ((wrapped is null) = (destroyed_at is not null))
);
create unique index case_key_live on case_key (case_id) where destroyed_at is null;
create index case_key_organisation on case_key (organisation_id);

create table vault (
  id uuid primary key,
  case_id uuid not null references case_file,
  organisation_id uuid not null references organisation,
  kind text not null check (kind in ('gbv', 'trafficking', 'child', 'mental_health', 'confidential_place', 'complaints')),
  opened_at timestamptz not null,
  opened_by uuid not null references account,
  rev bigint not null default 0
);
create index vault_case on vault (case_id);

create table vault_team (
  vault_id uuid not null references vault,
  account_id uuid not null references account,
  organisation_id uuid not null references organisation,
  since timestamptz not null,
  added_by uuid not null references account,
  until timestamptz,
  rev bigint not null default 0,
  primary key (vault_id, account_id)
);
create index vault_team_account on vault_team (account_id) where until is null;

create table vault_entry (                 -- append-only; a correction names the entry it corrects
  id uuid primary key,
  vault_id uuid not null references vault,
  case_id uuid not null references case_file,
  organisation_id uuid not null references organisation,
  kind text not null,
  ciphertext bytea not null,
  key_version integer not null,            -- of the case's key
  happened_on date not null,
  entered_at timestamptz not null,
  author_id uuid not null references account,
  corrects_id uuid references vault_entry,
  rev bigint not null default 0
);
create index vault_entry_vault on vault_entry (vault_id, entered_at);

create table break_glass (
  id uuid primary key,
  case_id uuid not null references case_file,
  organisation_id uuid not null references organisation,
  site_id uuid not null references site,
  account_id uuid not null references account,
  reason text not null,                    -- a code; what the person wrote beside it is sealed
  ciphertext bytea not null,
  key_version integer not null,
  at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '60 minutes' check (expires_at <= at + interval '60 minutes'),
  review_due_at timestamptz not null,
  reviewed_at timestamptz,
  reviewed_by uuid references account check (reviewed_by <> account_id),
  finding text,
  late_noticed_at timestamptz,
  rev bigint not null default 0,
  check ((reviewed_at is null) = (finding is null) and (reviewed_at is null) = (reviewed_by is null))
);
create index break_glass_case on break_glass (case_id, account_id);
create index break_glass_due on break_glass (organisation_id, review_due_at) where reviewed_at is null;
