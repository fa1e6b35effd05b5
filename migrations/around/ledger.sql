-- What is applied. Made by `up` and, word for word, by the first file that `render` writes.
create schema if not exists amity_private;
create table amity_private.migrations (
  id text primary key,
  checksum text not null,
  applied_at timestamptz not null default now()
);
alter table amity_private.migrations enable row level security;
comment on table amity_private.migrations is
  'What of Amity is applied here, and the SHA-256 of its text. Kept by `amity up`.';
comment on column amity_private.migrations.id is 'The migration.';
comment on column amity_private.migrations.checksum is 'The SHA-256 of the text that was applied.';
comment on column amity_private.migrations.applied_at is 'When.';
