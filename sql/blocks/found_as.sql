-- To a person you blocked you do not exist, and that has to take as long as for an id that was
-- never there. So the caller's question is asked about an id of no person, from the beginning,
-- and never answered early.

-- An id of no person: the same one for the same person, so that asking twice tells nothing.
create or replace function amity_private.nobody_for(person uuid) returns uuid
language sql immutable parallel safe
return encode(substr(sha256(uuid_send(person)), 1, 16), 'hex')::uuid;

-- Makes finding a row and finding none the same work: what has read a row searches for one in vain
-- now, and the other way round. A column that no index holds is asked for, so that the row is read,
-- whatever vacuum did; and small tables are not scanned, because that would cost the same without
-- this. Returns what it was given.
create or replace function amity_private.make_up_for(has_read boolean, me uuid) returns boolean
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
declare
  v_id constant uuid := case when has_read then amity_private.nobody_for(me) else me end;
begin
  perform joined_at from amity.people where id = v_id;
  return has_read;
end;
$$;

-- That person, or an id of no person if they blocked me.
create or replace function amity_private.found_as(person uuid, me uuid) returns uuid
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
declare
  v_block record;
begin
  -- in one query, because every act asks; the second join is make_up_for()
  select blocks.id is not null as stands, created_at, joined_at into v_block
  from (values (me)) as asking (id)
  left join amity.blocks on blocker_id = person and blocked_id = asking.id
  left join amity.people on people.id =
    case when blocks.id is null then asking.id else amity_private.nobody_for(asking.id) end;
  return case when v_block.stands then amity_private.nobody_for(person) else person end;
end;
$$;
