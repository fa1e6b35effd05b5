-- A block ends the invitations between two people, but no membership: a circle is not a tie of a
-- pair. To the blocked person it looks ordinary: an invitation to the blocker was declined, one
-- from the blocker withdrawn. From then on neither sees the other in any circle.
create or replace function amity_private.tg_blocks__end_circle_invitations() returns trigger
language plpgsql volatile security definer  -- it ends what belongs to two people
set search_path = pg_catalog, pg_temp
as $$
begin
  -- most blocks end none, and spare two writes of no row
  perform from amity.circle_members
  where (invited_by, person_id)
    in ((new.blocker_id, new.blocked_id), (new.blocked_id, new.blocker_id))
  for update;
  if not found then
    return null;
  end if;
  insert into amity_private.circle_members_history
    (circle_member_id, circle_id, person_id, action, actor_id, cause)
  select id, circle_id, person_id,
    (case person_id when new.blocker_id then 'declined' else 'withdrawn' end)
      ::amity.circle_member_action,
    amity.me(), 'block'
  from amity.circle_members
  where (invited_by, person_id)
    in ((new.blocker_id, new.blocked_id), (new.blocked_id, new.blocker_id));
  delete from amity.circle_members
  where (invited_by, person_id)
    in ((new.blocker_id, new.blocked_id), (new.blocked_id, new.blocker_id));
  return null;
end;
$$;

-- after the ties of the pair, in the order in which the end of an account would end them all
create or replace trigger _550_end_circle_invitations
after insert on amity.blocks
for each row execute function amity_private.tg_blocks__end_circle_invitations();
