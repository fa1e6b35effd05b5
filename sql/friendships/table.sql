create type amity.friendship_status as enum ('pending', 'accepted', 'declined');
comment on type amity.friendship_status is
  'The words of amity.friendships for where a request stands.';
