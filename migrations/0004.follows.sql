-- Follows: one way, without consent.
-- depends: 0002.blocks

{% include 'follows/refusals.sql' %}
{% include 'follows/settings.sql' %}
{% include 'follows/table.sql' %}
{% include 'follows/follow.sql' %}
{% include 'follows/unfollow.sql' %}
{% include 'follows/tie.sql' %}
