-- A case is locked when an action begins and written once when it ends (policies/03): what a transaction works on stands
-- in its settings, no longer in a column that is written twice.
-- drops: case_file.touched, the number of the transaction that last raised the case; nothing of a person, never read again
alter table case_file drop column touched;
drop function if exists settle_case(uuid);
drop function if exists settle_case_of_referral(uuid);
drop function if exists settle_case_row(uuid);
