{% from 'foundation/history.macro' import history %}
{{ history(
  kind='follows', tie='follow', one='follower', other='followed',
  readers='
    (follower_id = (select amity.me()) and amity_private.search_by(follower_id))
    or (followed_id = (select amity.me()) and amity_private.search_by(followed_id))
  ',
  states="case when live.id is not null then 'followed'::amity.follow_action end",
  opening=['followed']
) }}
