-- The life of an organisation in the directory (docs/decisions/049), and opening a governorate by data alone.

alter table organisation
  add column descriptions jsonb not null default '{}',     -- what it does, in languages
  add column url text,
  add column registrations jsonb not null default '[]',    -- [{register, number}]: federal, krg, ministry, abroad
  add column state_since timestamptz not null default now(),
  add column state_reason text,
  add column paused_until date,
  add column joined_at timestamptz,                        -- first active; null: known to the committee alone
  add column on_committee boolean not null default false;  -- its people with that role keep the directory; the operator says so
create function organisation_joins() returns trigger language plpgsql as $$
begin
  if new.state in ('active', 'paused', 'suspended') then new.joined_at := coalesce(new.joined_at, now()); end if;
  return new;
end $$;
create trigger joins before insert or update on organisation for each row execute function organisation_joins();
do $$
begin
  perform set_config('ihala.kind', 'loader', true);
  update organisation set joined_at = now();
  perform set_config('ihala.kind', '', true);
end $$;

-- How it came, and whom to ask there (C2): never shown to others.
create table organisation_application (
  organisation_id uuid primary key references organisation,
  source text not null check (source in ('self', 'invited')),
  code text not null unique,               -- spoken; opens with the word
  word_hash bytea not null,
  locale text not null default 'ar',
  contact jsonb not null default '{}',     -- {name, phone, mail}
  sectors text[] not null default '{}',     -- what it wishes to offer
  areas text[] not null default '{}',
  invited_by uuid references account,
  at timestamptz not null,
  applied_at timestamptz,                  -- null: invited and not heard from yet
  screening_due_at timestamptz,
  check ((applied_at is null) = (screening_due_at is null))
);

create table organisation_step (           -- append-only; the last one of a step counts
  id uuid primary key,
  organisation_id uuid not null references organisation,
  step text not null,                      -- registration, mandate, sanctions, psea, references, memorandum, protocol, conduct, training
  result text not null check (result in ('passed', 'failed', 'not_needed')),
  happened_on date not null,
  note text,
  recorded_at timestamptz not null,
  recorded_by uuid not null references account,
  recorded_at_organisation uuid not null references organisation
);
create index organisation_step_organisation on organisation_step (organisation_id, recorded_at);

create table organisation_event (          -- append-only: the story of its states
  id uuid primary key,
  organisation_id uuid not null references organisation,
  from_state text,
  to_state text not null,
  at timestamptz not null,
  account_id uuid references account,      -- null: by the public page, or by a day that came
  by_organisation_id uuid references organisation,
  reason text,
  note text,                               -- for the committee
  told text,                               -- for the organisation itself
  until date
);
create index organisation_event_organisation on organisation_event (organisation_id, at);

-- A governorate that is being opened, and what was ticked of its checklist; what Ihala can count is not stored.
create table growth (
  place_code text primary key references place,
  begun_at timestamptz not null,
  begun_by uuid not null references account,
  live_at timestamptz,
  live_by uuid references account,
  check ((live_at is null) = (live_by is null))
);
create table growth_tick (                 -- append-only; the last one of a gate counts
  id uuid primary key,
  place_code text not null references growth,
  gate text not null,
  done_on date,                            -- null: taken back
  note text,
  at timestamptz not null,
  account_id uuid not null references account
);
create index growth_tick_place on growth_tick (place_code, at);
