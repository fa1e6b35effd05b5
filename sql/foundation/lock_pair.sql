-- Where no constraint can say a rule ("never both a block and a tie"), the pair lock does: whoever
-- makes something new between two people holds it to the end of the transaction. What comes after
-- it must see what the last holder committed, hence READ COMMITTED: above that, the snapshot is
-- older.
--
-- Locks are always taken in this order, so that two acts never wait for each other in a circle:
--   people (for key share, by id) -> the pair -> rows of ties -> each person (by id).

create or replace function amity_private.require_read_committed() returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
    perform amity_private.refuse('isolation_unsupported');
  end if;
end;
$$;

-- All locks of the server are in one table of a fixed size (6,400 by default): however many requests
-- come at once, clients may not fill it.
-- Whoever has a session of their own, and could make this setting up, can do that by themselves.
create or replace function amity_private.refuse_too_many_pairs() returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_held constant text := current_setting('amity.pairs_held', true);
  v_pairs constant integer := case when v_held ~ '^[0-9]{1,4}$' then v_held::integer else 0 end + 1;
begin
  if amity.me() is null then
    return;
  elsif v_pairs > 100 then
    perform amity_private.refuse('too_much_at_once', '100');
  end if;
  perform set_config('amity.pairs_held', v_pairs::text, true);
end;
$$;

-- `held` is whose row is held in place of the other's: see blocks/found_as.sql.
create or replace function amity_private.lock_pair(one uuid, other uuid, held uuid default null)
returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.require_read_committed();
  perform amity_private.refuse_too_many_pairs();
  -- deleting an account takes its row first and its ties afterwards: so do we
  perform from amity.people where id in (one, coalesce(held, other)) order by id for key share;
  perform pg_advisory_xact_lock(
    uuid_hash_extended(greatest(one, other), uuid_hash_extended(least(one, other), 1))
  );
end;
$$;

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

comment on function amity_private.require_read_committed() is
  'Refuses isolation_unsupported above READ COMMITTED, where a lock does not bring a fresh '
  'snapshot.';
comment on function amity_private.refuse_too_many_pairs() is
  'Counts the pairs that a person holds in one transaction. Refuses: too_much_at_once.';
comment on function amity_private.lock_pair(uuid, uuid, uuid) is
  'Holds the pair, in either order, until the transaction ends; keeps both people from being '
  'deleted meanwhile.';
comment on function amity_private.lock_people(uuid[]) is
  'Holds each of these people until the transaction ends, for a count that must not move: caps.';
