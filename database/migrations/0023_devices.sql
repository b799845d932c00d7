-- Devices that hold a copy of cases, and what the server knows of each copy (docs/decisions/042-what-a-device-holds.md).

create table device (
  id uuid primary key,
  account_id uuid not null references account,
  organisation_id uuid not null references organisation,
  site_id uuid references site,          -- where it is at home: whoever supervises there may declare it lost
  name text not null,                    -- as its owner calls it
  kind text not null check (kind in ('phone', 'tablet', 'computer')),
  token_hash bytea not null unique,      -- of the token that hands in sealed envelopes and asks for nothing
  enrolled_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by uuid references account,
  wiped_at timestamptz,                  -- the device said that it emptied itself
  last_n bigint not null default 0,      -- highest number of its commands that has an outcome
  app_version integer,                   -- of the inputs its app writes
  last_seen_at timestamptz,
  lease_until timestamptz,
  counters jsonb                         -- {made, acknowledged, parked, parkedSince}: no content
);
create index device_account on device (account_id);
create index device_site on device (site_id) where revoked_at is null;

-- Raised when the server was restored from a backup: what was read before is another history. 2^32 times it is still a
-- whole number in JavaScript.
create table sync_epoch (
  epoch integer primary key check (epoch between 1 and 2097151),
  began_at timestamptz not null default now(),
  why text not null                      -- first, restore
);
insert into sync_epoch (epoch, why) values (1, 'first');

-- Where a new case begins: above every revision of the epochs before.
create function first_rev() returns bigint language sql stable as $$ select max(epoch)::bigint << 32 from sync_epoch $$;
alter table case_file alter column rev set default first_rev();
-- Revision at which rows beneath it were last erased: whoever holds an older one throws everything of it away first.
alter table case_file add column erased_rev bigint not null default 0;
-- When anybody last wrote beneath it: what rests for weeks shrinks to its summary on devices.
alter table case_file add column worked_at timestamptz not null default now();
-- Handed-over copies are read by revision too.
alter table referral_snapshot add column rev bigint not null default 0;

create table offline_choice (            -- cases somebody wants on their devices beside their own
  account_id uuid not null references account,
  case_id uuid not null references case_file,
  organisation_id uuid not null references organisation,
  scope smallint not null check (scope in (1, 2)), -- 1 summary, 2 whole
  chosen_at timestamptz not null default now(),
  primary key (account_id, case_id)
);
create index offline_choice_case on offline_choice (case_id);

-- What was given to a device, one state a page: the list of what a lost phone held. Read by functions alone.
create table device_record (
  device_id uuid not null references device,
  cookie bytea not null,
  epoch integer not null,
  cases uuid[] not null,
  revs bigint[] not null,                -- 0: held, and nobody knows at which revision
  scopes smallint[] not null,
  made_at timestamptz not null default clock_timestamp(),
  confirmed_at timestamptz,              -- the device came back with it: it holds at least this
  primary key (device_id, cookie)
);

-- Access that was taken away, to be written outside this database and taken away again after a restore. Ids only.
create table revocation (
  n bigint generated always as identity primary key,
  at timestamptz not null default now(),
  kind text not null check (kind in ('device', 'account', 'team')),
  subject text not null,
  written_at timestamptz
);
create index revocation_unwritten on revocation (n) where written_at is null;
