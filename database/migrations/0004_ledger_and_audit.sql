create table action_ledger (
  id uuid primary key,
  account_id uuid,
  link_id uuid,
  name text not null,
  input_hash bytea not null,
  answer jsonb not null,
  at timestamptz not null default now()
);

create table audit_line (                  -- append-only
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid,
  at timestamptz not null default clock_timestamp(),
  kind text not null,                      -- account, visitor, link, person, worker
  account_id uuid,
  act text not null,                       -- action name, or read.<what>
  root_kind text,
  root_id uuid,
  outcome text not null,
  detail jsonb not null default '{}'       -- codes and ids only
);
create index audit_root on audit_line (root_id, at);
create index audit_organisation on audit_line (organisation_id, at);
