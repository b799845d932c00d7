-- A case with everything beneath it, in one answer. Under the policies each row of nine tables would ask again whether its
-- case may be seen, and the answers of a referral twice more: five times the work (docs/decisions/013-reading-a-case.md).
-- Here the question is asked once, by the same rule as the policy `related` of case_file; a test compares the two.
-- Whoever asks leaves a line, also for a case that is not there.

grant select on case_member, note, case_event, referral_event to ihala_definer;
create policy functions on case_member for select to ihala_definer using (true);
create policy functions on note for select to ihala_definer using (true);
create policy functions on case_event for select to ihala_definer using (true);
create policy functions on referral_event for select to ihala_definer using (true);

-- An instant as it travels.
create or replace function instant_text(at timestamptz) returns text language sql stable as
  $$ select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

create or replace function read_case(wanted uuid) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare f case_file;
begin
  select * into f from case_file c
  where c.id = wanted and c.organisation_id = me_organisation() and relates_to(c.officer_id, c.site_id, c.id);
  insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome)
  values (me_organisation(), me_kind(), me_account(), 'read.case', 'case', wanted, case when f.id is null then 'absent' else 'read' end);
  if f.id is null then return null; end if;
  return json_build_array(json_build_object(
    'id', f.id, 'code', f.code, 'displayName', f.display_name, 'state', f.state, 'urgency', f.urgency, 'statusCategory', f.status_category,
    'officerId', f.officer_id, 'officerName', (select a.display_name from account a where a.id = f.officer_id), 'siteId', f.site_id,
    'openedOn', f.opened_on, 'nextDueAt', instant_text(f.next_due_at), 'nextDueKind', f.next_due_kind, 'nextDueRef', f.next_due_ref,
    'openNeeds', f.open_needs, 'waitingReferrals', f.waiting_referrals, 'pending', f.pending, 'closedAt', instant_text(f.closed_at), 'rev', f.rev),
    json_build_object('programme', f.programme, 'programmeVersion', f.programme_version, 'episode', f.episode, 'ageBand', f.age_band, 'sex', f.sex,
      'language', f.language, 'placeCode', f.place_code, 'returnedFromAbroad', f.returned_from_abroad, 'conflictDisplaced', f.conflict_displaced,
      'documentsHeld', f.documents_held, 'urgencyReason', f.urgency_reason, 'enteredAt', instant_text(f.entered_at), 'enteredLate', f.entered_late,
      'nextContactAt', instant_text(f.next_contact_at), 'closureReason', f.closure_reason, 'remainingNeeds', f.remaining_needs),
    (select row_to_json(x) from (select p.id, p.code, p.name_parts as "nameParts", p.code_name as "codeName", p.display_name as "displayName", p.sex,
        p.birth_date as "birthDate", p.birth_precision as "birthPrecision", p.birth_year as "birthYear", p.language,
        p.interpreter_needed as "interpreterNeeded", p.contact_safety as "contactSafety", p.place_code as "placeCode",
        p.chosen_word_hash is not null as "hasChosenWord"
      from person p where p.id = f.person_id) x),
    (select json_agg(x) from (select id, name_parts as "nameParts", display_name as "displayName", relationship, sex, age_band as "ageBand",
        instant_text(removed_at) as "removedAt"
      from case_member where case_id = wanted order by added_at, id) x),
    (select json_agg(x) from (select id, member_id as "memberId", service, severity, priority, state, stated_by_person as "statedByPerson", blocks,
        unblocks_need_id as "unblocksNeedId", unmet_reason as "unmetReason", happened_on as "happenedOn", instant_text(entered_at) as "enteredAt"
      from need where case_id = wanted order by priority, entered_at, id) x),
    (select json_agg(x) from (select n.id, n.recipient_id as "recipientId", g.names as "recipientNames", n.purpose, n.items, n.how, n.language,
        n.interpreter_present as "interpreterPresent", n.given_on as "givenOn", n.expires_on as "expiresOn", instant_text(w.at) as "withdrawnAt"
      from consent n join organisation g on g.id = n.recipient_id left join consent_withdrawal w on w.consent_id = n.id
      where n.case_id = wanted order by n.entered_at desc, n.id) x),
    (select json_agg(x) from (select n.id, n.kind, n.class, n.text, n.happened_on as "happenedOn", instant_text(n.entered_at) as "enteredAt",
        n.author_id as "authorId", a.display_name as "authorName", n.corrects_id as "correctsId"
      from note n join account a on a.id = n.author_id where n.case_id = wanted order by n.entered_at desc, n.id) x),
    (select json_agg(x) from (select t.id, t.kind, t.text, instant_text(t.due_at) as "dueAt", t.assignee_id as "assigneeId",
        a.display_name as "assigneeName", t.referral_id as "referralId", instant_text(t.done_at) as "doneAt", t.result
      from task t join account a on a.id = t.assignee_id where t.case_id = wanted order by t.done_at nulls first, t.due_at, t.id) x),
    (select json_agg(x) from (select r.id, r.code, o.need_id as "needId", r.service, r.urgency, r.state, r.offer_id as "offerId",
        r.receiver_organisation_id as "receiverOrganisationId", g.names as "receiverNames", offered.names as "offerNames",
        instant_text(r.sent_at) as "sentAt", instant_text(r.next_due_at) as "nextDueAt", r.next_due_kind as "nextDueKind", r.appointment,
        r.expected_on as "expectedOn", r.reason, r.outcome, instant_text(r.told_person_at) as "toldPersonAt",
        instant_text(r.confirmed_at) as "confirmedAt", instant_text(r.disputed_at) as "disputedAt",
        instant_text(r.loop_closed_at) as "loopClosedAt", instant_text(r.expired_at) as "expiredAt", r.alert_level as "alertLevel"
      from referral_origin o join referral r on r.id = o.referral_id join organisation g on g.id = r.receiver_organisation_id
      join offer offered on offered.id = r.offer_id
      where o.case_id = wanted order by r.drafted_at desc, r.id) x),
    -- What one decision wrote at one instant: what followed for a referral stands above what was done. Who answered in
    -- another organisation stays unnamed.
    (select json_agg(x) from (
      select e.id, e.kind, instant_text(e.at) as at, e.happened_on as "happenedOn", a.display_name as "actorName", null::jsonb as "organisationNames",
        null::text as party, e.ref, null::uuid as "referralId", null::text as channel, null::text as "saidBy", null::text as reason,
        null::text as "fromState", null::text as "toState", e.detail
      from case_event e left join account a on a.id = e.account_id where e.case_id = wanted
      union all
      select e.id, e.kind, instant_text(e.at), e.happened_on, a.display_name, e.organisation_name, e.party, null, e.referral_id, e.channel, e.said_by,
        e.reason, e.from_state, e.to_state, e.detail
      from referral_origin o join referral_event e on e.referral_id = o.referral_id
      left join account a on a.id = e.account_id and a.organisation_id = f.organisation_id where o.case_id = wanted
      order by at desc, "referralId" nulls last, id desc) x));
end $$;

alter function read_case(uuid) owner to ihala_definer;
revoke all on function read_case(uuid) from public;
grant execute on function read_case(uuid) to ihala_app;
