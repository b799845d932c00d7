-- A browser's session that nobody used for so long must prove itself again before it is answered. Null: never, as for
-- programs. A device that works without network may be given longer.
alter table session add column lock_seconds integer check (lock_seconds > 0);

-- What a person sees of the devices that are known, and by what one of them is forgotten.
alter table known_device add column id uuid not null default gen_random_uuid() unique;
alter table known_device add column label text;                -- kind of device, as in session

-- A passkey alone opens a session: its ticket names no account beforehand.
alter table sign_in_ticket drop constraint sign_in_ticket_purpose_check;
alter table sign_in_ticket add constraint sign_in_ticket_purpose_check
  check (purpose in ('second_factor', 'enrol', 'reauthenticate', 'register', 'oidc_sign_in', 'oidc_link', 'passkey'));
