create or replace function amity_private.tg_follows__remember() returns trigger
language plpgsql volatile security definer  -- nobody else may write the history
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'INSERT' then
    insert into amity_private.follows_history
      (follow_id, follower_id, followed_id, action, actor_id, cause, occurred_at)
    values (new.id, new.follower_id, new.followed_id, 'followed', amity.me(),
      amity_private.cause_of_change(new.follower_id, new.followed_id), new.created_at);
  elsif amity_private.last_follow_action(old.id) = 'followed' then
    insert into amity_private.follows_history
      (follow_id, follower_id, followed_id, action, actor_id, cause)
    values (old.id, old.follower_id, old.followed_id, 'unfollowed', amity.me(),
      amity_private.cause_of_change(old.follower_id, old.followed_id));
  end if;
  return null;
end;
$$;

revoke execute on function amity_private.tg_follows__remember() from public;
comment on function amity_private.tg_follows__remember() is 'Writes down every follow and its end, once.';

create or replace trigger _900_remember
after insert or delete on amity.follows
for each row execute function amity_private.tg_follows__remember();
