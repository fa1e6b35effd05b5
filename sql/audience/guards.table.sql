-- Which tables of the host are guarded, how, and how they were before: so that a guard can be
-- looked after, and taken off again.
create table amity_private.guards (
  host_table regclass not null,
  author_column name not null,
  audience text,
  audience_column name,
  circle_column name,
  label_column name,
  had_row_security boolean not null,
  policies text[],
  constraint guards_pkey primary key (host_table),
  constraint guards_audience_is_said_once check ((audience is null) <> (audience_column is null))
);

alter table amity_private.guards enable row level security;

comment on table amity_private.guards is 'The tables of the host that amity.guard_table() guards.';
comment on column amity_private.guards.host_table is 'The table.';
comment on column amity_private.guards.author_column is 'Its column with the author.';
comment on column amity_private.guards.audience is
  'Who sees every row; null where each row says it.';
comment on column amity_private.guards.audience_column is 'The column in which each row says it.';
comment on column amity_private.guards.circle_column is 'Its column with a circle.';
comment on column amity_private.guards.label_column is 'Its column with a type of label.';
comment on column amity_private.guards.had_row_security is
  'Whether row security was on for it before.';
comment on column amity_private.guards.policies is
  'Its policies as Postgres tells them, to find one that was changed since.';
