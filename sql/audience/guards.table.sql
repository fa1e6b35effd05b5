-- Which tables of the host are guarded, and how they were before: so that a guard can be looked
-- after, and taken off again.
create table amity_private.guards (
  host_table regclass not null,
  had_row_security boolean not null,
  policies text[] not null,
  constraint guards_pkey primary key (host_table)
);

alter table amity_private.guards enable row level security;
revoke all on amity_private.guards from public, anon, authenticated, service_role;

comment on table amity_private.guards is 'The tables of the host that amity.guard_table() guards.';
comment on column amity_private.guards.host_table is 'The table.';
comment on column amity_private.guards.had_row_security is
  'Whether row security was on for it before.';
comment on column amity_private.guards.policies is
  'Its guard''s policies as Postgres tells them, to find one that was changed since.';
