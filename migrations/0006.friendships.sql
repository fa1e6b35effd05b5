-- Friendships: connections in the shape of a friendships table.
-- depends: 0003.connections

{% include 'friendships/table.sql' %}
{% include 'friendships/view.sql' %}
