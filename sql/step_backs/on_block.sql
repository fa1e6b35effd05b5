-- A block ends step-backs both ways. By its name this trigger comes after those that end the ties,
-- so that rows are locked in the order in which everybody else locks them: ties, then step-backs.
create or replace function amity_private.tg_blocks__end_step_backs() returns trigger
language plpgsql volatile security definer  -- it ends what belongs to either person alone
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step_back amity.step_backs;
begin
  for v_step_back in
    select * from amity.step_backs
    where (owner_id = new.blocker_id and person_id = new.blocked_id)
      or (owner_id = new.blocked_id and person_id = new.blocker_id)
    for update
  loop
    if not amity_private.has_passed(v_step_back.until) then
      perform amity_private.remember_step_back(v_step_back, 'ended', 'block');
    end if;
    delete from amity.step_backs where id = v_step_back.id;
  end loop;
  return null;
end;
$$;

comment on function amity_private.tg_blocks__end_step_backs() is
  'Ends the step-backs between two people whom a block now parts.';

create or replace trigger _500_end_step_backs
after insert on amity.blocks
for each row execute function amity_private.tg_blocks__end_step_backs();
