-- What the public pages say and a ministry changes without code: what this is, rights, questions with rumours corrected,
-- documents step by step, numbers to call. A row is one version of an entry; what it says never changes afterwards.
create table information (
  id uuid primary key,
  entry_id uuid not null,                                        -- what it is a version of
  version integer not null check (version > 0),
  organisation_id uuid references organisation (id),             -- whose keeper wrote it; null: it came with Ihala
  kind text not null check (kind in ('about', 'right', 'question', 'document', 'number')),
  position integer not null default 100 check (position between 0 and 10000),
  state text not null check (state in ('waiting', 'published', 'returned', 'replaced', 'withdrawn')),
  texts jsonb not null,                                          -- by language; Arabic always
  facts jsonb not null default '{}',
  places text[] not null default '{}',                           -- governorates it is for; none: everywhere
  source text not null,
  source_on date,                                                -- when the source said so
  unverified boolean not null default false,                     -- a proposal until somebody has asked the office it speaks of
  invented boolean not null default false,
  written_by uuid references account (id),
  written_at timestamptz not null,
  decided_by uuid references account (id),
  decided_at timestamptz,
  remark text,
  ended_by uuid references account (id),
  ended_at timestamptz,
  unique (entry_id, version),
  check (decided_by is null or written_by is null or decided_by <> written_by)
);
create unique index information_published on information (entry_id) where state = 'published';
create unique index information_waiting on information (entry_id) where state = 'waiting';
create index information_organisation on information (organisation_id);
create index information_written_by on information (written_by);
create index information_decided_by on information (decided_by);
create index information_ended_by on information (ended_by);
