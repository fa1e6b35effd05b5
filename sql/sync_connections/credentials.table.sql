-- What a request has to get past. Hashes only: the token is shown once and the password never.
create table amity_private.sync_credentials (
  sync_connection_id uuid not null,
  -- of 32 random bytes, for which one round of SHA-256 is enough; it never authenticates by itself
  token_hash bytea,
  -- of what a person chose: slow and salted
  password_hash text,
  let_through timestamptz[] not null default '{}',
  constraint sync_credentials_pkey primary key (sync_connection_id),
  constraint sync_credentials_connection foreign key (sync_connection_id)
    references amity.sync_connections (id) on delete cascade,
  constraint sync_credentials_token_is_unique unique (token_hash)
);

alter table amity_private.sync_credentials enable row level security;

comment on table amity_private.sync_credentials is
  'The credentials of a sync connection. No role is granted anything on it.';
comment on column amity_private.sync_credentials.sync_connection_id is 'The connection.';
comment on column amity_private.sync_credentials.token_hash is
  'SHA-256 of its token; null without one.';
comment on column amity_private.sync_credentials.password_hash is
  'bcrypt of the SHA-256 of its password; null without one.';
comment on column amity_private.sync_credentials.let_through is
  'When the requests of the last minute got through.';
