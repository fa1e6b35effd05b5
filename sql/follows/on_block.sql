-- A block ends follows both ways. In the history it is an ordinary end; only the cause, which
-- nobody but a service reads, says more. The order of the two is that of the end of an account.
create or replace function amity_private.tg_blocks__end_follows() returns trigger
language plpgsql volatile security definer  -- it ends what belongs to two people
set search_path = pg_catalog, pg_temp
as $$
declare
  v_follow amity.follows;
begin
  for v_follow in
    select * from amity.follows
    where (follower_id = new.blocker_id and followed_id = new.blocked_id)
      or (follower_id = new.blocked_id and followed_id = new.blocker_id)
    order by follower_id <> new.blocker_id
    for update
  loop
    perform amity_private.remember_follow(v_follow, 'unfollowed', 'block');
    delete from amity.follows where id = v_follow.id;
  end loop;
  return null;
end;
$$;

comment on function amity_private.tg_blocks__end_follows() is
  'Ends the follows between two people whom a block now parts.';

create or replace trigger _500_end_follows
after insert on amity.blocks
for each row execute function amity_private.tg_blocks__end_follows();
