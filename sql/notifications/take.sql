{% from 'foundation/client.macro' import definer %}
-- Each notification that waits is a row, which is deleted by the transaction that takes it. So none
-- is lost because another one, made later, was committed first.
{% call definer(
  'take_notifications', 'max_rows integer default 100', 'setof amity.notifications',
  because='which are not taken yet is not granted', sets=[
    'enable_hashjoin = off  -- few of many: they are looked up',
    'enable_mergejoin = off',
    'enable_seqscan = off',
    'enable_sort = off'
  ], says="Takes notifications that no service has taken, the oldest first, to send them as mail or
    push: at most 1000. They are taken once this transaction commits; where it does not, another one
    takes them. Others pass over those that it holds. While a person is stepped back from another,
    what the other did waits. For services, where the setting
    notifications_are_taken is on. Refuses: taking_disabled."
) %}
if not amity_private.setting_is_on('notifications_are_taken') then
  perform amity_private.refuse('taking_disabled');
end if;
return query
with held as materialized (
  select told.* from amity_private.untaken_notifications as untaken
  cross join lateral (
    -- each is looked up, however many there are that were taken
    select * from amity.notifications
    where id = untaken.notification_id and (
      select count(*) from amity.step_backs
      where owner_id = notifications.person_id and step_backs.person_id = actor_id
        and not amity_private.has_passed(until)
    ) = 0
    offset 0
  ) as told
  where amity_private.search_by(untaken.notification_id)
  order by untaken.notification_id
  limit least(greatest(coalesce(max_rows, 100), 0), 1000)
  for update of untaken skip locked
), taken as (
  delete from amity_private.untaken_notifications
  where notification_id = any (array(select id from held))
)
select * from held;
{% endcall %}
