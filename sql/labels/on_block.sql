-- What the blocked person noted goes as it would if the blocker had left: a row that stays while
-- that person cannot be found would betray the block. What the blocker noted stays with the
-- blocker.
create or replace function amity_private.tg_blocks__end_labels() returns trigger
language plpgsql volatile security definer
-- the rows belong to the blocked person
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from amity.labels where owner_id = new.blocked_id and person_id = new.blocker_id;
  return null;
end;
$$;

comment on function amity_private.tg_blocks__end_labels() is
  'Ends what the blocked person noted about the blocker.';

create or replace trigger _500_end_labels
after insert on amity.blocks
for each row execute function amity_private.tg_blocks__end_labels();
