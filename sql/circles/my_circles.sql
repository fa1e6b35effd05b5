{% from 'foundation/table.macro' import refuse_writes %}
create or replace view amity.my_circles with (security_invoker = true) as
select
  id, name, description, label_type_id, role, status, invited_by, since,
  case when status is distinct from 'invited' then amity_private.count_circle_people(id) end
    as people_count
from (
  select
    circles.id, circles.name, circles.description, circles.label_type_id,
    mine.role, mine.status, mine.invited_by, coalesce(mine.joined_at, mine.invited_at) as since
  from amity.circle_members as mine
  join amity.circles on circles.id = mine.circle_id
  where mine.person_id = (select amity.me())
  union all
  select id, name, description, label_type_id, null, null, null, created_at
  from amity.circles
  where created_by = (select amity.me()) and label_type_id is not null
) as mine;

grant select on amity.my_circles to authenticated, service_role;
{{ refuse_writes('amity.my_circles', 'Write to amity.circles or amity.circle_members') }}
comment on view amity.my_circles is
  'The circles that I am in or invited to, and my dynamic ones, from my side. Order by since; '
  'amity.list_circles() and amity.list_circle_invitations() give a page, however many there are.';
comment on column amity.my_circles.id is 'The circle.';
comment on column amity.my_circles.name is 'Its name.';
comment on column amity.my_circles.description is 'What it is for.';
comment on column amity.my_circles.label_type_id is
  'My type of label that it follows from; null for a shared circle.';
comment on column amity.my_circles.role is 'Whether I am an admin; null for a dynamic circle.';
comment on column amity.my_circles.status is 'invited or member; null for a dynamic circle.';
comment on column amity.my_circles.invited_by is 'Who invited me, as long as I have not answered.';
comment on column amity.my_circles.since is 'When I joined, was invited, or created it.';
comment on column amity.my_circles.people_count is
  'How many people I see in it, with myself; null while I am only invited.';
