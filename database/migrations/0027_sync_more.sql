-- What devices wrote and could not be done has a clock; a device may have a longer lease by a supervisor's word
-- (docs/decisions/048-clocks-and-leases-of-devices.md).

-- What waits already begins its clock now.
alter table held_command add column remind_at timestamptz not null default now() + interval '1 day',
  add column due_at timestamptz not null default now() + interval '2 days',
  add column reminded_at timestamptz,     -- its author was told again
  add column noticed_at timestamptz;      -- its time had run out
create index held_command_due on held_command (due_at) where state = 'held';

-- Asked for by its owner, given by whoever supervises where it is at home, taken back by either.
alter table device add column longer_asked_until timestamptz,
  add column longer_until timestamptz,
  add column longer_by uuid references account;
