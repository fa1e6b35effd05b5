-- Whether the person who is speaking is known here. Definer: planned without row security, which
-- would ask once more who is speaking.
create or replace function amity_private.has_joined() returns boolean
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
begin
  perform from amity.people where id = v_me;
  return found;
end;
$$;

grant execute on function amity_private.has_joined() to authenticated, service_role;

-- The first trigger of every table that people write: a person is speaking and known here, or a
-- service. Invoker, so that current_user is the role that writes and not the owner of this
-- function. Refuses: signed_out (no claims), not_joined (unknown here).
create or replace function amity_private.tg_require_speaker() returns trigger
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  -- a definer of ours runs as the owner, inside of an act that was checked already
  if pg_has_role(current_user, 'service_role', 'usage') or amity_private.has_joined() then
    return null;
  elsif not amity_private.is_service() then
    perform amity_private.refuse(
      case when amity.me() is null then 'signed_out' else 'not_joined' end
    );
  end if;
  return null;
end;
$$;
