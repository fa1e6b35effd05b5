-- What the blocked person dismissed goes as it would if the blocker had left: a row that stays
-- while that person cannot be found would betray the block.
create or replace function amity_private.tg_blocks__end_dismissal() returns trigger
language plpgsql volatile security definer
-- the row belongs to the blocked person
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from amity.dismissed_suggestions
  where owner_id = new.blocked_id and person_id = new.blocker_id;
  return null;
end;
$$;

comment on function amity_private.tg_blocks__end_dismissal() is
  'Ends what the blocked person dismissed of the blocker.';

create or replace trigger _500_end_dismissal
after insert on amity.blocks
for each row execute function amity_private.tg_blocks__end_dismissal();
