-- Sessions that lock themselves, devices that are forgotten, a passkey as the only step; the roles that see the least.

-- A session that locked itself ---------------------------------------------------------------------------------------------
-- Whose session this is, for showing anew who they are and for signing out: the account without role or office. A session
-- that has ended, or was not used for longer than it may live, is nobody's here too.
create or replace function sign_on_to_prove(hash bytea, out session_id uuid, out account_id uuid, out organisation_id uuid, out display_name text, out login text,
  out locale text, out must_change_password boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  select x.id, a.id, a.organisation_id, a.display_name, a.login, a.locale, a.must_change_password
  into sign_on_to_prove.session_id, sign_on_to_prove.account_id, sign_on_to_prove.organisation_id, sign_on_to_prove.display_name, sign_on_to_prove.login,
    sign_on_to_prove.locale, sign_on_to_prove.must_change_password
  from session x join account a on a.id = x.account_id
  where x.token_hash = sign_on_to_prove.hash and x.ended_at is null and x.expires_at > now()
    and x.last_seen_at > now() - make_interval(secs => x.idle_seconds) and account_may_sign_in(a.id);
  if not found then return; end if;
  perform set_config('ihala.kind', 'account', true), set_config('ihala.account', sign_on_to_prove.account_id::text, true),
    set_config('ihala.organisation', sign_on_to_prove.organisation_id::text, true);
end $$;

do $$
declare f text;
begin
  foreach f in array array['sign_on_to_prove(bytea)'] loop
    execute format('alter function %s owner to ihala_definer', f);
    execute format('revoke all on function %s from public, ihala_app', f);
  end loop;
  grant execute on function sign_on_to_prove(bytea) to ihala_app;
end $$;
