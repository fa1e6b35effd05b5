{% from 'foundation/comment.macro' import comment_columns %}
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
{{ comment_columns('amity_private.sync_connections_history', {
  'entry': 'The order of events.',
  'sync_connection_id': 'The connection: the id it has or had.',
  'name': 'What it was called then.',
  'direction': 'Its direction.',
  'action': 'What happened.',
  'changed': 'Which fields changed, by name; their values are not kept.',
  'reason': 'The reason, in words; empty if none was given.',
  'actor_id': 'Who did it; null if no person was named.',
  'cause': 'Why it happened: a person, a service, or time and limits.',
  'occurred_at': 'When it happened.'
}) }}
