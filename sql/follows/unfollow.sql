create or replace function amity.unfollow(person uuid) returns amity.follows
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_follow amity.follows;
begin
  delete from amity.follows
  where follower_id = (select amity.me()) and followed_id = person
  returning * into v_follow;
  if not found then
    perform amity_private.refuse('not_following');
  end if;
  return v_follow;
end;
$$;

grant execute on function amity.unfollow(uuid) to authenticated;
comment on function amity.unfollow(uuid) is
  'Stops following a person; returns the follow as it was. Refuses: not_following, signed_out, '
  'not_joined.';
