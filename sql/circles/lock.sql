-- What one member of a circle does can change another's row: the last admin who leaves hands over.
-- So acts that change or end memberships hold the circle, and hold it before any row, because two
-- people leaving at once would otherwise each hold their own row and wait for the other's.
--
-- The order, after the one in foundation/locks.sql: memberships are rows of ties.

-- Locks each of these circles until the transaction ends; null is all there are.
create or replace function amity_private.lock_circles(variadic circles uuid[]) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if cardinality(circles) = 0 then
    return;
  end if;
  perform amity_private.require_read_committed();
  -- the table of locks is the whole server's
  if circles is null or cardinality(circles) > 100 then
    perform pg_advisory_xact_lock(hashint8extended(0, 3));
    return;
  end if;
  -- all of them, shared: see below
  perform pg_advisory_xact_lock_shared(hashint8extended(0, 3));
  perform pg_advisory_xact_lock(uuid_hash_extended(circle, 3))
  from (select distinct unnest(circles) as circle order by circle) as each;
end;
$$;

-- Makes sure that a circle is locked, without waiting for another transaction that has locked it:
-- that one may wait for the row which is locked here. The circle was locked before the row, unless
-- the person was removed from it between the snapshot and the lock: then the refusal is the one of
-- a moment later. A service that locks all circles waits at most for a transaction that is just
-- ending. Refuses: circle_not_found.
create or replace function amity_private.require_circle(circle uuid) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.require_read_committed();
  if pg_try_advisory_xact_lock_shared(hashint8extended(0, 3))
    and pg_try_advisory_xact_lock(uuid_hash_extended(circle, 3)) then
    return;
  elsif pg_try_advisory_xact_lock(hashint8extended(0, 3)) then
    perform amity_private.lock_circles(circle);
  else
    perform amity_private.refuse('circle_not_found');
  end if;
end;
$$;

-- Locks the circles whose memberships a statement can change, before its first row. A person can
-- change only memberships of circles that they are in; a service can change any, so it locks all. A
-- statement inside a trigger runs under the locks of the outer one.
create or replace function amity_private.tg_circles__hold() returns trigger
language plpgsql volatile security definer  -- people may not take the locks themselves
set search_path = pg_catalog, pg_temp
as $$
begin
  if pg_trigger_depth() = 1 then
    perform amity_private.lock_circles(variadic case when amity.me() is not null then array(
      select circle_id from amity.circle_members where person_id = amity.me()
    ) end);
  end if;
  return null;
end;
$$;

-- Locks the circles of a person whose account ends: they leave them. Where several end at once, it
-- locks those of all of them, before the first row: see end_people().
create or replace function amity_private.tg_people__hold_circles() returns trigger
language plpgsql volatile security definer  -- as above
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_level = 'STATEMENT' then
    perform amity_private.lock_circles(variadic array(
      select circle_id from amity.circle_members
      where person_id in (select unnest(leaving) from amity_private.attachments)
    ));
    return null;
  end if;
  perform amity_private.lock_circles(variadic array(
    select circle_id from amity.circle_members where person_id = old.id
  ));
  return old;
end;
$$;

create or replace trigger _050_hold
before delete on amity.circles
for each statement execute function amity_private.tg_circles__hold();

create or replace trigger _050_hold
before update or delete on amity.circle_members
for each statement execute function amity_private.tg_circles__hold();

create or replace trigger _110_hold_circles
before delete on amity.people
for each statement execute function amity_private.tg_people__hold_circles();

create or replace trigger _400_hold_circles
before delete on amity.people
for each row execute function amity_private.tg_people__hold_circles();
