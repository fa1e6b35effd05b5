-- Which site this database is, wherever it is reached. The id goes with a dump: a database that is
-- restored is the same site, and its receivers continue. A copy that lives beside the
-- original takes a new one, and keeps the old: its tables have the rows of that site.
create table amity_private.sync_site (
  is_only boolean not null default true,
  id uuid not null default gen_random_uuid(),
  former_ids uuid[] not null default '{}',
  constraint sync_site_pkey primary key (is_only),
  constraint sync_site_is_only check (is_only)
);
insert into amity_private.sync_site default values;

alter table amity_private.sync_site enable row level security;

comment on table amity_private.sync_site is
  'The id by which other sites know this database. No role is granted anything on it.';
comment on column amity_private.sync_site.is_only is 'True: there is one row.';
comment on column amity_private.sync_site.id is 'The id that it tells.';
comment on column amity_private.sync_site.former_ids is
  'The ids that it, or what it is a copy of, told before.';

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
  constraint sync_positions_pkey primary key (table_name, site_id)
);

alter table amity_private.sync_positions enable row level security;

comment on table amity_private.sync_positions is
  'How far each table was received from each site. No role is granted anything on it.';
comment on column amity_private.sync_positions.table_name is 'The table, the same on both sides.';
comment on column amity_private.sync_positions.site_id is 'The site that sent it.';
comment on column amity_private.sync_positions.sites is
  'The sites whose rows came with it, as that site told.';
comment on column amity_private.sync_positions.key is
  'The primary key there, by which it was read: names and types.';
comment on column amity_private.sync_positions.is_known is
  'False while a transfer that starts over has not come to its end.';
comment on column amity_private.sync_positions.reached is
  'The last key that arrived; null where nothing did.';
