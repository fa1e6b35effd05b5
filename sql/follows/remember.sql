-- The history is written at the moment a change is decided: see connections/remember.sql.
create or replace function amity_private.remember_follow(
  follow amity.follows,
  action amity.follow_action,
  cause amity.cause,
  occurred_at timestamptz default clock_timestamp()
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into amity_private.follows_history
    (follow_id, follower_id, followed_id, action, actor_id, cause, occurred_at)
  values (
    (follow).id, (follow).follower_id, (follow).followed_id, action, amity.me(), cause, occurred_at
  );
end;
$$;

create or replace function amity_private.tg_follows__remember() returns trigger
language plpgsql volatile security definer  -- nobody else may write the history
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row constant amity.follows := coalesce(new, old);
  v_last constant amity.follow_action := amity_private.last_follow_action(v_row.id);
  v_cause constant amity.cause :=
    amity_private.cause_of_change(v_row.follower_id, v_row.followed_id);
begin
  if tg_op = 'DELETE' and v_last = 'followed' then
    perform amity_private.remember_follow(v_row, 'unfollowed', v_cause);
  -- an id that stands already will not be inserted again
  elsif tg_op = 'INSERT' and not exists (select from amity.follows where id = v_row.id) then
    perform amity_private.remember_follow(v_row, 'followed', v_cause, v_row.created_at);
  end if;
  return v_row;
end;
$$;

comment on function amity_private.remember_follow(
  amity.follows, amity.follow_action, amity.cause, timestamptz
) is 'Writes one entry of the history.';
comment on function amity_private.tg_follows__remember() is
  'Writes down every follow and its end, once.';

create or replace trigger _900_remember
before insert or delete on amity.follows
for each row execute function amity_private.tg_follows__remember();
