-- People and cases. Every row belongs to one organisation; a case is a root with a revision (`rev`) that every write
-- beneath it raises first (`touched`), held by a trigger in the policies folder.

create table person (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  site_id uuid not null references site,
  code text not null,
  name_parts jsonb not null default '{}', -- {given, father, grandfather, greatGrandfather, family, mother, ...}
  code_name text,
  display_name text not null,
  sex text not null,
  birth_date date,
  birth_precision text not null default 'unknown',
  birth_year integer,
  language text not null,
  interpreter_needed boolean not null default false,
  contact_safety jsonb not null,          -- C3: {mode, phone?, hours?, callAs?, codeWord?, mayLeaveMessage, through?}
  chosen_word_hash bytea,
  place_code text references place,
  governorate text,
  search_keys text[] not null default '{}',
  search_version integer not null default 1,
  rev bigint not null default 0,
  unique (organisation_id, code)
);
create index person_search on person using gin (search_keys);
create index person_site on person (organisation_id, site_id);

create table case_file (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  site_id uuid not null references site,
  officer_id uuid not null references account,
  person_id uuid not null references person,   -- the contact person
  code text not null,
  programme text not null,
  programme_version integer not null,
  episode integer not null default 1,
  state text not null,
  urgency text not null,
  urgency_reason text,
  display_name text not null,             -- code name or given and father's name: lists need no join
  status_category text not null,
  age_band text not null,
  sex text not null,
  language text not null,
  place_code text references place,
  returned_from_abroad boolean,
  conflict_displaced boolean,
  documents_held text[],                  -- null: not asked
  opened_on date not null,
  entered_at timestamptz not null,
  entered_late boolean not null default false,
  next_contact_at timestamptz,
  next_due_at timestamptz,                -- least of referral clocks, tasks and next contact; kept by settle_case
  next_due_kind text,
  next_due_ref uuid,
  open_needs integer not null default 0,
  waiting_referrals integer not null default 0,
  pending jsonb,                          -- what waits for a second person: {kind: 'urgency'|'closing', to, reason, by, at}
  closed_at timestamptz,
  closure_reason text,
  remaining_needs text,
  rev bigint not null default 4294967296, -- epoch 1 x 2^32
  touched xid8 not null default pg_current_xact_id(),
  unique (organisation_id, code),
  foreign key (programme, programme_version) references programme
);
create index case_due on case_file (officer_id, next_due_at, id) where closed_at is null;
create index case_site on case_file (site_id, next_due_at) where closed_at is null;
create index case_person on case_file (person_id);

create table case_team (
  case_id uuid not null references case_file,
  account_id uuid not null references account,
  organisation_id uuid not null references organisation,
  relation text not null,                 -- helper, interpreter, specialist
  since timestamptz not null,
  until timestamptz,
  primary key (case_id, account_id)
);
create index case_team_account on case_team (account_id) where until is null;

create table case_member (
  id uuid primary key,
  case_id uuid not null references case_file,
  organisation_id uuid not null references organisation,
  name_parts jsonb not null default '{}',
  display_name text not null,
  relationship text not null,
  sex text not null,
  age_band text not null,
  added_at timestamptz not null,
  removed_at timestamptz,
  rev bigint not null
);
create index case_member_case on case_member (case_id);

create table need (
  id uuid primary key,
  case_id uuid not null references case_file,
  organisation_id uuid not null references organisation,
  member_id uuid references case_member,  -- null: everybody in the case
  service text not null,
  severity integer not null check (severity between 1 and 4),
  priority integer not null,              -- the person's own order
  state text not null,                    -- open, planned, referred, met, partly_met, not_met, withdrawn
  stated_by_person boolean not null default true,
  blocks text[] not null default '{}',
  unblocks_need_id uuid,
  unmet_reason text,
  happened_on date not null,
  entered_at timestamptz not null,
  entered_by uuid not null references account,
  rev bigint not null
);
create index need_case on need (case_id);

create table consent (                    -- append-only
  id uuid primary key,
  case_id uuid not null references case_file,
  organisation_id uuid not null references organisation,
  recipient_id uuid not null references organisation,
  purpose text not null,
  items text[] not null,
  how text not null,
  language text not null,
  interpreter_present boolean not null default false,
  given_on date not null,
  expires_on date not null,
  text_version integer not null,
  entered_at timestamptz not null,
  entered_by uuid not null references account,
  rev bigint not null
);
create index consent_case on consent (case_id);

create table consent_withdrawal (         -- append-only; its presence is the withdrawal
  consent_id uuid primary key references consent,
  case_id uuid not null references case_file,
  organisation_id uuid not null references organisation,
  how text not null,
  at timestamptz not null,
  entered_by uuid not null references account,
  rev bigint not null
);
create index consent_withdrawal_case on consent_withdrawal (case_id);

create table note (                       -- append-only; a correction is a new note that names the old one
  id uuid primary key,
  case_id uuid not null references case_file,
  organisation_id uuid not null references organisation,
  kind text not null,                     -- contact, decision, supervision, observation
  class smallint not null check (class between 1 and 3),
  text text not null,
  happened_on date not null,
  entered_at timestamptz not null,
  author_id uuid not null references account,
  corrects_id uuid references note,
  rev bigint not null
);
create index note_case on note (case_id);

create table task (
  id uuid primary key,
  case_id uuid not null references case_file,
  organisation_id uuid not null references organisation,
  kind text not null,                     -- contact, ask_person, choose_other_offer, office, other
  text text,
  due_at timestamptz not null,
  assignee_id uuid not null references account,
  referral_id uuid,
  made_at timestamptz not null,
  done_at timestamptz,
  done_by uuid references account,
  result text,
  rev bigint not null
);
create index task_case on task (case_id);
create index task_assignee on task (assignee_id, due_at) where done_at is null;

create table case_event (                 -- append-only: the story
  id uuid primary key,
  case_id uuid not null references case_file,
  organisation_id uuid not null references organisation,
  kind text not null,
  at timestamptz not null,
  happened_on date not null,
  account_id uuid references account,
  ref uuid,
  detail jsonb not null default '{}',     -- codes only
  rev bigint not null
);
create index case_event_case on case_event (case_id);
