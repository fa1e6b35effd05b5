-- Both people see a follow, and either ends it: the follower unfollows, the followed person removes
-- a follower.
{% from 'foundation/tie.macro' import tie %}
{{ tie(
  kind='follows', tie='follow', one='follower', other='followed',
  begins='followed', ends='unfollowed', both=true, on_block=510,
  select=['id', 'follower_id', 'followed_id', 'created_at'], insert=['follower_id', 'followed_id']
) }}
