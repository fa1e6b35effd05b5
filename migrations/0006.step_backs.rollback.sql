drop function amity_private.tidy_step_backs();
drop function amity_private.verify_step_backs();
drop function amity.is_stepped_back_from(uuid);
drop function amity.return_to(uuid);
drop trigger _500_end_step_backs on amity.blocks;
drop function amity_private.tg_blocks__end_step_backs();
drop trigger _500_end_step_backs on amity.follows;
drop trigger _500_end_step_backs on amity.connections;
drop function amity_private.tg_follows__end_step_backs();
drop function amity_private.tg_connections__end_step_backs();
drop function amity_private.end_untied_step_back(uuid, uuid);
drop function amity.change_step_back(uuid, timestamptz, text);
drop function amity.step_back_from(uuid, timestamptz, text);
drop function amity_private.remember_step_back(
  amity.step_backs, amity.step_back_action, amity.cause, timestamptz
);
drop view amity_private.step_backs_drift;
drop view amity.step_backs_history;
drop table amity.step_backs;
drop function amity_private.tg_step_backs__remember();
drop function amity_private.tg_step_backs__change();
drop function amity_private.tg_step_backs__step_back();
drop function amity_private.hold_ties(uuid, uuid);
drop function amity_private.is_tied(uuid, uuid);
drop function amity_private.refuse_past(timestamptz);
drop function amity_private.trim_step_backs_history(timestamptz);
drop function amity_private.last_step_back_action(uuid);
drop table amity_private.step_backs_history;
drop type amity.step_back_action;
drop function amity_private.has_passed(timestamptz);
delete from amity_private.refusals
where slug in ('self_step_back', 'no_tie', 'until_passed', 'already_stepped_back', 'not_stepped_back');
