-- Follows: one way, without consent.
-- depends: 0002.blocks

{% include 'follows/refusals.sql' %}
{% include 'follows/settings.sql' %}
{% include 'follows/table.sql' %}
{% include 'follows/policies.sql' %}
{% include 'follows/history.table.sql' %}
{% include 'follows/history.sql' %}
{% include 'follows/follow.sql' %}
{% include 'follows/unfollow.sql' %}
{% include 'follows/remove_follower.sql' %}
{% include 'follows/remember.sql' %}
{% include 'follows/on_block.sql' %}
{% include 'follows/verify.sql' %}
{% include 'follows/tidy.sql' %}
