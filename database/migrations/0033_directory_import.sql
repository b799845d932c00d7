-- Another directory comes in: the runs, and which record of it became which of ours.

-- A run of `ihala import`: found again by source and content, so that one that broke off goes on where it stopped.
create table directory_import (
  id uuid primary key,
  source_name text not null,             -- of the other directory, as whoever runs it names it
  kind text not null check (kind in ('hsds', 'table')),
  digest bytea not null,                 -- SHA-256 of what was read
  done_rows integer not null default 0,  -- up to here everything is settled
  all_rows integer not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  unique (source_name, digest)
);

-- What became of each row, with codes and ids, never with its text.
create table directory_import_line (
  import_id uuid not null references directory_import,
  row_number integer not null,
  line jsonb not null,
  primary key (import_id, row_number)
);

-- Which record of another directory became which of ours. By it a second import changes nothing, and knows its own.
create table directory_source (
  source_name text not null,
  entity text not null check (entity in ('organization', 'location', 'service')),
  source_id text not null,
  record_id uuid not null,               -- organisation, site or offer
  digest text not null,                  -- of what was last read from there
  seen_at timestamptz not null,
  primary key (source_name, entity, source_id)
);
create index directory_source_record on directory_source (record_id);
