-- Deny by default: row security is on and forced on every table, every old policy is dropped, and only what stands
-- below is allowed. Adding a table without a policy makes it invisible (and a test names it).

do $$
declare t record; p record;
begin
  for p in select policyname, tablename from pg_policies where schemaname = 'public' loop
    execute format('drop policy %I on public.%I', p.policyname, p.tablename);
  end loop;
  for t in select tablename from pg_tables where schemaname = 'public' loop
    execute format('alter table public.%I enable row level security', t.tablename);
    execute format('alter table public.%I force row level security', t.tablename);
    -- bulk loaders and data migrations run as the owner and say so; nothing else of the owner's sees a row
    execute format($p$create policy loader on public.%I to :owner using ((select me_kind()) = 'loader') with check ((select me_kind()) = 'loader')$p$, t.tablename);
    execute format('create policy backup on public.%I for select to ihala_backup using (true)', t.tablename);
    execute format('grant select on public.%I to ihala_backup', t.tablename);
    execute format('revoke all on public.%I from ihala_app, ihala_worker, ihala_definer', t.tablename);
  end loop;
end $$;

grant usage on schema public to ihala_app, ihala_worker, ihala_definer, ihala_backup;
-- graphile-worker keeps its own schema, which no other role is granted
grant create on database :database to ihala_worker;

-- Reference ---------------------------------------------------------------------------------------------------------
grant select on place, holiday, programme to ihala_app, ihala_worker, ihala_definer;
create policy anyone on place for select to ihala_app, ihala_worker, ihala_definer using (true);
create policy anyone on holiday for select to ihala_app, ihala_worker, ihala_definer using (true);
create policy anyone on programme for select to ihala_app, ihala_worker, ihala_definer using (true);
-- the ledger of migrations holds file names and checksums; the server compares them at start
grant select on reference_data to ihala_app;
create policy anyone on reference_data for select to ihala_app using (true);
grant select on schema_migration to ihala_app;
create policy anyone on schema_migration for select to ihala_app using (true);
create policy migrator on schema_migration to :owner using (true) with check (true);

-- Directory (who reads it: 24_offers) -----------------------------------------------------------------------------------
grant select on organisation, site, offer to ihala_app, ihala_worker, ihala_definer;
grant insert, update on organisation, site, offer, site_private to ihala_app;
grant select on site_private to ihala_app;
create policy jobs_read on organisation for select to ihala_worker, ihala_definer using (true);
create policy own_edit on organisation for update to ihala_app
  using (id = (select me_organisation()) and (select me_administers()));
create policy jobs_read on site for select to ihala_worker, ihala_definer using (true);
create policy own_insert on site for insert to ihala_app
  with check (organisation_id = (select me_organisation()) and (select me_administers()));
create policy own_update on site for update to ihala_app
  using (organisation_id = (select me_organisation()) and (select me_administers()));
create policy own_all on site_private to ihala_app
  using (organisation_id = (select me_organisation()) and ((select me_edits_directory()) or (select me_administers())))
  with check (organisation_id = (select me_organisation()) and ((select me_edits_directory()) or (select me_administers())));
create policy jobs_read on offer for select to ihala_worker, ihala_definer using (true);
create policy own_insert on offer for insert to ihala_app
  with check (organisation_id = (select me_organisation()) and (select me_edits_directory()));
create policy own_update on offer for update to ihala_app
  using (organisation_id = (select me_organisation()) and (select me_edits_directory()));

-- Staff -------------------------------------------------------------------------------------------------------------
grant select, insert, update on account to ihala_app;
grant select, insert, delete on account_role to ihala_app;
grant select on session to ihala_app;
create policy colleagues on account for select to ihala_app
  using ((select me_kind()) = 'account' and organisation_id = (select me_organisation()));
create policy administer on account for insert to ihala_app
  with check (organisation_id = (select me_organisation()) and (select me_administers()));
create policy administer_update on account for update to ihala_app
  using (organisation_id = (select me_organisation()) and ((select me_administers()) or id = (select me_account())));
create policy colleagues on account_role for select to ihala_app
  using ((select me_kind()) = 'account' and organisation_id = (select me_organisation()));
create policy administer on account_role for insert to ihala_app
  with check (organisation_id = (select me_organisation()) and (select me_administers()));
create policy administer_delete on account_role for delete to ihala_app
  using (organisation_id = (select me_organisation()) and (select me_administers()));
create policy own on session for select to ihala_app using (account_id = (select me_account()));
grant select on account, account_role to ihala_definer, ihala_worker;
grant update on account to ihala_definer;
grant select, insert, update on account_secret, session to ihala_definer;
grant select, insert, update, delete on sign_in_throttle to ihala_definer;
create policy functions on account to ihala_definer using (true) with check (true);
create policy jobs_read on account for select to ihala_worker using (true);
create policy jobs_read on account_role for select to ihala_worker using (true);
create policy functions on account_role for select to ihala_definer using (true);
create policy functions on account_secret to ihala_definer using (true) with check (true);
create policy functions on session to ihala_definer using (true) with check (true);
create policy functions on sign_in_throttle to ihala_definer using (true) with check (true);

-- Cases: the organisation, and the relation: my case, a site I supervise, or a team I am in --------------------------
grant select, insert, update on case_file, person, case_member, need, task to ihala_app;
grant select, insert on consent, consent_withdrawal, note, case_event to ihala_app;
grant select on case_team to ihala_app;
create policy related on case_file for select to ihala_app using (
  organisation_id = (select me_organisation()) and relates_to(officer_id, site_id, id));
create policy open on case_file for insert to ihala_app with check (
  organisation_id = (select me_organisation()) and officer_id = (select me_account())
  and site_id = any ((select me_sites())::uuid[]) and (select me_works_cases()));
-- only the case this transaction works on: touch_case has asked for the relation
create policy work on case_file for update to ihala_app
  using (id = me_case() and organisation_id = me_organisation() and me_works_cases())
  with check (organisation_id = me_organisation());
-- a team row is written and ended by functions (see 03): case_team must not look at case_file, which looks at it
create policy mine on case_team for select to ihala_app using (organisation_id = (select me_organisation()) and account_id = (select me_account()));

create policy related on person for select to ihala_app using (organisation_id = (select me_organisation()) and sees_person(id));
create policy register on person for insert to ihala_app
  with check (organisation_id = (select me_organisation()) and site_id = any ((select me_sites())::uuid[]) and (select me_works_cases()));
create policy correct on person for update to ihala_app
  using (organisation_id = me_organisation() and me_works_cases() and sees_person(id));

do $$
declare t text;
begin
  foreach t in array array['case_member', 'need', 'consent', 'consent_withdrawal', 'note', 'task', 'case_event'] loop
    execute format($p$create policy related on %I for select to ihala_app using (
      organisation_id = me_organisation() and (case_id = me_case() or sees_case(case_id)))$p$, t);
    execute format($p$create policy work on %I for insert to ihala_app with check (
      case_id = me_case() and organisation_id = me_organisation() and me_works_cases())$p$, t);
  end loop;
  foreach t in array array['case_member', 'need', 'task'] loop
    execute format($p$create policy change on %I for update to ihala_app using (
      case_id = me_case() and organisation_id = me_organisation() and me_works_cases())$p$, t);
  end loop;
end $$;

-- Referrals: the sender through the case; the receiver from sending on; a one-time link for its one referral -----------
grant select, insert, update on referral, referral_origin, referral_snapshot, referral_link, alert to ihala_app;
grant select, insert on referral_event to ihala_app;
create policy sender on referral for select to ihala_app using (
  organisation_id = (select me_organisation()) and (
    officer_id = (select me_account()) or site_id = any ((select me_supervised())::uuid[]) or sees_case_of_referral(id)));
create policy receiver on referral for select to ihala_app using (
  receiver_organisation_id = (select me_organisation()) and state not in ('draft', 'entered_in_error') and sent_at is not null
  and (select me_answers()) and receiver_site_id = any ((select me_sites())::uuid[]));
create policy link on referral for select to ihala_app using (
  (select me_kind()) = 'link' and id = (select me_link_referral()));
create policy sender_draft on referral for insert to ihala_app with check (
  organisation_id = me_organisation() and officer_id = me_account() and state = 'draft' and me_works_cases());
-- only the referral this transaction works on (touch_case_of_referral has asked which side the asker is), or one of the
-- case it works on: a withdrawn consent ends several
create policy work on referral for update to ihala_app using (
  id = me_referral() or (organisation_id = me_organisation() and of_case_at_hand(id)));

create policy sender on referral_origin for select to ihala_app using (
  organisation_id = me_organisation() and (case_id = me_case() or sees_case(case_id)));
create policy sender_insert on referral_origin for insert to ihala_app with check (
  case_id = me_case() and organisation_id = me_organisation() and me_works_cases());
create policy sender_change on referral_origin for update to ihala_app using (
  case_id = me_case() and organisation_id = me_organisation() and me_works_cases());

create policy sender on referral_snapshot for select to ihala_app using (
  organisation_id = me_organisation() and sees_case_of_referral(referral_id));
create policy receiver on referral_snapshot for select to ihala_app using (
  receiver_organisation_id = me_organisation() and withdrawn_at is null and opens_snapshot(referral_id));
create policy sender_insert on referral_snapshot for insert to ihala_app with check (
  organisation_id = me_organisation() and me_works_cases() and sees_case_of_referral(referral_id));
create policy sender_change on referral_snapshot for update to ihala_app using (
  organisation_id = me_organisation() and me_works_cases() and sees_case_of_referral(referral_id));

create policy sender on referral_event for select to ihala_app using (
  organisation_id = me_organisation() and sees_referral(referral_id));
create policy receiver on referral_event for select to ihala_app using (
  receiver_organisation_id = me_organisation() and shared and sees_referral(referral_id));
create policy party_insert on referral_event for insert to ihala_app with check (
  referral_id = me_referral() or sees_referral(referral_id));

create policy sender on referral_link for select to ihala_app using (
  organisation_id = me_organisation() and sees_referral(referral_id));
create policy itself on referral_link for select to ihala_app using ((select me_kind()) = 'link' and id = (select me_link()));
create policy sender_insert on referral_link for insert to ihala_app with check (
  organisation_id = me_organisation() and me_works_cases() and sees_referral(referral_id));
create policy sender_change on referral_link for update to ihala_app using (
  organisation_id = me_organisation() and me_works_cases() and sees_referral(referral_id));
create policy itself_change on referral_link for update to ihala_app using ((select me_kind()) = 'link' and id = (select me_link()));

-- Without an account: whoever supervises the site; about a referral that came in (no case), whoever answers there.
create policy mine on alert for select to ihala_app using (
  (select me_kind()) = 'account' and organisation_id = (select me_organisation())
  and (account_id = (select me_account()) or account_id = any ((select me_stands_in_for())::uuid[])
    or (account_id is null and site_id = any ((select me_supervised())::uuid[]))
    or (account_id is null and case_id is null and (select me_answers()) and site_id = any ((select me_sites())::uuid[]))));
create policy seen on alert for update to ihala_app using (
  (select me_kind()) = 'account' and organisation_id = (select me_organisation())
  and (account_id = (select me_account()) or account_id = any ((select me_stands_in_for())::uuid[])
    or (account_id is null and site_id = any ((select me_supervised())::uuid[]))
    or (account_id is null and case_id is null and (select me_answers()) and site_id = any ((select me_sites())::uuid[]))));
create policy tell on alert for insert to ihala_app with check (
  (organisation_id = me_organisation() and me_kind() = 'account')
  or tells_sender(referral_id, organisation_id)
  or (account_id is null and case_id is null and me_works_cases() and tells_receiver(referral_id, organisation_id, site_id)));

-- Jobs: clocks and alerts only; no person, need, note, consent or snapshot ------------------------------------------------
grant select, update on referral to ihala_worker;
grant select, insert on referral_event, alert to ihala_worker;
grant select on referral_origin, task to ihala_worker;
grant select on case_file to ihala_worker;
create policy jobs on referral to ihala_worker using (true) with check (true);
create policy jobs on referral_event to ihala_worker using (true) with check (true);
create policy jobs on alert to ihala_worker using (true) with check (true);
create policy jobs_read on referral_origin for select to ihala_worker using (true);
create policy jobs_read on task for select to ihala_worker using (true);
create policy jobs_read on case_file for select to ihala_worker using (true);

-- Ledger and audit -------------------------------------------------------------------------------------------------------
grant select, insert on action_ledger to ihala_app;
create policy own on action_ledger for select to ihala_app using (
  account_id = (select me_account()) or ((select me_kind()) = 'link' and link_id = (select me_link())));
create policy own_insert on action_ledger for insert to ihala_app with check (
  account_id = me_account() or (me_kind() = 'link' and link_id = me_link()));
grant insert on audit_line to ihala_app, ihala_worker, ihala_definer;
grant select on audit_line to ihala_app;
create policy leave_trace on audit_line for insert to ihala_app with check (
  account_id is not distinct from me_account() and organisation_id is not distinct from me_organisation());
create policy jobs_trace on audit_line for insert to ihala_worker, ihala_definer with check (true);
create policy officer_of_data_protection on audit_line for select to ihala_app using (
  organisation_id = (select me_organisation()) and 'data_protection_officer' = any ((select me_roles())::text[]));

-- Functions of the definer (03) may read and write exactly these ---------------------------------------------------------
grant select, update on case_file, referral, referral_origin, referral_link, referral_snapshot to ihala_definer;
grant select on person, need, task, consent, consent_withdrawal to ihala_definer;
grant update on need, task to ihala_definer;
grant select, insert, update on case_team, alert to ihala_definer;
create policy functions on case_file to ihala_definer using (true) with check (true);
create policy functions on referral to ihala_definer using (true) with check (true);
create policy functions on referral_origin to ihala_definer using (true) with check (true);
create policy functions on referral_link to ihala_definer using (true) with check (true);
create policy functions on referral_snapshot to ihala_definer using (true) with check (true);
create policy functions on person for select to ihala_definer using (true);
create policy functions on need to ihala_definer using (true) with check (true);
create policy functions on task to ihala_definer using (true) with check (true);
create policy functions on consent for select to ihala_definer using (true);
create policy functions on consent_withdrawal for select to ihala_definer using (true);
create policy functions on case_team to ihala_definer using (true) with check (true);
create policy functions on alert to ihala_definer using (true) with check (true);
