{% from 'foundation/comment.macro' import comment_columns %}
-- Statements and their parameters are logged, so a site proves its token without sending it. Each
-- proof is good for one request: a nonce of ours and the site's number of the request are in it.
create table amity_private.sync_challenges (
  nonce uuid not null default gen_random_uuid(),
  sync_connection_id uuid not null,
  requests bigint not null default 0,
  used_at timestamptz not null default clock_timestamp(),
  constraint sync_challenges_pkey primary key (nonce),
  constraint sync_challenges_connection foreign key (sync_connection_id)
    references amity.sync_connections (id) on delete cascade
);
create index sync_challenges_of_connection
  on amity_private.sync_challenges (sync_connection_id, used_at desc);

alter table amity_private.sync_challenges enable row level security;

comment on table amity_private.sync_challenges is
  'Nonces with which sites prove their tokens. No role is granted anything on it.';
{{ comment_columns('amity_private.sync_challenges', {
  'nonce': 'What a proof is made for.',
  'sync_connection_id': 'The connection whose token is proved.',
  'requests': 'The number of the last request that was proved with it.',
  'used_at': 'When that was, or when it was given out.'
}) }}
