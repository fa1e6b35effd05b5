{% from 'foundation/comment.macro' import comment_columns %}
-- Which site this database is, wherever it is reached. The id goes with a dump: a database that is
-- restored is the same site, and its receivers continue. A copy that lives beside the
-- original takes a new one, and keeps the old: its tables have the rows of that site.
create table amity_private.sync_site (
  is_only boolean not null default true,
  id uuid not null default gen_random_uuid(),
  former_ids uuid[] not null default '{}',
  secret bytea not null default amity_private.hash_token(amity_private.new_token()),
  incoming_password_hash bytea,
  announcements timestamptz[] not null default '{}',
  constraint sync_site_pkey primary key (is_only),
  constraint sync_site_is_only check (is_only)
);
insert into amity_private.sync_site default values;

alter table amity_private.sync_site enable row level security;

comment on table amity_private.sync_site is
  'The id by which other sites know this database, and how they announce themselves. No role is '
  'granted anything on it.';
{{ comment_columns('amity_private.sync_site', {
  'is_only': 'True: there is one row.',
  'id': 'The id that it tells.',
  'former_ids': 'The ids that it, or what it is a copy of, told before.',
  'secret': 'The key with which it signs grants and receipts: see amity.sync_grant().',
  'incoming_password_hash': 'SHA-256 of the SHA-256 of the password of announcing; null without one.',
  'announcements': 'When sites announced themselves in the last minute.'
}) }}

-- What arrived in a table from a site: with keys that grow, everything up to the last one. It
-- belongs to no connection, because the rows stay when a connection is forgotten, and a second
-- connection with the same site would bring them again.
create table amity_private.sync_positions (
  table_name text not null,
  site_id uuid not null,
  sites uuid[] not null,
  key jsonb not null,
  is_known boolean not null default true,
  reached jsonb,
  cursor_column text,
  cursor_reached timestamptz,
  constraint sync_positions_pkey primary key (table_name, site_id)
);

alter table amity_private.sync_positions enable row level security;

comment on table amity_private.sync_positions is
  'How far each table was received from each site. No role is granted anything on it.';
{{ comment_columns('amity_private.sync_positions', {
  'table_name': 'The table, the same on both sides.',
  'site_id': 'The site that sent it.',
  'sites': 'The sites whose rows came with it, as that site told.',
  'key': 'The primary key there, by which it was read: names and types.',
  'is_known': 'False while a transfer that starts over has not come to its end.',
  'reached': 'The last key that arrived; null where nothing did.',
  'cursor_column': 'The column by which it was last pulled, of what had changed.',
  'cursor_reached': 'The last value of it that arrived.'
}) }}
