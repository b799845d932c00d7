-- Bytes that come over a link which breaks: piece by piece, each asked for by where it begins, until they are whole and
-- become an upload as any other (docs/decisions/046-files-that-wait.md).

create table file_arriving (
  id uuid primary key,                    -- made by the device; the upload has the same
  organisation_id uuid not null references organisation,
  account_id uuid not null references account,
  size integer not null check (size between 1 and 10485760),
  received integer not null default 0 check (received between 0 and size),
  made_at timestamptz not null default now(),
  touched_at timestamptz not null default now()
);
create index file_arriving_account on file_arriving (account_id);
create index file_arriving_old on file_arriving (touched_at);

create table file_arriving_piece (
  arriving_id uuid not null references file_arriving on delete cascade,
  start integer not null check (start >= 0),
  bytes bytea not null check (octet_length(bytes) between 1 and 262144),
  primary key (arriving_id, start)
);
alter table file_arriving_piece alter column bytes set storage external;

-- A device may lose its network between the last byte and the words about it: such an upload waits longer for them.
alter table file_upload add column in_pieces boolean not null default false;
