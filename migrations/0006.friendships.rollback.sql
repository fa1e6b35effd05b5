drop view amity.friendships;
drop type amity.friendship_status;
