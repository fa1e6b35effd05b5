drop trigger _500_end_dismissal on amity.blocks;
drop function amity_private.tg_blocks__end_dismissal();
drop function amity.connection_suggestions(integer);
drop function amity_private.my_suggestions(integer);
drop function amity.restore_suggestion(uuid);
drop function amity.dismiss_suggestion(uuid);
drop table amity.dismissed_suggestions;
drop function amity_private.tg_dismissed_suggestions__dismiss();
delete from amity_private.refusals where slug in ('self_dismissal', 'already_dismissed', 'not_dismissed');
