-- Only the invited person accepts. Refuses: already_member, already_invited, not_yours.
create or replace function amity_private.tg_circle_members__answer() returns trigger
language plpgsql volatile security definer  -- it holds the circle
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.require_circle(old.circle_id);
  if old.status = 'member' then
    perform amity_private.refuse('already_member');
  elsif new.status is distinct from 'member' then
    perform amity_private.refuse('already_invited');
  elsif amity.me() <> old.person_id then
    perform amity_private.refuse('not_yours');
  end if;
  new.invited_by := null;
  new.joined_at := clock_timestamp();
  return new;
end;
$$;

create or replace trigger _110_answer
before update of status on amity.circle_members
for each row execute function amity_private.tg_circle_members__answer();

create or replace function amity.accept_circle_invitation(circle uuid) returns amity.circle_members
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_member amity.circle_members;
begin
  update amity.circle_members set status = 'member'
  where circle_id = circle and person_id = (select amity.me())
  returning * into v_member;
  if not found then
    perform amity_private.refuse('circle_invitation_not_found');
  end if;
  return v_member;
end;
$$;

create or replace function amity.decline_circle_invitation(circle uuid) returns amity.circle_members
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_member amity.circle_members;
begin
  delete from amity.circle_members
  where circle_id = circle and person_id = (select amity.me()) and status = 'invited'
  returning * into v_member;
  if not found then
    perform amity_private.refuse('circle_invitation_not_found');
  end if;
  return v_member;
end;
$$;

grant execute on function amity.accept_circle_invitation(uuid) to authenticated;
grant execute on function amity.decline_circle_invitation(uuid) to authenticated;
comment on function amity.accept_circle_invitation(uuid) is
  'Joins a circle that I am invited to; returns my membership. Refuses: '
  'circle_invitation_not_found, already_member, signed_out, not_joined.';
comment on function amity.decline_circle_invitation(uuid) is
  'Declines an invitation, silently; returns it as it was. Refuses: circle_invitation_not_found, '
  'signed_out, not_joined.';
