-- Cases that were closed long ago: listed for the officer of data protection, who signs the list; only then does the job
-- take out of them what tells who somebody is (docs/decisions/036). A hold keeps one case as it is.

create table legal_hold (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  case_id uuid not null references case_file,
  case_code text not null,
  reason text not null,                    -- C2
  lawyer text not null,                    -- DP-75: by the officer of data protection together with a lawyer
  placed_at timestamptz not null,
  placed_by uuid not null references account,
  lifted_at timestamptz,
  lifted_by uuid references account
);
create unique index legal_hold_case on legal_hold (case_id) where lifted_at is null;

create table retention_list (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  made_at timestamptz not null,
  approved_at timestamptz,
  approved_by uuid references account,
  done_at timestamptz,
  erased integer not null default 0,
  kept integer not null default 0          -- held, or open again, when their turn came
);
create unique index retention_list_open on retention_list (organisation_id) where done_at is null;

create table retention_item (
  list_id uuid not null references retention_list,
  organisation_id uuid not null references organisation,
  case_id uuid not null references case_file,
  case_code text not null,
  rule text not null,                      -- closed_case, protected
  closed_at timestamptz not null,
  done_at timestamptz,
  outcome text,                            -- erased, kept
  primary key (list_id, case_id, rule)
);
create index retention_item_case on retention_item (case_id, rule);
