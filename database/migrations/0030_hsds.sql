-- When what the public reads of an offer last changed, its site's and organisation's part with it. Follows offer, site
-- and organisation by triggers; apart from the offer, whose row devices keep, and whose history has no entry for this.
create table offer_shown (
  offer_id uuid primary key references offer,
  changed_at timestamptz not null
);
create index offer_shown_changed on offer_shown (changed_at);
do $$
begin
  perform set_config('ihala.kind', 'loader', true);
  insert into offer_shown select id, now() from offer;
  perform set_config('ihala.kind', '', true);
end $$;
