-- Audit lines are linked into hash chains by a sealer, one chain for each organisation and one for lines of none
-- (docs/decisions/032). What the sealer writes stands apart, so that whoever leaves a line waits for nobody.

-- The transaction that wrote the line: what was committed late is found by PostgreSQL's own view of who is still under way.
alter table audit_line add column written_in xid8 not null default pg_current_xact_id();
create index audit_written on audit_line (written_in);

create table audit_seal (                  -- append-only
  organisation_id uuid not null,           -- of nobody: 00000000-0000-0000-0000-000000000000
  n bigint not null,
  line_id uuid not null,
  line_hash bytea not null,
  previous_hash bytea not null,
  hash bytea not null,
  sealed_at timestamptz not null,
  primary key (organisation_id, n)
);
create unique index audit_seal_line on audit_seal (line_id);

-- Every line written in a transaction before this one is sealed.
create table audit_sealer (
  single boolean primary key default true check (single),
  sealed_before xid8 not null
);

create table unusual_access (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  account_id uuid not null references account,
  site_id uuid references site,            -- whose supervisors were told
  rule text not null,
  hour timestamptz not null,
  seen integer not null,
  threshold integer not null,
  raised_at timestamptz not null,
  verdict text,
  reviewed_by uuid references account,
  reviewed_at timestamptz,
  unique (account_id, rule, hour)
);
create index unusual_access_list on unusual_access (organisation_id, raised_at desc, id);
