{% from 'foundation/client.macro' import act %}
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

{% call act(
  'accept_circle_invitation', 'circle uuid', 'amity.circle_members', to='authenticated',
  or_else="refuse('circle_invitation_not_found')",
  says="Joins a circle that I am invited to; returns my membership. Refuses:
    circle_invitation_not_found, already_member, signed_out, not_joined."
) %}
  update amity.circle_members set status = 'member'
  where circle_id = circle and person_id = (select amity.me())
{% endcall %}

{% call act(
  'decline_circle_invitation', 'circle uuid', 'amity.circle_members', to='authenticated',
  or_else="refuse('circle_invitation_not_found')",
  says="Declines an invitation, silently; returns it as it was. Refuses:
    circle_invitation_not_found, signed_out, not_joined."
) %}
  delete from amity.circle_members
  where circle_id = circle and person_id = (select amity.me()) and status = 'invited'
{% endcall %}
