-- A write beneath a case that forgot to raise its revision is refused, whoever writes (the bulk loader sets its own).

create or replace function require_touched_case() returns trigger language plpgsql as $$
begin
  if me_kind() = 'loader' and session_user not in ('ihala_app', 'ihala_worker') then return new; end if;
  if new.case_id is distinct from me_touched() then
    raise exception 'a write beneath case % without raising its revision', new.case_id using errcode = 'P0R01';
  end if;
  new.rev := me_rev();
  return new;
end $$;

create or replace function require_touched_referral() returns trigger language plpgsql as $$
declare wanted uuid;
begin
  if me_kind() = 'loader' and session_user not in ('ihala_app', 'ihala_worker') then return new; end if;
  if tg_table_name = 'referral' then
    wanted := new.id;
    if new.id is distinct from old.id or new.code is distinct from old.code or new.organisation_id is distinct from old.organisation_id
      or new.receiver_organisation_id is distinct from old.receiver_organisation_id or new.receiver_site_id is distinct from old.receiver_site_id
      or new.offer_id is distinct from old.offer_id or new.service is distinct from old.service then
      raise exception 'who asks whom for what never changes on a referral' using errcode = 'P0R02';
    end if;
  else
    wanted := new.referral_id;
  end if;
  -- a draft and a hand-over write referrals of the case they touched
  if wanted is distinct from me_referral()
    and not exists (select 1 from referral_origin o where o.referral_id = wanted and o.case_id = me_touched()) then
    raise exception 'a write beneath referral % without raising its case''s revision', wanted using errcode = 'P0R01';
  end if;
  new.rev := me_rev();
  return new;
end $$;

-- A new case is what its transaction works on.
create or replace function touch_new_case() returns trigger language plpgsql as $$
begin
  if me_kind() = 'account' then
    perform set_config('ihala.touched', new.id::text, true), set_config('ihala.rev', new.rev::text, true),
      set_config('ihala.case', new.id::text, true), set_config('ihala.referral', '', true);
  end if;
  return null;
end $$;

drop trigger if exists touched on case_file;
create trigger touched after insert on case_file for each row execute function touch_new_case();

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
