-- Files of a case, and who took data out. Bytes come first, in pieces, and are nobody's but the sender's; attaching makes
-- a file of a case of them (docs/decisions/035-files.md).

create table file_upload (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  account_id uuid not null references account,
  media_type text not null check (media_type in ('image/jpeg', 'application/pdf')),
  size integer not null check (size between 1 and 10485760),
  digest bytea not null,                  -- SHA-256 of what is kept, not of what came
  made_at timestamptz not null default now()
);
create index file_upload_account on file_upload (account_id, made_at);
create index file_upload_old on file_upload (made_at);

create table file_chunk (
  upload_id uuid not null references file_upload on delete cascade,
  place integer not null,
  bytes bytea not null check (octet_length(bytes) between 1 and 262144),
  primary key (upload_id, place)
);
-- pictures and PDFs are compressed already
alter table file_chunk alter column bytes set storage external;

create table file (
  id uuid primary key,
  case_id uuid not null references case_file,
  organisation_id uuid not null references organisation,
  upload_id uuid not null unique references file_upload,
  class smallint not null check (class between 2 and 3),
  kind text not null,
  title text,                             -- what it is, in the officer's words; the name it had is not kept
  media_type text not null,
  size integer not null,
  added_at timestamptz not null,
  added_by uuid not null references account,
  removed_at timestamptz,                 -- its bytes are gone, its line stays
  removed_by uuid references account,
  removal_reason text,
  rev bigint not null
);
create index file_case on file (case_id);

create table export_log (                 -- append-only
  id uuid primary key,
  organisation_id uuid not null references organisation,
  account_id uuid not null references account,
  what text not null check (what in ('cases', 'referrals')),
  format text not null check (format in ('csv', 'xlsx')),
  purpose text not null,
  reason text not null,
  made_at timestamptz not null,
  expires_at timestamptz not null
);
create index export_log_organisation on export_log (organisation_id, made_at desc, id desc);
