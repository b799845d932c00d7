-- Second factors, re-authentication, known devices, office codes and sign-in by an organisation's own identity provider.
-- Nothing here is readable by the app's role but through functions (policies/08): a stolen dump holds hashes and sealed
-- secrets only.

-- A session begins with a proof of who it is; the column says when that was last proved. A program's token never counts.
alter table session add column reauthenticated_at timestamptz default now();
alter table session add column way text not null default 'password';  -- password, totp, codes, passkey
alter table session add column device_hash bytea;                     -- SHA-256 of the cookie of a known device
alter table session add column network_hash bytea;                    -- keyed: the table names no address

create table sign_in_factor (
  id uuid primary key,
  account_id uuid not null references account,
  kind text not null check (kind in ('totp', 'codes', 'passkey')),
  label text,                            -- kind of device, for passkeys
  sealed bytea,                          -- the TOTP secret under a key of the server's secret
  last_step bigint not null default 0,   -- TOTP: this step and every earlier one are used up
  credential_id text unique,
  public_key bytea,
  counter bigint not null default 0,
  transports text[] not null default '{}',
  rp_id text,                            -- the host the passkey was made for
  created_at timestamptz not null default now(),
  confirmed_at timestamptz,              -- null: begun and not yet shown to work
  last_used_at timestamptz
);
create unique index sign_in_factor_one on sign_in_factor (account_id, kind, (confirmed_at is null)) where kind <> 'passkey';
create index sign_in_factor_account on sign_in_factor (account_id);

create table printed_code (
  factor_id uuid not null references sign_in_factor on delete cascade,
  account_id uuid not null references account,
  code_hash bytea not null,              -- keyed: eight digits would be guessed from a plain hash
  used_at timestamptz,
  primary key (factor_id, code_hash)
);
create index printed_code_account on printed_code (account_id, code_hash);

-- Between two steps of one sign-in, or of one proof. Bound to what the first step showed; used once; minutes long.
create table sign_in_ticket (
  hash bytea primary key,
  purpose text not null check (purpose in ('second_factor', 'enrol', 'reauthenticate', 'register', 'oidc_sign_in', 'oidc_link')),
  account_id uuid references account,
  session_id uuid references session,
  provider text,
  failures integer not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  proved_in xid8,                        -- the transaction in which the second factor was right
  proved_by text
);
create index sign_in_ticket_expiry on sign_in_ticket (expires_at);

create table known_device (
  account_id uuid not null references account,
  token_hash bytea not null,
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  primary key (account_id, token_hash)
);

-- Which roles need a second factor beside those that always do (src/staff/factor-rule.ts). One row for an organisation.
create table sign_in_rule (
  organisation_id uuid primary key references organisation,
  roles text[] not null default '{}',
  rev bigint not null default 1
);

-- A code on paper that lets its reader choose a new password: no e-mail, no telephone.
create table office_code (
  id uuid primary key,
  account_id uuid not null references account,
  organisation_id uuid not null references organisation,
  code_hash bytea not null,
  issued_by uuid not null references account,
  issued_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index office_code_account on office_code (account_id) where used_at is null;

-- Taking all factors away needs two people.
create table factor_reset (
  id uuid primary key,
  account_id uuid not null references account,
  organisation_id uuid not null references organisation,
  asked_by uuid not null references account,
  asked_at timestamptz not null default now(),
  expires_at timestamptz not null,
  approved_by uuid references account,
  approved_at timestamptz,
  check (approved_by is null or (approved_by <> asked_by and approved_by <> account_id))
);
create unique index factor_reset_open on factor_reset (account_id) where approved_at is null;

-- An account and who it is at its organisation's identity provider: made by the account itself, never by an address.
create table identity_link (
  id uuid primary key,
  account_id uuid not null references account,
  provider text not null,
  subject_hash bytea not null,           -- keyed, of issuer and subject
  linked_at timestamptz not null default now(),
  last_used_at timestamptz,
  unique (provider, subject_hash),
  unique (account_id, provider)
);

-- What an alert is about when it is about a colleague's account.
alter table alert add column subject_account_id uuid references account;
create index alert_subject on alert (subject_account_id, kind, at) where subject_account_id is not null;
