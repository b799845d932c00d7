-- Each time somebody looked after an offer of somebody else: how, on which day, and who said so (C1: for staff alone).
create table offer_check (
  id uuid primary key,
  organisation_id uuid not null references organisation, -- whose offer
  offer_id uuid not null references offer,
  how text not null check (how in ('call', 'visit')),
  on_day date not null,
  spoke_with text,
  said text not null check (said in ('correct', 'wrong', 'not_reached')),
  checked_by uuid not null references account,
  checked_by_organisation_id uuid not null references organisation,
  checked_at timestamptz not null
);
create index offer_check_offer on offer_check (offer_id, checked_at);
