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
