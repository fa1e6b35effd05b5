-- Whether that person exists and has not blocked me. `view` is for a profile and `find` for a
-- search, which a blocker may leave open. Guards ask it about each row: a yes costs two searches,
-- and only a no makes up for what a block has read, as in found_as.sql.
create or replace function amity_private.is_open_to_me(
  person uuid, view boolean default false, find boolean default false
) returns boolean
language plpgsql stable parallel safe security definer  -- it reads blocks of others
set search_path = pg_catalog, pg_temp
set enable_seqscan = off  -- see found_as.sql
as $$
declare
  v_me uuid := amity.me();
  v_person uuid := person;
begin
  perform created_at from amity.blocks
  where blocker_id = person and blocked_id = v_me and (prevent_profile_view or not view)
    and (hide_from_search or not find);
  if found then
    v_person := amity_private.nobody_for(person);
    v_me := amity_private.nobody_for(v_me);
  end if;
  perform joined_at from amity.people where id = v_person;
  if found then
    return v_me is not null;
  end if;
  perform joined_at from amity.people where id = v_me;
  return false;
end;
$$;

-- policies run as the person who reads
grant execute on function amity_private.is_open_to_me(uuid, boolean, boolean) to authenticated;
