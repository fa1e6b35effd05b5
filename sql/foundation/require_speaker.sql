-- The first trigger of every table that people write: somebody must be speaking, and be known.
-- Invoker, so that current_user is the role that writes and not the owner of this function.
create or replace function amity_private.tg_require_speaker() returns trigger
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
begin
  if amity_private.is_service() then
    return null;
  end if;
  if v_me is null then
    perform amity_private.refuse('signed_out');
  end if;
  if not exists (select from amity.people where id = v_me) then
    perform amity_private.refuse('not_joined');
  end if;
  return null;
end;
$$;

comment on function amity_private.tg_require_speaker() is
  'Refuses a write by somebody without claims (signed_out) or unknown here (not_joined).';
