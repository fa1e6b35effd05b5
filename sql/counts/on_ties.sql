-- Changes the tallies of two people in slots that no other transaction holds, and adds a slot where
-- all are held: it never waits. A person whose account ends in this transaction gets no new slot.
create or replace function amity_private.add_to_tallies(
  one uuid, what_of_one amity_private.tally, other uuid, what_of_other amity_private.tally,
  change integer
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  with changed as (
    update amity_private.tallies set n = n + change
    where slot in (
      (
        select free.slot from amity_private.tallies as free
        where free.person_id = one and free.what = what_of_one
        limit 1 for update skip locked
      ),
      (
        select free.slot from amity_private.tallies as free
        where free.person_id = other and free.what = what_of_other
        limit 1 for update skip locked
      )
    )
    returning person_id
  )
  insert into amity_private.tallies (person_id, what, n)
  select people.id, case people.id when one then what_of_one else what_of_other end, change
  from amity.people
  where people.id in (one, other) and people.id not in (select changed.person_id from changed);
end;
$$;

-- A connection that begins or ends counts for both people. Only accepted ones count; a request that
-- is deleted was never counted.
create or replace function amity_private.tg_connections__count() returns trigger
language plpgsql volatile security definer  -- people may not write tallies
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row constant amity.connections := coalesce(new, old);
  v_done constant text := amity_private.add_to_tallies(
    v_row.requester_id, 'connections', v_row.recipient_id, 'connections',
    case tg_op when 'DELETE' then -1 else 1 end
  );
begin
  return null;
end;
$$;

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

-- The same of a follow.
create or replace function amity_private.tg_follows__count() returns trigger
language plpgsql volatile security definer  -- as above
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row constant amity.follows := coalesce(new, old);
  v_done constant text := amity_private.add_to_tallies(
    v_row.follower_id, 'following', v_row.followed_id, 'followers',
    case tg_op when 'DELETE' then -1 else 1 end
  );
begin
  return null;
end;
$$;

create or replace trigger _500_count
after insert or delete on amity.follows
for each row execute function amity_private.tg_follows__count();

create or replace trigger _100_keep_all
before truncate on amity_private.tallies
for each statement execute function amity_private.tg_tables__refuse_truncate();
