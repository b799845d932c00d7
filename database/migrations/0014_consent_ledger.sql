-- What a consent records beside what, to whom and until when. What nobody said is 'not_recorded': never guessed.

alter table consent
  add column basis text not null default 'consent' check (basis in ('consent', 'vital_interest', 'best_interests')),
  add column given_by text not null default 'not_recorded', -- person, guardian, trusted_representative, nobody (an override), not_recorded
  add column guardian_relation text,
  add column age_rule text,                                 -- the rule for a child that held on that day; null: grown up, or not known
  add column assent text not null default 'not_recorded',   -- of the child: none, oral, written
  add column form text not null default 'not_recorded',     -- spoken, spoken_with_witness, signature, thumbprint, voice
  add column present text[],                                -- who else was there; null: not asked
  add column asked_how text not null default 'not_recorded', -- read_aloud, recording, read_alone
  add column understood boolean,                            -- null: not recorded
  add column interpreter_code text,
  add column interpreter_mode text,
  add column hidden_items text[] not null default '{}',     -- what this recipient must not get, whatever else was agreed to
  add column declined text[] not null default '{}';         -- purposes that were asked beside it and not agreed to
create index consent_expiry on consent (expires_on);

-- Sharing without consent: threat to life, or the best interests of a child. Asked by one, signed by a second, looked at
-- by a third. What it opens is a line of the ledger with the same id.
create table consent_override (
  id uuid primary key,
  case_id uuid not null references case_file,
  organisation_id uuid not null references organisation,
  recipient_id uuid not null references organisation,
  basis text not null check (basis in ('vital_interest', 'best_interests')),
  items text[] not null,
  reason text not null,                  -- C3
  asked_at timestamptz not null,
  asked_by uuid not null references account,
  decided_at timestamptz,
  decided_by uuid references account,
  approved boolean,
  review_due_at timestamptz,
  reviewed_at timestamptz,
  reviewed_by uuid references account,
  upheld boolean,
  review_note text,                      -- C3
  rev bigint not null,
  check (decided_by <> asked_by),
  check (reviewed_by <> asked_by and reviewed_by <> decided_by),
  check (reviewed_at is null or approved)
);
create index consent_override_case on consent_override (case_id);
create index consent_override_review on consent_override (review_due_at) where approved and reviewed_at is null;

-- A receiver was told to stop, and says what it did.
create table sharing_stop (
  id uuid primary key,
  referral_id uuid not null references referral,
  consent_id uuid not null references consent,
  organisation_id uuid not null references organisation,           -- sender
  receiver_organisation_id uuid not null references organisation,
  receiver_site_id uuid not null references site,
  told_at timestamptz not null,
  confirmed_at timestamptz,
  confirmed_by uuid references account,
  kept text,                             -- nothing, lawful_duty
  rev bigint not null
);
create index sharing_stop_referral on sharing_stop (referral_id);

-- The spoken text as a person reads it out: loaded by the operator, none is synthesised.
create table consent_recording (
  text_version integer not null,
  part text not null,
  language text not null,
  media_type text not null,
  content bytea not null,
  loaded_at timestamptz not null default now(),
  primary key (text_version, part, language)
);
