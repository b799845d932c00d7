-- The data protection desk (docs/decisions/036): what people ask about their own data, what authorities demand, what went
-- wrong, and complaints about staff. Nothing here lies beneath a case: no write raises a case's revision.

create table data_request (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  case_id uuid references case_file,       -- null: who asks has no case here, or it was erased
  case_code text,                          -- as it is spoken: the officer of data protection reads no case
  kind text not null,                      -- see, correct, copy, object, delete
  channel text not null,                   -- in_person, phone, paper, through_other
  said text not null,                      -- C2: in the person's words
  reach text not null,                     -- C2: how the answer reaches them safely
  asked_on date not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null references account,
  acknowledge_due_at timestamptz not null,
  answer_due_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by uuid references account,
  answered_at timestamptz,
  answered_by uuid references account,
  outcome text,                            -- granted, partly, refused, nothing_held, taken_back
  answer text,
  check ((answered_at is null) = (outcome is null))
);
create index data_request_list on data_request (organisation_id, answered_at, answer_due_at);

create table legal_request (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  authority text not null,                 -- police, prosecutor, court, security, other
  authority_name text not null,
  letter text,                             -- number and date of the letter
  received_on date not null,
  asks text not null,                      -- C3
  recorded_at timestamptz not null,
  recorded_by uuid not null references account,
  answer_due_at timestamptz not null,
  answered_at timestamptz,
  answered_by uuid references account,
  outcome text,                            -- nothing_given, minimum_given, nothing_held, taken_back
  lawyer text,                             -- who was asked before anything was given
  given text,                              -- word for word what was given
  person_told text,                        -- told, will_be_told, danger, not_known
  check ((answered_at is null) = (outcome is null)),
  check (outcome is distinct from 'minimum_given' or (lawyer is not null and given is not null))
);
create index legal_request_list on legal_request (organisation_id, received_on);

create table breach (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  kind text not null,                      -- lost_paper, lost_device, wrong_receiver, looked, gossip, attack, other
  found_at timestamptz not null,
  what text not null,                      -- C3
  people integer check (people >= 0),      -- about how many it is; null: not known yet
  recorded_at timestamptz not null,
  recorded_by uuid not null references account,
  officer_due_at timestamptz not null,
  risk_due_at timestamptz not null,
  told_due_at timestamptz not null,
  taken_at timestamptz,                    -- the officer of data protection knows
  taken_by uuid references account,
  contained_at timestamptz,
  contained_how text,
  risk_at timestamptz,
  risk text,                               -- low, high
  risk_view text,
  told_at timestamptz,
  told text,                               -- told, danger, not_needed
  told_how text,
  closed_at timestamptz,
  lessons text
);
create index breach_list on breach (organisation_id, closed_at, found_at);

-- C4: what it says is sealed with a key of its own, which the master key opens; the officer for complaints alone is
-- handed both, unless the complaint is about that officer.
create table complaint (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  kind text not null,                      -- misconduct, corruption, exploitation
  channel text not null,                   -- in_person, phone, paper, box, through_other
  is_anonymous boolean not null,
  received_at timestamptz not null,
  recorded_by uuid not null references account,
  against_account_id uuid references account,
  acknowledge_due_at timestamptz not null,
  answer_due_at timestamptz not null,
  master text not null,                    -- fingerprint of the master key it is sealed by
  wrapped bytea,                           -- its own key, sealed; null: destroyed
  ciphertext bytea not null,
  state text not null default 'received',  -- received, acknowledged, investigating, decided, closed
  outcome text,                            -- upheld, partly, not_upheld, passed_on, taken_back
  moved_at timestamptz not null,
  acknowledged_at timestamptz,
  decided_at timestamptz,
  closed_at timestamptz
);
create index complaint_list on complaint (organisation_id, closed_at, answer_due_at);

create table complaint_step (              -- append-only
  id uuid primary key,
  complaint_id uuid not null references complaint,
  organisation_id uuid not null references organisation,
  state text not null,
  at timestamptz not null,
  account_id uuid not null references account,
  ciphertext bytea not null                -- by the complaint's own key
);
create index complaint_step_complaint on complaint_step (complaint_id, at);
