-- One row for each pair of people: a request while it is pending, a connection once it is accepted.
-- 'rejected' and 'cancelled' are said by an update, returned once, and leave: the history keeps
-- them.
create type amity.connections_status as enum ('pending', 'accepted', 'rejected', 'cancelled');

create table amity.connections (
  id uuid not null default amity.uuid_v7(),
  requester_id uuid not null default amity.me(),
  recipient_id uuid not null,
  status amity.connections_status not null default 'pending',
  message text,
  requested_at timestamptz not null default clock_timestamp(),
  responded_at timestamptz,
  constraint connections_pkey primary key (id),
  constraint connections_requester_is_a_person
    foreign key (requester_id) references amity.people (id) on delete cascade,
  constraint connections_recipient_is_a_person
    foreign key (recipient_id) references amity.people (id) on delete cascade,
  constraint connections_not_with_myself check (requester_id <> recipient_id),
  constraint connections_message_is_short check (amity_private.check_text(message, 1000)),
  -- only the recipient responds: by accepting or rejecting
  constraint connections_response_is_dated
    check ((status in ('accepted', 'rejected')) = (responded_at is not null))
);

-- either way round: there is one row for two people
create unique index connections_one_per_pair
  on amity.connections (least(requester_id, recipient_id), greatest(requester_id, recipient_id));
-- my requests in and out, newest first
create index connections_incoming
  on amity.connections (recipient_id, requested_at desc) where status = 'pending';
create index connections_outgoing
  on amity.connections (requester_id, requested_at desc) where status = 'pending';
-- my connections from either side, newest first, without a visit to the table; and both foreign
-- keys and the policies, which know nothing of status
create index connections_of_requester
  on amity.connections (requester_id, status, responded_at desc, recipient_id);
create index connections_of_recipient
  on amity.connections (recipient_id, status, responded_at desc, requester_id);

select amity_private.keep_no_statistics('amity.connections');
alter table amity.connections enable row level security;

comment on type amity.connections_status is
  'pending and accepted rest in the table; rejected (by the recipient) and cancelled (by the '
  'requester) are said once.';
comment on table amity.connections is
  'Requests and connections of two people. Insert recipient_id to ask; if they had asked, their '
  'request is accepted and returned. Update status to accepted or rejected (recipient) or '
  'cancelled (requester); delete to end. At the instant of a request that crosses, an update or '
  'delete may find no row: repeat it.';
comment on column amity.connections.id is 'The connection, from the request to the end.';
comment on column amity.connections.requester_id is 'Who asked.';
comment on column amity.connections.recipient_id is 'Who was asked.';
comment on column amity.connections.status is
  'pending or accepted. A request that has expired is pending here until tidy() deletes it; '
  'connection_requests, its pages, connection_status() and every count know that it is over.';
comment on column amity.connections.message is
  'What the requester wrote along: at most 1000 characters, seen by both. Where two requests cross, '
  'the message of the second is not kept.';
comment on column amity.connections.requested_at is 'When it was asked.';
comment on column amity.connections.responded_at is
  'When the recipient answered; null while pending.';
