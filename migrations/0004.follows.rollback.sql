drop function amity.remove_follower(uuid);
drop function amity.unfollow(uuid);
drop function amity.follow(uuid);
drop trigger _500_end_follows on amity.blocks;
drop function amity_private.tg_blocks__end_follows();
drop view amity_private.follows_drift;
drop view amity.follows_history;
drop table amity.follows;
drop function amity_private.tg_follows__follow();
drop function amity_private.refuse_too_many_followed(uuid);
drop function amity_private.tg_follows__remember();
drop function amity_private.last_follow_action(uuid);
drop table amity_private.follows_history;
drop type amity.follow_action;
delete from amity.settings where name in ('follows_enabled', 'max_following');
delete from amity_private.refusals
where slug in ('self_follow', 'already_following', 'not_following', 'not_a_follower', 'follows_disabled');
