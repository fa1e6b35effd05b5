-- Holds the pair until the transaction ends, and refuses across a block. Asked about a person who
-- blocked the actor, the answer and the work are those for an id that was never there. Only the
-- blocker is told, and is told first, whether or not that id exists. Refuses: too_much_at_once,
-- isolation_unsupported, blocked, not_joined, person_not_found.
create or replace function amity_private.hold_pair(
  actor uuid, other uuid, speaker uuid default amity.me()
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off  -- see found_as.sql
as $$
declare
  v_done text := amity_private.lock_pair(actor, other, speaker);
  v_now record;
  v_held uuid;
  v_people integer;
begin
  -- what stands now that the pair is held: in one query, because every act asks. Its last join is
  -- make_up_for().
  select
    mine.id is not null as blocking, theirs.id is not null as blocked, theirs.created_at, joined_at
  into v_now
  from (values (actor)) as asking (id)
  left join amity.blocks as mine on mine.blocker_id = asking.id and mine.blocked_id = other
  left join amity.blocks as theirs on theirs.blocker_id = other and theirs.blocked_id = asking.id
  left join amity.people on people.id =
    case when theirs.id is null then asking.id else amity_private.nobody_for(asking.id) end;
  v_held := case when v_now.blocked then amity_private.nobody_for(other) else other end;
  v_people := amity_private.hold_people(actor, v_held);
  if v_now.blocking then
    perform amity_private.refuse('blocked');
  elsif v_people < 2 then
    -- a person may have left and joined again while this waited
    v_people := amity_private.hold_people(actor, v_held);
  end if;
  if v_people < 2 then
    if speaker = actor and not exists (select from amity.people where id = actor) then
      perform amity_private.refuse('not_joined');  -- the account of the caller has just ended
    end if;
    perform amity_private.refuse('person_not_found');
  end if;
end;
$$;

-- The opening of an act towards another person, as far as kinds have it alike, in the one order
-- that keeps a block secret. A kind whose own refusals stand between calls the two halves.
--
-- They are called by queries: of two refusals that are raised in assignments, the second has
-- another CONTEXT. Returns who is speaking: null for a service.
create or replace function amity_private.begin_act(
  act text, actor uuid, other uuid, enabled boolean default true
) returns uuid
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me uuid;
begin
  select amity_private.open_act(act, actor, other, enabled) into v_me;
  perform amity_private.hold_pair(actor, other, v_me);
  return v_me;
end;
$$;
