-- Which version of the shipped places, holidays and programmes this database holds.
create table reference_data (
  name text primary key,
  checksum text not null,
  loaded_at timestamptz not null default now()
);
