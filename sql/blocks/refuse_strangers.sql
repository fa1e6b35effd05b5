-- To somebody whom you blocked you do not exist: asked about you, the answer is the one for an id
-- that was never there. Only the blocker is told, and is told first, whether or not that id exists.
create or replace function amity_private.refuse_strangers(one uuid, other uuid) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from amity.blocks where blocker_id = one and blocked_id = other) then
    perform amity_private.refuse('blocked');
  end if;
  -- held, because somebody may have left and joined again since the pair was locked
  if (
    select count(*) from (
      select from amity.people where id in (one, other) order by id for key share
    ) as held
  ) < 2
    or exists (select from amity.blocks where blocker_id = other and blocked_id = one) then
    perform amity_private.refuse('person_not_found');
  end if;
end;
$$;

revoke execute on function amity_private.refuse_strangers(uuid, uuid) from public;
comment on function amity_private.refuse_strangers(uuid, uuid) is
  'Refuses an act of one towards other: blocked if one blocked other, person_not_found if other '
  'blocked one, or either is nobody.';
