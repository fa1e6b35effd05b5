-- A circle with members has an admin, and one without members ends. When the last admin leaves, the
-- longest-standing member takes over. An admin who stays as a member hands over to a member they
-- can see: across a block, the others do not exist for them. Refuses: last_admin.
create or replace function amity_private.tg_circle_members__hand_over() returns trigger
language plpgsql volatile security definer  -- it changes what belongs to others
set search_path = pg_catalog, pg_temp
as $$
declare
  v_stays constant boolean := tg_op = 'UPDATE';
  v_successor amity.circle_members;
begin
  if exists (
    select from amity.circle_members
    where circle_id = old.circle_id and role = 'admin' and person_id <> old.person_id
      and not (v_stays and amity_private.is_blocked_either_way(person_id, old.person_id))
  ) then
    return null;
  end if;
  select * into v_successor from amity.circle_members
  where circle_id = old.circle_id and joined_at is not null and person_id <> old.person_id
    and not (v_stays and amity_private.is_blocked_either_way(person_id, old.person_id))
  order by joined_at, id
  limit 1;
  if found then
    perform amity_private.remember_circle_member(
      v_successor, 'promoted', amity_private.cause_of_change(old.person_id, old.person_id)
    );
    update amity.circle_members set role = 'admin' where id = v_successor.id;
  elsif v_stays then
    perform amity_private.refuse('last_admin');
  else
    delete from amity.circles where id = old.circle_id;
  end if;
  return null;
end;
$$;

create or replace trigger _500_hand_over
after delete on amity.circle_members
for each row when (old.status = 'member')
execute function amity_private.tg_circle_members__hand_over();

create or replace trigger _500_hand_over_role
after update of role on amity.circle_members
for each row when (old.role = 'admin' and new.role = 'member')
execute function amity_private.tg_circle_members__hand_over();
