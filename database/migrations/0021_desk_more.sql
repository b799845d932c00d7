-- Complaints by people without an account, and lists with something sensitive that two people answer for
-- (docs/decisions/039-a-desk-that-reminds.md).

-- drops: that somebody of the staff took a complaint down; null means that it came by the public page
alter table complaint alter column recorded_by drop not null;
alter table complaint
  add column code text unique,             -- as it is spoken, for whoever complained by the public page
  add column word_hash bytea,              -- keyed hash of the word they chose
  add constraint complaint_from_public check ((recorded_by is null) = (code is not null) and (code is null) = (word_hash is null));
-- what the officer for complaints says to whoever complained: read with code and word
alter table complaint_step add column is_answer boolean not null default false;

alter table export_log add column sensitive boolean not null default false; -- with C3 columns: only after a second person agreed

create table export_decision (             -- append-only
  export_id uuid primary key references export_log,
  organisation_id uuid not null references organisation,
  is_approved boolean not null,
  reason text,                             -- why not
  decided_at timestamptz not null,
  decided_by uuid not null references account,
  expires_at timestamptz not null
);

create table export_fetch (                -- append-only: a list with sensitive columns is fetched once
  export_id uuid primary key references export_log,
  organisation_id uuid not null references organisation,
  account_id uuid not null references account,
  fetched_at timestamptz not null default now()
);
