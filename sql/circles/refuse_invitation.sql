-- Inviting: an admin, a connection of their own, once, not across a block.

-- Refuses a person who is in the circle or invited to it; false where that is passed over. An
-- invitation from a person across a block does not exist for the invited one: it gives way. Refuses:
-- already_member, already_invited.
create or replace function amity_private.refuse_present(newcomer amity.circle_members)
returns boolean
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_present amity.circle_members;
begin
  select * into v_present from amity.circle_members
  where circle_id = newcomer.circle_id and person_id = newcomer.person_id;
  if v_present.status = 'member' then
    perform amity_private.refuse_duplicate('already_member');
    return false;
  elsif v_present.status = 'invited'
    and not amity_private.is_blocked_either_way(v_present.invited_by, newcomer.invited_by) then
    perform amity_private.refuse_duplicate('already_invited');
    return false;
  end if;
  delete from amity.circle_members where id = v_present.id;
  return true;
end;
$$;

-- False where the person is there and that is passed over.
-- Refuses: person_not_found, not_yours, circle_not_found, circle_is_dynamic, not_circle_admin,
-- blocked, not_connected, already_member, already_invited.
create or replace function amity_private.refuse_invitation(invitation amity.circle_members)
returns boolean
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if invitation.person_id is null or invitation.invited_by is null then
    perform amity_private.refuse('person_not_found');
  elsif amity.me() <> invitation.invited_by then
    perform amity_private.refuse('not_yours');
  end if;
  -- said to outsiders before anything is held; and again once nothing can change it
  perform amity_private.refuse_unless_admin(invitation.circle_id, invitation.invited_by);
  if invitation.invited_by = invitation.person_id then
    perform amity_private.refuse('already_member');
  end if;
  perform amity_private.hold_pair(invitation.invited_by, invitation.person_id);
  perform amity_private.lock_circles(invitation.circle_id);
  perform amity_private.refuse_unless_admin(invitation.circle_id, invitation.invited_by);
  -- a connection that ends from now on ends after this, and the invitation stands
  if not exists (
    select from amity.connections
    where least(requester_id, recipient_id) = least(invitation.invited_by, invitation.person_id)
      and greatest(requester_id, recipient_id)
        = greatest(invitation.invited_by, invitation.person_id)
      and status = 'accepted'
  ) then
    perform amity_private.refuse('not_connected');
  end if;
  return (select amity_private.refuse_present(invitation));
end;
$$;

-- A service that has a person's consent makes them a member at once; false as above. Refuses:
-- person_not_found, circle_not_found, circle_is_dynamic, already_member, already_invited.
create or replace function amity_private.refuse_import(member amity.circle_members) returns boolean
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_dynamic boolean;
begin
  if not exists (select from amity.people where id = member.person_id for key share) then
    perform amity_private.refuse('person_not_found');
  end if;
  perform amity_private.lock_circles(member.circle_id);
  select label_type_id is not null into v_dynamic from amity.circles where id = member.circle_id;
  if not found then
    perform amity_private.refuse('circle_not_found');
  elsif v_dynamic then
    perform amity_private.refuse('circle_is_dynamic');
  end if;
  return (select amity_private.refuse_present(member));
end;
$$;
