-- One row for each person that a person follows. A follow needs no consent.
create table amity.follows (
  id uuid not null default amity.uuid_v7(),
  follower_id uuid not null default amity.me(),
  followed_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint follows_pkey primary key (id),
  constraint follows_follower_is_a_person
    foreign key (follower_id) references amity.people (id) on delete cascade,
  constraint follows_followed_is_a_person
    foreign key (followed_id) references amity.people (id) on delete cascade,
  constraint follows_not_myself check (follower_id <> followed_id),
  constraint follows_once unique (follower_id, followed_id)
);

-- the people I follow, and my followers, newest first
create index follows_following
  on amity.follows (follower_id, created_at desc, id desc);
create index follows_followers
  on amity.follows (followed_id, created_at desc, id desc);

select amity_private.keep_no_statistics('amity.follows');
alter table amity.follows enable row level security;

comment on table amity.follows is
  'Who follows whom. Insert followed_id to follow; delete to unfollow, or to remove a follower.';
comment on column amity.follows.id is 'The follow.';
comment on column amity.follows.follower_id is 'Who follows.';
comment on column amity.follows.followed_id is 'Who is followed.';
comment on column amity.follows.created_at is 'Since when.';

{% from 'foundation/history.macro' import history_table %}
{{ history_table(
  kind='follows', tie='follow', one='follower', other='followed',
  opening=['followed'], closing=['unfollowed']
) }}
