-- Sound as a file of a case, and small pictures of pictures (docs/decisions/047-sound-of-a-case.md).
-- drops: two checks of media types, each put back wider

alter table file_upload drop constraint file_upload_media_type_check;
alter table file_upload add constraint file_upload_media_type_check check (media_type in
  ('image/jpeg', 'application/pdf', 'audio/ogg', 'audio/webm', 'audio/mp4', 'audio/mpeg', 'audio/wav'));
alter table vault_file drop constraint vault_file_media_type_check;
alter table vault_file add constraint vault_file_media_type_check check (media_type in
  ('image/jpeg', 'application/pdf', 'audio/ogg', 'audio/webm', 'audio/mp4', 'audio/mpeg', 'audio/wav'));

alter table file
  add column consent_id uuid references consent, -- the consent that somebody is heard giving
  add column agreed text check (agreed in ('asked', 'brought')), -- how the person agreed to the sound being kept
  add constraint file_sound_agreed check ((media_type like 'audio/%') = (agreed is not null)),
  -- a voice is known by everybody who knows the person
  add constraint file_sound_sensitive check (media_type not like 'audio/%' or class = 3),
  add constraint file_consent_sound check (consent_id is null or media_type like 'audio/%');
create index file_consent on file (consent_id) where consent_id is not null;

comment on column file_chunk.place is 'from 0; -1: the small picture of a picture, which is kept, read and goes as the file does';
comment on column vault_piece.place is 'from 0; -1: the small picture of a picture, sealed as the other pieces are';
