-- Append-only, without foreign keys: it outlives the connection. Never a token, a password or a URL
-- in it.
create table amity_private.sync_connections_history (
  entry bigint generated always as identity,
  sync_connection_id uuid not null,
  name text not null,
  direction amity.sync_direction not null,
  action amity.sync_connection_action not null,
  changed text[] not null default '{}',
  reason text not null default '',
  actor_id uuid,
  cause amity.cause not null,
  occurred_at timestamptz not null default clock_timestamp(),
  constraint sync_connections_history_pkey primary key (entry)
);
create index sync_connections_history_of_connection
  on amity_private.sync_connections_history (sync_connection_id, entry desc);
create index sync_connections_history_newest
  on amity_private.sync_connections_history (occurred_at desc);
-- for forgetting
create index sync_connections_history_by_actor
  on amity_private.sync_connections_history (actor_id) where actor_id is not null;

alter table amity_private.sync_connections_history enable row level security;

comment on table amity_private.sync_connections_history is
  'Everything that ever happened to sync connections, in order. Replaying it gives the status of '
  'each.';
comment on column amity_private.sync_connections_history.entry is 'The order of events.';
comment on column amity_private.sync_connections_history.sync_connection_id is
  'The connection: the id it has or had.';
comment on column amity_private.sync_connections_history.name is 'What it was called then.';
comment on column amity_private.sync_connections_history.direction is 'Its direction.';
comment on column amity_private.sync_connections_history.action is 'What happened.';
comment on column amity_private.sync_connections_history.changed is
  'Which fields changed, by name; their values are not kept.';
comment on column amity_private.sync_connections_history.reason is
  'The reason, in words; empty if none was given.';
comment on column amity_private.sync_connections_history.actor_id is
  'Who did it; null if no person was named.';
comment on column amity_private.sync_connections_history.cause is
  'Why it happened: a person, a service, or time and limits.';
comment on column amity_private.sync_connections_history.occurred_at is 'When it happened.';
