-- A receiver's answer sets the next clock, and so does the sweep; neither sees the case. So a referral itself says
-- whose limits it runs by, and since when it stands where it stands.

alter table referral add column programme text, add column programme_version integer, add column state_since timestamptz;
select set_config('ihala.kind', 'loader', true);
update referral r set programme = c.programme, programme_version = c.programme_version,
  state_since = coalesce(r.completed_at, r.started_at, r.answered_at, r.sent_at, r.drafted_at)
from referral_origin o join case_file c on c.id = o.case_id where o.referral_id = r.id;
alter table referral alter column programme set not null, alter column programme_version set not null, alter column state_since set not null;

-- The sweep looks at every running clock (a draft not sent and a try that ended have one too), until its last level.
drop index referral_sweep;
create index referral_sweep on referral (next_due_at) where next_due_at is not null and alert_level < 200;
create index task_due on task (due_at) where done_at is null;
