{% from 'foundation/comment.macro' import comment_columns %}
-- What a request has to get past. Hashes only: the token is shown once and the password never.
create table amity_private.sync_credentials (
  sync_connection_id uuid not null,
  -- of the SHA-256, which proves the token: see proof.sql. Of 32 random bytes, for which one round of
  -- SHA-256 is enough; it never authenticates by itself
  token_hash bytea,
  -- of what a person chose: slow and salted
  password_hash text,
  let_through timestamptz[] not null default '{}',
  wrong_passwords timestamptz[] not null default '{}',
  constraint sync_credentials_pkey primary key (sync_connection_id),
  constraint sync_credentials_connection foreign key (sync_connection_id)
    references amity.sync_connections (id) on delete cascade,
  constraint sync_credentials_token_is_unique unique (token_hash)
);

-- one by its key: see amity.sync_challenge()
create unique index sync_credentials_by_key
  on amity_private.sync_credentials (encode(sha256(token_hash), 'hex'));

create type amity_private.opened_sync_connection as (
  site amity.sync_connections, password_fits boolean
);
comment on type amity_private.opened_sync_connection is
  'What a request presented: the connection of its token, and whether the password is the right one.';
create type amity_private.asked_sync_page as (
  site amity.sync_connections, address inet, table_name text, reply amity.sync_authorization
);
comment on type amity_private.asked_sync_page is
  'A request for a page: the connection, the address, the table, null if none is readable, and the '
  'result of all checks.';

alter table amity_private.sync_credentials enable row level security;

comment on table amity_private.sync_credentials is
  'The credentials of a sync connection. No role is granted anything on it.';
{{ comment_columns('amity_private.sync_credentials', {
  'sync_connection_id': 'The connection.',
  'token_hash': 'SHA-256 of the SHA-256 of its token; null without one.',
  'password_hash': 'bcrypt of the SHA-256 of its password; null without one.',
  'let_through': 'When the requests of the last minute got through.',
  'wrong_passwords': 'When a wrong password was sent in the last minute.'
}) }}
