-- Tables as a host would write them by hand: no foreign key, no check, no policy, no trigger. Those
-- of connections get their indexes elsewhere, so that these can be made after the rows.
create table connections (
  id uuid not null default gen_random_uuid(),
  requester_id uuid not null,
  recipient_id uuid not null,
  status text not null default 'pending',
  message text,
  requested_at timestamptz not null default clock_timestamp(),
  responded_at timestamptz
);
create table follows (
  id uuid not null default gen_random_uuid(),
  follower_id uuid not null,
  followed_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (id),
  unique (follower_id, followed_id)
);
create index on follows (follower_id, created_at desc, id desc);
create index on follows (followed_id, created_at desc, id desc);
create table blocks (
  id uuid primary key default gen_random_uuid(),
  blocker_id uuid not null,
  blocked_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  unique (blocker_id, blocked_id)
);
create index on blocks (blocked_id, blocker_id);
-- for answers that tell of them as well; they stay empty
create table step_backs (
  owner_id uuid, person_id uuid, until timestamptz, primary key (owner_id, person_id)
);
create table circle_members (
  circle_id uuid, person_id uuid, status text, primary key (person_id, circle_id)
);
