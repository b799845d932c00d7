-- A referral is one row that sender and receiver both see. Where it came from stands apart, for the sender alone;
-- what is handed over stands apart, for the receiver after accepting.

create table referral (
  id uuid primary key,
  code text not null unique,
  organisation_id uuid not null references organisation,     -- sender
  site_id uuid not null references site,
  officer_id uuid not null references account,
  receiver_organisation_id uuid not null references organisation,
  receiver_site_id uuid not null references site,
  offer_id uuid not null references offer,
  service text not null,
  urgency text not null,
  state text not null,
  -- the minimal summary
  age_band text,
  sex text,                                -- only where the offer asks for it
  language text,
  interpreter_needed boolean not null default false,
  place_code text references place,        -- district
  accompaniment text not null default 'none',
  shared_items text[] not null,
  channel text not null default 'platform',
  previous_referral_id uuid,
  -- facts with a time
  drafted_at timestamptz not null,
  sent_at timestamptz,
  delivered_at timestamptz,
  acknowledged_at timestamptz,
  info_requested_at timestamptz,
  info_question text,
  info_answered_at timestamptz,
  answered_at timestamptz,                 -- accepted, waitlisted or declined
  appointment jsonb,                       -- {at, contact, note, status: scheduled|attended|missed|moved}
  expected_on date,
  started_at timestamptz,
  completed_at timestamptz,
  outcome text,
  outcome_note text,
  reason text,
  reason_note text,
  cancel_asked_at timestamptz,
  cancel_confirmed_at timestamptz,
  told_person_at timestamptz,
  confirmed_at timestamptz,
  received boolean,
  helped boolean,
  disputed_at timestamptz,
  loop_closed_at timestamptz,
  -- clocks
  acknowledge_due_at timestamptz,
  decide_due_at timestamptz,
  start_due_at timestamptz,
  confirm_due_at timestamptz,
  next_due_at timestamptz,
  next_due_kind text,
  alert_level smallint not null default 0, -- 0, 100, 150, 200 per cent of the running clock
  expired_at timestamptz,
  rev bigint not null default 0
);
create index referral_out on referral (officer_id, sent_at desc, id);
create index referral_in on referral (receiver_organisation_id, next_due_at, id) where state in ('sent', 'accepted', 'in_service', 'on_hold');
create index referral_in_all on referral (receiver_organisation_id, sent_at desc, id) where state <> 'draft';
create index referral_sweep on referral (next_due_at) where state in ('sent', 'accepted', 'in_service', 'on_hold', 'completed') and loop_closed_at is null;

create table referral_origin (
  referral_id uuid primary key references referral,
  organisation_id uuid not null references organisation,
  case_id uuid not null references case_file,
  need_id uuid not null references need,
  person_id uuid not null references person,
  consent_ids uuid[] not null default '{}',
  narrative text,
  open_key text,                           -- need x offer while a try is open: two officers cannot send the same twice
  rev bigint not null default 0
);
create index referral_origin_case on referral_origin (case_id);
create unique index referral_origin_open on referral_origin (open_key) where open_key is not null;

create table referral_snapshot (
  referral_id uuid primary key references referral,
  organisation_id uuid not null references organisation,
  receiver_organisation_id uuid not null references organisation,
  items jsonb not null,                    -- exactly the consented items
  made_at timestamptz not null,
  withdrawn_at timestamptz
);

create table referral_event (              -- append-only
  id uuid primary key,
  referral_id uuid not null references referral,
  organisation_id uuid not null references organisation,           -- sender
  receiver_organisation_id uuid not null references organisation,
  kind text not null,
  from_state text,
  to_state text,
  at timestamptz not null,
  happened_on date not null,
  party text not null,                     -- sender, receiver, person, system
  account_id uuid references account,      -- null through a one-time link or by the system
  organisation_name jsonb,                 -- who answered, where account rows cannot be seen across tenants
  channel text not null default 'platform',
  said_by text,                            -- by telephone: who said it
  reason text,
  detail jsonb not null default '{}',
  shared boolean not null default true,    -- false: the sender's own
  rev bigint not null default 0
);
create index referral_event_referral on referral_event (referral_id);

create table referral_link (
  id uuid primary key,
  referral_id uuid not null references referral,
  organisation_id uuid not null references organisation,
  step text not null,                      -- answer, start, complete
  token_hash bytea not null unique,
  word_hash bytea not null,
  made_by uuid not null references account,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  opened_at timestamptz,
  used_at timestamptz,
  revoked_at timestamptz,
  failures smallint not null default 0
);
create index referral_link_referral on referral_link (referral_id);

create table alert (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  account_id uuid references account,      -- null: whoever supervises the site
  site_id uuid references site,
  kind text not null,
  level smallint not null default 100,
  case_id uuid,
  referral_id uuid references referral,
  offer_id uuid references offer,
  at timestamptz not null,
  seen_at timestamptz
);
create index alert_account on alert (account_id, at desc) where seen_at is null;
create index alert_site on alert (site_id, at desc) where seen_at is null;
