-- One row for each person in a shared circle, or invited to it: a member is a person who accepted.
create type amity.circle_role as enum ('admin', 'member');
create type amity.circle_status as enum ('invited', 'member');

create table amity.circle_members (
  id uuid not null default amity.uuid_v7(),
  circle_id uuid not null,
  person_id uuid not null,
  role amity.circle_role not null default 'member',
  status amity.circle_status not null default 'invited',
  -- An invitation names its sender; a membership does not. So the rows that all members can read
  -- name only the member, and a person who blocks the reader is named nowhere.
  invited_by uuid default amity.me(),
  invited_at timestamptz default clock_timestamp(),
  joined_at timestamptz,
  constraint circle_members_pkey primary key (id),
  constraint circle_members_circle_is_there
    foreign key (circle_id) references amity.circles (id) on delete cascade,
  constraint circle_members_person_is_a_person
    foreign key (person_id) references amity.people (id) on delete cascade,
  constraint circle_members_inviter_is_a_person
    foreign key (invited_by) references amity.people (id) on delete cascade,
  constraint circle_members_not_by_themselves check (invited_by <> person_id),
  constraint circle_members_invitation_has_a_sender
    check ((status = 'invited') = (invited_by is not null)),
  constraint circle_members_invitation_is_dated check (status = 'member' or invited_at is not null),
  constraint circle_members_joining_is_dated check ((status = 'member') = (joined_at is not null)),
  constraint circle_members_admin_is_a_member check (role = 'member' or status = 'member'),
  constraint circle_members_once unique (circle_id, person_id)
);

-- the circles of a person; their invitations, for a block; those of a circle, newest first
create index circle_members_of_person on amity.circle_members (person_id, circle_id);
create index circle_members_by_inviter on amity.circle_members (invited_by, person_id);
create index circle_members_by_time on amity.circle_members (circle_id, joined_at, id);
-- The circles and the invitations of a person, newest first. With the circle in it, it would be
-- searched for whichever person a client asks about, and the work would tell of a block. A search
-- for one row asks for joined_at, not for the status, so that this is not read in its place.
create index circle_members_newest
  on amity.circle_members (person_id, status, coalesce(joined_at, invited_at));
-- the invited of a circle, newest first; who leads it
create index circle_members_invited on amity.circle_members (circle_id, invited_at, id)
  where status = 'invited';
create index circle_members_admins on amity.circle_members (circle_id) where role = 'admin';

select amity_private.keep_no_statistics('amity.circle_members');
alter table amity.circle_members enable row level security;

comment on type amity.circle_role is
  'What a member may do: an admin invites, removes, appoints, renames and ends.';
comment on type amity.circle_status is 'invited until the person says yes, then member.';
comment on table amity.circle_members is
  'Who is in a circle, and who is invited. Insert circle_id, person_id to invite a connection; '
  'update status to member to accept, delete to decline, leave, withdraw or remove; update role '
  'to admin or member to appoint. Across a block two people do not see each other''s row, except '
  'that an admin sees the members they blocked, to remove them. amity.list_circle_members() and '
  'amity.list_circle_invited() give a page of one circle, however many are in it.';
comment on column amity.circle_members.id is 'The membership, from the invitation to the end.';
comment on column amity.circle_members.circle_id is 'The circle: never a dynamic one.';
comment on column amity.circle_members.person_id is 'Who.';
comment on column amity.circle_members.role is 'admin or member.';
comment on column amity.circle_members.status is 'invited or member.';
comment on column amity.circle_members.invited_by is
  'Who invited, as long as the invitation waits; null for a member.';
comment on column amity.circle_members.invited_at is
  'When they were invited; null for who was there first.';
comment on column amity.circle_members.joined_at is 'When they joined; null while invited.';
