-- What devices write (docs/decisions/041-commands-of-devices.md): who wrote a field last, what needs a person's decision,
-- what could not be done and is kept.

-- Column → {r: revision, a: account, ms, c: clock, d: device, n: its number, k: case}, kept by triggers; null: as it was made.
alter table person add column marks jsonb;
alter table case_file add column marks jsonb;
alter table need add column marks jsonb;
alter table case_fact add column marks jsonb;
alter table task add column marks jsonb;

alter table action_ledger add column device_id uuid, add column n bigint;
create index action_ledger_device on action_ledger (device_id, n) where device_id is not null;

-- Two people wrote one field without knowing of each other. Both values stand here until one of them is chosen.
create table conflict (
  id uuid primary key,
  case_id uuid not null references case_file,
  organisation_id uuid not null references organisation,
  command_id uuid not null,               -- that brought the other value
  action text not null,                   -- that writes it
  input jsonb,                            -- its input with that field alone (C3); null: erased
  field text not null,
  rule text not null check (rule in ('review', 'safer', 'fork')),
  need_id uuid references need,
  standing jsonb,
  standing_by uuid references account,
  standing_at timestamptz,
  offered jsonb,
  offered_by uuid references account,
  offered_at timestamptz not null,
  raised_at timestamptz not null,
  due_at timestamptz not null,
  noticed_at timestamptz,                 -- its time had run out
  decided_at timestamptz,
  decided_by uuid references account,
  decision text check (decision in ('standing', 'offered', 'other')),
  rev bigint not null
);
create index conflict_case on conflict (case_id);
create index conflict_due on conflict (due_at) where decided_at is null;

-- A command of a device that could not be done. Everything that was typed is kept, sealed by a key of its own.
create table held_command (
  id uuid primary key,                    -- of the command
  organisation_id uuid not null references organisation,
  site_id uuid references site,           -- whose supervisors see it; null: its author alone
  account_id uuid not null references account,
  device_id uuid not null references device,
  n bigint not null,
  name text not null,
  case_id uuid,                           -- of a case that may not be there yet
  makes uuid[] not null default '{}',     -- ids that would be there had it been done
  group_id uuid not null,                 -- first of those that go together
  reason text not null,
  details jsonb not null default '{}',    -- codes and ids
  seen bigint,
  version integer not null,
  written_at timestamptz not null,
  held_at timestamptz not null default now(),
  master text not null,                   -- master key that opens the wrapped one; 'secret': the server's own
  wrapped bytea,                          -- null: destroyed
  ciphertext bytea not null,
  state text not null default 'held' check (state in ('held', 'done', 'set_aside')),
  settled_at timestamptz,
  settled_by uuid references account,
  done_by_id uuid,                        -- command that was performed instead
  set_aside_reason text
);
create index held_command_account on held_command (account_id) where state = 'held';
create index held_command_site on held_command (site_id) where state = 'held';
create index held_command_case on held_command (case_id);
