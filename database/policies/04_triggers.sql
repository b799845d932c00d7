-- A write beneath a case that forgot to raise its revision is refused, whoever writes (the bulk loader sets its own).

create or replace function require_touched_case() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare c record;
begin
  if me_kind() = 'loader' and session_user not in ('ihala_app', 'ihala_worker') then return new; end if;
  select rev, touched into c from case_file where id = new.case_id;
  if c.touched is distinct from pg_current_xact_id() then
    raise exception 'a write beneath case % without raising its revision', new.case_id using errcode = 'P0R01';
  end if;
  new.rev := c.rev;
  return new;
end $$;

create or replace function require_touched_referral() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare c record; wanted uuid;
begin
  if me_kind() = 'loader' and session_user not in ('ihala_app', 'ihala_worker') then return new; end if;
  if tg_table_name = 'referral' then
    wanted := new.id;
    if row(new.id, new.code, new.organisation_id, new.receiver_organisation_id, new.receiver_site_id, new.offer_id, new.service)
       is distinct from row(old.id, old.code, old.organisation_id, old.receiver_organisation_id, old.receiver_site_id, old.offer_id, old.service) then
      raise exception 'who asks whom for what never changes on a referral' using errcode = 'P0R02';
    end if;
  else
    wanted := new.referral_id;
  end if;
  select f.rev, f.touched into c from referral_origin o join case_file f on f.id = o.case_id where o.referral_id = wanted;
  if c.touched is distinct from pg_current_xact_id() then
    raise exception 'a write beneath referral % without raising its case''s revision', wanted using errcode = 'P0R01';
  end if;
  new.rev := c.rev;
  return new;
end $$;

alter function require_touched_case() owner to ihala_definer;
alter function require_touched_referral() owner to ihala_definer;
revoke all on function require_touched_case() from public;
revoke all on function require_touched_referral() from public;

do $$
declare t text;
begin
  foreach t in array array['case_member', 'need', 'consent', 'consent_withdrawal', 'note', 'task', 'case_event', 'referral_origin'] loop
    execute format('drop trigger if exists touched on %I', t);
    execute format('create trigger touched before insert or update on %I for each row execute function require_touched_case()', t);
  end loop;
  execute 'drop trigger if exists touched on referral';
  execute 'create trigger touched before update on referral for each row execute function require_touched_referral()';
  execute 'drop trigger if exists touched on referral_event';
  execute 'create trigger touched before insert on referral_event for each row execute function require_touched_referral()';
end $$;
