-- What people hand out to be connected with: a code to scan at once, or a link to send.
create type amity.invite_medium as enum ('qr', 'link');
create type amity.invite_kind as enum ('connect', 'request');

create table amity.invites (
  id uuid not null default amity.uuid_v7(),
  issuer_id uuid not null default amity.me(),
  medium amity.invite_medium not null default 'link',
  kind amity.invite_kind not null default 'connect',
  note text,
  max_uses integer,
  uses integer not null default 0,
  issued_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz,
  last_used_at timestamptz,
  constraint invites_pkey primary key (id),
  constraint invites_issuer_is_a_person
    foreign key (issuer_id) references amity.people (id) on delete cascade,
  constraint invites_note_is_short check (amity_private.check_text(note, 500)),
  constraint invites_max_uses_is_positive check (max_uses > 0),
  constraint invites_uses_are_within_max_uses check (uses >= 0 and uses <= max_uses),
  constraint invites_qr_is_used_once check (medium <> 'qr' or coalesce(max_uses = 1, false)),
  constraint invites_use_is_dated check ((uses > 0) = (last_used_at is not null))
);

-- An invite at the one moment when its token is shown.
create type amity.issued_invite as (
  token text,
  id uuid,
  medium amity.invite_medium,
  kind amity.invite_kind,
  note text,
  max_uses integer,
  expires_at timestamptz
);

-- a new code takes the place of the old one
create unique index invites_one_qr_a_person on amity.invites (issuer_id) where medium = 'qr';
-- mine, newest first
create index invites_by_issuer on amity.invites (issuer_id, issued_at desc);
-- those to clear away
create index invites_by_end on amity.invites (expires_at);
create index invites_used_up on amity.invites (last_used_at) where uses >= max_uses;

-- No role reads the hashes that open invites: they are only compared with the hash of a token.
create table amity_private.invite_tokens (
  token_hash bytea not null,
  invite_id uuid not null,
  constraint invite_tokens_pkey primary key (token_hash),
  constraint invite_tokens_one_an_invite unique (invite_id),
  constraint invite_tokens_invite_exists
    foreign key (invite_id) references amity.invites (id) on delete cascade,
  constraint invite_tokens_token_hash_is_sha256 check (length(token_hash) = 32)
);

select amity_private.keep_no_statistics('amity.invites');
select amity_private.keep_no_statistics('amity_private.invite_tokens');
alter table amity.invites enable row level security;
alter table amity_private.invite_tokens enable row level security;

comment on type amity.invite_medium is 'qr is scanned at once, by one person; link is sent.';
comment on type amity.invite_kind is
  'What redeeming does: connect makes a connection, request asks the issuer for one.';
comment on type amity.issued_invite is 'A new invite with its token, which is shown this once.';
comment on table amity.invites is
  'My invites, without what opens them: amity.issue_invite() shows that, once. Delete one to '
  'withdraw it.';
comment on column amity.invites.id is 'The invite.';
comment on column amity.invites.issuer_id is 'Who invites: me.';
comment on column amity.invites.medium is 'qr or link.';
comment on column amity.invites.kind is 'connect or request.';
comment on column amity.invites.note is 'A note to myself: at most 500 characters.';
comment on column amity.invites.max_uses is
  'How often it can be redeemed; null is any number of times.';
comment on column amity.invites.uses is 'How often it was.';
comment on column amity.invites.issued_at is 'Since when.';
comment on column amity.invites.expires_at is 'Until when; null is for ever.';
comment on column amity.invites.last_used_at is 'When it was redeemed last; null is never.';
comment on table amity_private.invite_tokens is 'What opens each invite.';
comment on column amity_private.invite_tokens.token_hash is
  'The SHA-256 of the token. The token itself is nowhere.';
comment on column amity_private.invite_tokens.invite_id is 'The invite that it opens.';
