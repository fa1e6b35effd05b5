{% from 'foundation/tie.macro' import guard %}
{{ guard(
  'circle_members', ['id', 'circle_id', 'person_id'], since='invited_at',
  keeps=['invited_by', 'invited_at', 'joined_at']
) }}

drop policy if exists select_mine on amity.circle_members;
create policy select_mine on amity.circle_members for select to authenticated
  using (
    (person_id = (select amity.me()) and amity_private.search_by(person_id))
    or (invited_by = (select amity.me()) and amity_private.search_by(invited_by))
    -- the first finds the rows, the second leaves out those I may not see
    or (
      circle_id = any ((select amity_private.circles_i_see())::uuid[])
      and amity_private.search_by(circle_id)
      and id in (select amity_private.circle_members_i_see())
    )
  );
grant select (id, circle_id, person_id, role, status, invited_by, invited_at, joined_at)
  on amity.circle_members to authenticated;
comment on policy select_mine on amity.circle_members is
  'A person sees their own row, their invitations, the members of their circles, and as an admin '
  'all invitations; not across a block, except that an admin sees the members they blocked.';

drop policy if exists insert_mine on amity.circle_members;
create policy insert_mine on amity.circle_members for insert to authenticated
  with check (invited_by = (select amity.me()));
grant insert (circle_id, person_id, invited_by, invited_at, joined_at)
  on amity.circle_members to authenticated;
comment on policy insert_mine on amity.circle_members is
  'A person invites in their own name; the trigger decides.';

create or replace trigger _060_keep_defaults
before insert on amity.circle_members
for each row when (new.role <> 'member' or new.status <> 'invited' or new.joined_at is not null)
execute function amity_private.tg_columns__keep('role, status or joined_at');

drop policy if exists update_mine on amity.circle_members;
create policy update_mine on amity.circle_members for update to authenticated
  using (person_id = (select amity.me()) or id in (select amity_private.circle_members_i_manage()));
grant update (role, status) on amity.circle_members to authenticated;
comment on policy update_mine on amity.circle_members is
  'The invited may accept and admins appoint; the triggers decide which is which.';

drop policy if exists delete_mine on amity.circle_members;
create policy delete_mine on amity.circle_members for delete to authenticated
  using (
    person_id = (select amity.me())
    or invited_by = (select amity.me())
    or (
      circle_id = any ((select amity_private.circles_i_manage())::uuid[])
      and id in (select amity_private.circle_members_i_see())
    )
  );
grant delete on amity.circle_members to authenticated;
comment on policy delete_mine on amity.circle_members is
  'A person declines and leaves, and withdraws what they sent; an admin withdraws and removes.';

drop policy if exists all_service on amity.circle_members;
create policy all_service on amity.circle_members to service_role using (true) with check (true);
grant select, insert (circle_id, person_id, invited_by, status, invited_at, joined_at),
  update (role, status), delete on amity.circle_members to service_role;
comment on policy all_service on amity.circle_members is
  'A service may invite, accept and appoint for others, and insert members whose consent it has.';
