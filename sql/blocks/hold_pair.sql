-- The opening of every act towards somebody: it holds the pair, and refuses across a block. Asked
-- about somebody who blocked the actor, the answer and the work are those for an id that was never
-- there. Only the blocker is told, and is told first, whether or not that id exists.
create or replace function amity_private.hold_pair(actor uuid, other uuid) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_other constant uuid := amity_private.found_as(other, actor);
begin
  perform amity_private.lock_pair(actor, other, v_other);
  if exists (select from amity.blocks where blocker_id = actor and blocked_id = other) then
    perform amity_private.refuse('blocked');
  end if;
  -- held, because somebody may have left and joined again since the pair was locked
  if (
    select count(*) from (
      select from amity.people where id in (actor, v_other) order by id for key share
    ) as held
  ) < 2
    -- they may have blocked the actor since
    or exists (select from amity.blocks where blocker_id = v_other and blocked_id = actor) then
    perform amity_private.refuse('person_not_found');
  end if;
end;
$$;

comment on function amity_private.hold_pair(uuid, uuid) is
  'Holds the pair until the end of the transaction. Refuses: blocked if the actor blocked the '
  'other, person_not_found if the other blocked the actor, or either is nobody.';
