-- Friendships: connections and step-backs in the shape of a friendships table.
-- depends: 0006.step_backs

{% include 'friendships/table.sql' %}
{% include 'friendships/view.sql' %}
{% include 'friendships/ask.sql' %}
{% include 'friendships/answer.sql' %}
{% include 'friendships/step_back.sql' %}
{% include 'friendships/remove.sql' %}
