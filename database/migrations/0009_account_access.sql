-- Every request asks what an account may do and where. It is put together when roles or sites change (policies/06), not
-- at every request. The policies folder, which runs after this, fills it.
create table account_access (
  account_id uuid primary key references account,
  roles text[] not null,
  sites uuid[] not null,
  supervised uuid[] not null
);
