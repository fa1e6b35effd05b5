-- Holds the pair until the transaction ends, and refuses across a block. Asked about a person who
-- blocked the actor, the answer and the work are those for an id that was never there. Only the
-- blocker is told, and is told first, whether or not that id exists. Refuses: too_much_at_once,
-- isolation_unsupported, blocked, not_joined, person_not_found.
create or replace function amity_private.hold_pair(
  actor uuid, other uuid, speaker uuid default amity.me()
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_other constant uuid := amity_private.found_as(other, actor);
  v_people integer := amity_private.lock_pair(actor, other, v_other, speaker);
  v_now record;
begin
  -- a look at what stands now that the pair is held: the other may have blocked the actor since
  select
    exists (select from amity.blocks where blocker_id = actor and blocked_id = other) as blocking,
    exists (select from amity.blocks where blocker_id = v_other and blocked_id = actor) as blocked
  into v_now;
  if v_now.blocking then
    perform amity_private.refuse('blocked');
  elsif v_people < 2 then
    -- a person may have left and joined again while this waited
    perform from amity.people where id in (actor, v_other) order by id for key share;
    get diagnostics v_people = row_count;
  end if;
  if v_now.blocked or v_people < 2 then
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
  act text, actor uuid, other uuid, has_switch boolean default false
) returns uuid
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me uuid;
begin
  select amity_private.open_act(act, actor, other, has_switch) into v_me;
  perform amity_private.hold_pair(actor, other, v_me);
  return v_me;
end;
$$;
