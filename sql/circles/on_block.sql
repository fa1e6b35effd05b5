-- A block ends the invitations between two people, but no membership: a circle is not a tie of a
-- pair. To the blocked person it looks ordinary: an invitation to the blocker was declined, one
-- from the blocker withdrawn. From then on neither sees the other in any circle.
create or replace function amity_private.tg_blocks__end_circle_invitations() returns trigger
language plpgsql volatile security definer  -- it ends what belongs to two people
set search_path = pg_catalog, pg_temp
as $$
declare
  v_circles constant uuid[] := array(
    select circle_id from amity.circle_members
    where (invited_by, person_id)
      in ((new.blocker_id, new.blocked_id), (new.blocked_id, new.blocker_id))
  );
  v_invitation amity.circle_members;
begin
  if v_circles = '{}' then
    return null;
  end if;
  -- An account that ends can take several of these circles along. That they are held after ties of
  -- the pair does no harm: what holds a circle waits for none of those.
  perform amity_private.lock_circles(variadic v_circles);
  for v_invitation in
    select * from amity.circle_members
    where (invited_by, person_id)
      in ((new.blocker_id, new.blocked_id), (new.blocked_id, new.blocker_id))
    for update
  loop
    perform amity_private.remember_circle_member(
      v_invitation,
      (case v_invitation.person_id when new.blocker_id then 'declined' else 'withdrawn' end)
        ::amity.circle_member_action,
      'block'
    );
    delete from amity.circle_members where id = v_invitation.id;
  end loop;
  return null;
end;
$$;

-- after the ties of the pair, in the order in which the end of an account would end them all
create or replace trigger _550_end_circle_invitations
after insert on amity.blocks
for each row execute function amity_private.tg_blocks__end_circle_invitations();
