-- A spoken consent stands at a consent of the same case; who may attach it at all 12 says.

create policy consent_of_case on file as restrictive for insert to ihala_app with check (
  consent_id is null or exists (select 1 from consent n where n.id = file.consent_id and n.case_id = file.case_id));
