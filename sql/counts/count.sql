create or replace function amity_private.add_to_tally(
  person uuid, what amity_private.tally, change integer
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  -- somebody whose account ends in this transaction is not counted any more
  if not exists (select from amity.people where id = person) then
    return;
  end if;
  update amity_private.tallies set n = n + change
  where slot = (
    select free.slot from amity_private.tallies as free
    where free.person_id = person and free.what = add_to_tally.what
    limit 1
    for update skip locked
  );
  if not found then
    insert into amity_private.tallies (person_id, what, n) values (person, what, change);
  end if;
end;
$$;

create or replace function amity_private.tg_connections__count() returns trigger
language plpgsql volatile security definer  -- people may not write tallies
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row constant amity.connections := coalesce(new, old);
  v_change constant integer := case tg_op when 'DELETE' then -1 else 1 end;
begin
  perform amity_private.add_to_tally(v_row.requester_id, 'connections', v_change);
  perform amity_private.add_to_tally(v_row.recipient_id, 'connections', v_change);
  return null;
end;
$$;

create or replace function amity_private.tg_follows__count() returns trigger
language plpgsql volatile security definer  -- as above
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row constant amity.follows := coalesce(new, old);
  v_change constant integer := case tg_op when 'DELETE' then -1 else 1 end;
begin
  perform amity_private.add_to_tally(v_row.follower_id, 'following', v_change);
  perform amity_private.add_to_tally(v_row.followed_id, 'followers', v_change);
  return null;
end;
$$;

comment on function amity_private.add_to_tally(uuid, amity_private.tally, integer) is
  'Changes a tally in a slot that nobody holds; never waits.';
comment on function amity_private.tg_connections__count() is
  'Counts a connection that begins or ends, for both people.';
comment on function amity_private.tg_follows__count() is
  'Counts a follow that begins or ends, for both people.';

-- only accepted ones count; a request that leaves was never counted
create or replace trigger _500_count_new
after insert on amity.connections
for each row when (new.status = 'accepted') execute function amity_private.tg_connections__count();

create or replace trigger _500_count_accepted
after update of status on amity.connections
for each row when (old.status <> 'accepted' and new.status = 'accepted')
execute function amity_private.tg_connections__count();

create or replace trigger _500_count_ended
after delete on amity.connections
for each row when (old.status = 'accepted') execute function amity_private.tg_connections__count();

create or replace trigger _500_count
after insert or delete on amity.follows
for each row execute function amity_private.tg_follows__count();

create or replace trigger _100_keep_all
before truncate on amity_private.tallies
for each statement execute function amity_private.tg_tables__refuse_truncate();
