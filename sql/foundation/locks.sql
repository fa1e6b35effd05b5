-- Where no constraint can say a rule ("never both a block and a tie"), a lock does: an act that
-- makes something new between two people holds their pair until its transaction ends. What comes
-- after the lock must see what the last holder committed, hence READ COMMITTED: above that, the
-- snapshot is older.
--
-- Advisory locks, by their class, which is the seed of the hash:
--   1  a pair of people          lock_pair()
--   2  a person                  lock_people()
--   3  a circle                  lock_circles()
--   4  the ends of accounts      leave_in_turn()
--   5  a badge of a person       award_kept_badges()
--   6  entries of all histories  lock_histories()
--   18 a site of sync            refuse_second_sync_connection()
-- Always in this order, so that two acts never wait for each other in a circle:
--   the histories -> the ends of accounts -> the pair -> people (rows, for key share, by id)
--   -> circles (by id) -> rows of ties -> notifications (by id) -> each person (by id)
-- A badge is only tried.

-- Returns true, or refuses: isolation_unsupported.
create or replace function amity_private.require_read_committed() returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
    return amity_private.refuse('isolation_unsupported');
  end if;
  return true;
end;
$$;

-- Counts what a person makes in a transaction. All locks of the server are in one table of a fixed
-- size (6,400 by default): however many requests come at once, clients may not fill it. A client with
-- a session of its own, which could make this setting up, can do that without us. Refuses:
-- too_much_at_once.
create or replace function amity_private.count_act() returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_counted text := current_setting('amity.acts_counted', true);
  v_acts constant integer :=
    case when v_counted ~ '^[0-9]{1,4}$' then v_counted::integer else 0 end + 1;
begin
  if v_acts > 100 then
    perform amity_private.refuse('too_much_at_once', '100');
  end if;
  v_counted := set_config('amity.acts_counted', v_acts::text, true);
end;
$$;

-- Holds the pair, in either order, until the transaction ends.
--   speaker  null for a service, whose pairs do not count
create or replace function amity_private.lock_pair(
  one uuid, other uuid, speaker uuid default amity.me()
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_done text;  -- takes what returns nothing: an assignment is an expression, `perform` a query
begin
  if amity_private.require_read_committed() and speaker is not null then
    v_done := amity_private.count_act();
  end if;
  v_done := pg_advisory_xact_lock(
    uuid_hash_extended(greatest(one, other), uuid_hash_extended(least(one, other), 1))
  );
end;
$$;

-- Keeps both people from being deleted until the transaction ends; returns how many of them exist.
create or replace function amity_private.hold_people(one uuid, other uuid) returns integer
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set enable_bitmapscan = off  -- the index gives both in order, without a sort
as $$
declare
  v_people integer;
begin
  perform from amity.people where id in (one, other) order by id for key share;
  get diagnostics v_people = row_count;
  return v_people;
end;
$$;

-- Holds each of these people until the transaction ends, for a count that must not move: caps.
create or replace function amity_private.lock_people(variadic people uuid[]) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_person uuid;
begin
  perform amity_private.require_read_committed();
  for v_person in select unnest(people) as person order by person loop
    perform pg_advisory_xact_lock(uuid_hash_extended(v_person, 2));
  end loop;
end;
$$;

-- What changes or deletes entries of many ties takes turns: each does so in an order of its own.
create or replace function amity_private.lock_histories() returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('amity_private.history', 6));
end;
$$;
