-- The first trigger of every table that people write: a person is speaking and known here, or a
-- service. Invoker, so that current_user is the role that writes and not the owner of this
-- function. Refuses: signed_out (no claims), not_joined (unknown here).
create or replace function amity_private.tg_require_speaker() returns trigger
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me uuid;
begin
  -- what a definer of ours writes in the middle of an act looks no further
  if pg_has_role(current_user, 'service_role', 'usage') then
    return null;
  end if;
  v_me := amity.me();
  perform from amity.people where id = v_me;
  if not found and not amity_private.is_service() then
    perform amity_private.refuse(case when v_me is null then 'signed_out' else 'not_joined' end);
  end if;
  return null;
end;
$$;
