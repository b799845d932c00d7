-- Closed cases are listed newest first, by officer and by site.
create index case_closed on case_file (officer_id, closed_at desc, id desc) where closed_at is not null;
create index case_closed_site on case_file (site_id, closed_at desc, id desc) where closed_at is not null;
