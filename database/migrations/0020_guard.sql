-- Protected files and needs, in the vaults of 0011; what each organisation at a table says to the minutes.
-- docs/decisions/038-files-and-needs-in-the-vault.md

-- A need and a file are entries like notes: what they say is sealed, and a change is a new entry that names the one before.
alter table vault_entry add column form text not null default 'note' check (form in ('note', 'need', 'file'));
-- a need has one present state: two changes of the same one do not stand beside each other
create unique index vault_need_line on vault_entry (corrects_id) where form = 'need';

create table vault_file (                  -- its id is that of the entry that says what it is; without one it goes after a day
  id uuid primary key,
  vault_id uuid not null references vault,
  case_id uuid not null references case_file,
  organisation_id uuid not null references organisation,
  kind text not null,                      -- of its vault: what it was sealed for
  account_id uuid not null references account,
  media_type text not null check (media_type in ('image/jpeg', 'application/pdf')),
  size integer not null check (size between 1 and 10485760),
  key_version integer not null,            -- of the case's key
  made_at timestamptz not null default now(),
  removed_at timestamptz,                  -- its pieces are gone, its line stays
  removed_by uuid references account,
  removal_reason text
);
create index vault_file_vault on vault_file (vault_id);
create index vault_file_case on vault_file (case_id);
create index vault_file_account on vault_file (account_id, made_at);

create table vault_piece (                 -- no digest of what is in it: whoever has the same file could recognise it
  file_id uuid not null references vault_file on delete cascade,
  place integer not null,
  ciphertext bytea not null check (octet_length(ciphertext) between 30 and 262173),
  primary key (file_id, place)
);
alter table vault_piece alter column ciphertext set storage external;

-- Minutes are agreed by each organisation that sat down.
alter table conference_seat
  add column minutes_answer text check (minutes_answer in ('agreed', 'objected')),
  add column minutes_reason text,          -- C3, why not
  add column minutes_answered_at timestamptz,
  add column minutes_answered_by uuid references account,
  add check ((minutes_answer is null) = (minutes_answered_at is null) and (minutes_answer is null) = (minutes_answered_by is null)
    and (minutes_reason is null) = (minutes_answer is distinct from 'objected'));
