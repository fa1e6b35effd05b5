create or replace function amity.remove_follower(person uuid) returns amity.follows
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_follow amity.follows;
begin
  delete from amity.follows
  where followed_id = (select amity.me()) and follower_id = person
  returning * into v_follow;
  if not found then
    perform amity_private.refuse('not_a_follower');
  end if;
  return v_follow;
end;
$$;

grant execute on function amity.remove_follower(uuid) to authenticated;
comment on function amity.remove_follower(uuid) is
  'Stops a person from following me; returns the follow as it was. They may follow again: block '
  'to prevent it. Refuses: not_a_follower, signed_out, not_joined.';
