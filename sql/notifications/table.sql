-- What a person is told: one row for each event that still stands.
--
-- An enum, so that types generated for clients are unions. A kind that is added later brings its
-- own value: alter type amity.notification_kind add value if not exists.
create type amity.notification_kind as enum (
  'request_received', 'request_accepted', 'followed', 'circle_invitation', 'circle_joined',
  'badge_awarded', 'invite_redeemed'
);

-- No foreign keys: checking them would double what a notification costs the act that writes it.
create table amity.notifications (
  id uuid not null default amity.uuid_v7(),
  person_id uuid not null,
  kind amity.notification_kind not null,
  actor_id uuid,
  subject_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  read_at timestamptz,
  -- alone, so that a deletion that is published tells the id and nothing else
  constraint notifications_pkey primary key (id),
  constraint notifications_not_by_themselves check (actor_id <> person_id)
);

-- mine, newest first
create index notifications_of_person
  on amity.notifications (person_id, created_at desc, id desc);
-- those that I have not read, without a visit to the table
create index notifications_unread
  on amity.notifications (person_id, actor_id) where read_at is null;
-- those that end with what they are about
create index notifications_of_subject on amity.notifications (subject_id);
-- those that end on a block, or with the account of who did it
create index notifications_of_actor on amity.notifications (actor_id, person_id);

-- Those that no service has taken. Apart from their table: a service holds these rows for as long
-- as it sends, and no act may wait for it.
create table amity_private.untaken_notifications (
  notification_id uuid not null,
  constraint untaken_notifications_pkey primary key (notification_id)
);

select amity_private.keep_no_statistics('amity.notifications');
select amity_private.keep_no_statistics('amity_private.untaken_notifications');
alter table amity.notifications enable row level security;
alter table amity_private.untaken_notifications enable row level security;

comment on type amity.notification_kind is
  'What happened: request_received (actor asks me), request_accepted (actor and I are connected '
  'now), followed (actor follows me), circle_invitation (actor invites me), circle_joined (actor '
  'accepted my invitation), badge_awarded (a badge that I keep), invite_redeemed (actor redeemed '
  'my invite, and we are connected now).';
comment on table amity.notifications is
  'What I am told, one row for each event that still stands: it leaves with what it is about, and '
  'on a block. Update read_at to mark one as read, delete to dismiss it; none is inserted. While I '
  'am stepped back from a person, what they did is not shown.';
comment on column amity.notifications.id is 'The notification.';
comment on column amity.notifications.person_id is 'Who is told: me.';
comment on column amity.notifications.kind is 'What happened.';
comment on column amity.notifications.actor_id is 'Who did it; null for a badge.';
comment on column amity.notifications.subject_id is
  'What it is about, by its id: the row of connections (request_received, request_accepted, '
  'invite_redeemed), of follows (followed), of circle_members (circle_invitation, circle_joined) '
  'or of kept_badges (badge_awarded).';
comment on column amity.notifications.created_at is 'When it happened.';
comment on column amity.notifications.read_at is
  'When I read it; null while unread. Any moment that is given means now.';
comment on table amity_private.untaken_notifications is
  'Which notifications no service has taken; written only where the setting '
  'notifications_are_taken is on.';
comment on column amity_private.untaken_notifications.notification_id is
  'The notification, which may be gone.';
