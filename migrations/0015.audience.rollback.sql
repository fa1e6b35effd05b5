-- The host's tables let go of what is dropped here. Row security stays on, so that what a guard hid
-- is not open to everybody: the host decides who sees it from now on.
select amity_private.drop_guard(host_table)
from amity_private.guards
where exists (select from pg_class where oid = host_table);
drop function amity_private.verify_audience();
drop function amity_private.views_past_guards();
drop function amity.unguard_table(regclass);
drop function amity.guard_table(regclass, name, text, name, name, name);
drop function amity_private.standing_policies(regclass);
drop function amity_private.drop_guard(regclass);
drop function amity_private.guard_script(amity_private.guards);
drop function amity_private.guard_policies(amity_private.guards);
drop function amity_private.require_audience(text, name, name, name);
drop function amity_private.require_column(regclass, name, text);
drop function amity_private.require_guardable(regclass);
drop function amity_private.require_owned(regclass);
drop function amity_private.stands_alone(regclass);
drop function amity_private.signed_out_condition(text, text);
drop function amity_private.audience_condition(text, text, text, text, text);
drop function amity_private.audience_words();
drop function amity_private.audience_reaches(text, text, text, text);
drop function amity_private.tidy_audience();
drop table amity_private.guards;
drop function amity.is_labelled_by(uuid, uuid);
drop function amity_private.is_labelled_by(uuid, uuid);
drop function amity.can_see_posts_of(uuid);
drop function amity.can_view_profile(uuid);
drop function amity_private.is_there_for_me(uuid, boolean);
drop function amity.circle_mates();
drop function amity.quiet_people();
drop function amity.followed_people();
drop function amity.connected_people();
delete from amity_private.refusals
where slug in (
  'audience_invalid', 'guard_column_unsupported', 'guard_unsupported', 'not_table_owner'
);
