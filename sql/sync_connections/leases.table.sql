{% from 'foundation/comment.macro' import comment_columns %}
-- Which run of a receiver has a table. A row and not a session's lock, which behind a pooler of
-- transactions neither excludes another client nor ends with its own.
create table amity_private.sync_leases (
  sync_connection_id uuid not null,
  table_name text not null,
  holder uuid not null,
  backend integer not null,
  held_until timestamptz not null,
  constraint sync_leases_pkey primary key (sync_connection_id, table_name),
  constraint sync_leases_connection foreign key (sync_connection_id)
    references amity.sync_connections (id) on delete cascade
);

alter table amity_private.sync_leases enable row level security;

comment on table amity_private.sync_leases is
  'Tables that are being received. No role is granted anything on it.';
{{ comment_columns('amity_private.sync_leases', {
  'sync_connection_id': 'The receiving connection.',
  'table_name': 'The table.',
  'holder': 'The run that receives it.',
  'backend': 'The process id of the session that last renewed the lease.',
  'held_until': 'When it ends by itself.'
}) }}
