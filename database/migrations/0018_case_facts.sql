-- What matching and the health item need beside the seven fields. Apart from the case: C3, read by those on the case and
-- by nobody who only sees clocks or lists.

create table case_fact (
  case_id uuid primary key references case_file,
  organisation_id uuid not null references organisation,
  household_types text[],                -- null: not asked
  avoid jsonb not null default '{}',     -- {organisations, sites, places, languages}: because the person said so, without why
  health_summary text,                   -- handed over only as the consented item of that name
  changed_at timestamptz not null,
  changed_by uuid not null references account,
  rev bigint not null
);
