-- Friendships: connections and step-backs in the shape of a friendships table.
-- depends: 0006.step_backs

{% include 'friendships/view.sql' %}
{% include 'friendships/on_insert.sql' %}
{% include 'friendships/on_update.sql' %}
{% include 'friendships/on_delete.sql' %}
