-- Offers that stay true: who said so last and who looked, hours and visits, links for one tap, what others say, history.

alter table offer
  add column opening jsonb,               -- hours of this offer; null: those of its site
  add column visits jsonb,                -- the calendar of a mobile team
  add column slots_per_month integer check (slots_per_month between 0 and 100000),
  -- verified_at stays the day of the last word, whoever gave it; these two keep apart who that was.
  add column confirmed_at timestamptz,    -- the provider's own word
  add column checked_at timestamptz,      -- somebody else looked: by call or visit
  add column checked_how text check (checked_how in ('call', 'visit')),
  add column checked_by uuid references account,
  add column checked_by_organisation_id uuid references organisation,
  add column saved_by uuid references account,
  add column wants_publishing boolean not null default false,
  add column reminded_at timestamptz,     -- before it turns stale; null again with each word
  add column funding_warned_at timestamptz,
  add column keeper_id uuid references account, -- follows it up in the queue of dead offers
  add column follow_up_on date,
  add column organisation_active boolean not null default true;
alter table site
  add column organisation_active boolean not null default true,
  add column rev bigint not null default 1;
alter table site_private add column place_code text references place; -- the exact place of a confidential site

do $$
begin
  perform set_config('ihala.kind', 'loader', true);
  update offer o set organisation_active = g.state = 'active',
    confirmed_at = case when o.verified_how = 'provider' then o.verified_at end,
    checked_at = case when o.verified_how in ('call', 'visit') then o.verified_at end,
    checked_how = case when o.verified_how in ('call', 'visit') then o.verified_how end
    from organisation g where g.id = o.organisation_id;
  update site s set organisation_active = g.state = 'active',
    opening = case when s.opening ? 'days' then jsonb_build_object('weekly', jsonb_build_array(jsonb_build_object(
      'days', (select jsonb_agg(left(d, 2)) from jsonb_array_elements_text(s.opening -> 'days') d), 'from', s.opening -> 'from', 'to', s.opening -> 'to')))
      else s.opening end
    from organisation g where g.id = s.organisation_id;
  -- Of a confidential site the rows that others read keep its governorate; where it is stands with its own organisation.
  insert into site_private (site_id, organisation_id, place_code) select id, organisation_id, place_code from site where confidential
    on conflict (site_id) do update set place_code = excluded.place_code;
  update offer o set confidential = true, lon = null, lat = null, contact_public = null from site s where s.id = o.site_id and s.confidential and not o.confidential;
  update site s set place_code = (with recursive up as (select code, parent, 0 as step from place where code = s.place_code
      union all select p.code, p.parent, u.step + 1 from place p join up u on p.code = u.parent) select code from up order by step desc limit 1)
    where confidential;
  update offer o set place_code = (with recursive up as (select code, parent, 0 as step from place where code = o.place_code
      union all select p.code, p.parent, u.step + 1 from place p join up u on p.code = u.parent) select code from up order by step desc limit 1),
    areas = array(select distinct (with recursive up as (select code, parent, 0 as step from place where code = a
      union all select p.code, p.parent, u.step + 1 from place p join up u on p.code = u.parent) select code from up order by step desc limit 1) from unnest(o.areas) a)
    where confidential;
  perform set_config('ihala.kind', '', true);
end $$;

create index offer_public on offer (service, id) where organisation_active and state in ('published', 'stale');
create index offer_due on offer (verified_at) where state in ('published', 'stale');

-- A link that says of some offers "still correct" and how much room there is, without an account.
create table directory_link (
  id uuid primary key,
  organisation_id uuid not null references organisation, -- whose offers
  offer_ids uuid[] not null check (cardinality(offer_ids) between 1 and 100),
  token_hash bytea not null unique,
  made_by uuid not null references account,
  made_by_organisation_id uuid not null references organisation,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  answered_at timestamptz,
  revoked_at timestamptz
);
create index directory_link_organisation on directory_link (organisation_id);

-- What says otherwise than the directory; nothing of it counts until somebody takes it.
create table directory_suggestion (
  id uuid primary key,
  organisation_id uuid references organisation, -- whose entry it is about; null: one that is not in the directory yet
  offer_id uuid references offer,
  site_id uuid references site,
  source text not null check (source in ('public', 'officer', 'provider', 'import', 'hsds')),
  source_name text,
  about text not null default 'wrong' check (about in ('wrong', 'closed', 'asked_money', 'treated_badly', 'new')),
  proposed jsonb not null default '{}',  -- field → value
  note text,
  state text not null default 'open' check (state in ('open', 'taken', 'refused', 'withdrawn')),
  taken text[] not null default '{}',    -- the fields that were taken
  created_at timestamptz not null,
  created_by uuid references account,
  created_by_organisation_id uuid references organisation,
  decided_at timestamptz,
  decided_by uuid references account,
  reason text,
  check ((state = 'open') = (decided_at is null))
);
create index directory_suggestion_open on directory_suggestion (organisation_id, created_at) where state = 'open';
create index directory_suggestion_offer on directory_suggestion (offer_id) where state = 'open';

-- Every change of an offer or a site, field by field. Written by a trigger, whoever writes the row.
create table directory_change (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisation,
  offer_id uuid references offer,
  site_id uuid references site,
  at timestamptz not null default clock_timestamp(),
  account_id uuid references account,
  by_organisation_id uuid references organisation,
  source text not null,                  -- provider, keeper, link, job, import
  field text not null,
  before jsonb,
  after jsonb
);
create index directory_change_offer on directory_change (offer_id, at) where offer_id is not null;
create index directory_change_site on directory_change (site_id, at) where site_id is not null;
