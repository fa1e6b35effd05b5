-- Friendships: connections and step-backs in the shape of a friendships table; and requests as an
-- approval system writes them.
-- depends: 0006.step_backs

{% include 'friendships/table.sql' %}
{% include 'friendships/view.sql' %}
{% include 'friendships/ask.sql' %}
{% include 'friendships/answer.sql' %}
{% include 'friendships/step_back.sql' %}
{% include 'friendships/remove.sql' %}

{% include 'connection_requests/refusals.sql' %}
{% include 'connection_requests/words.sql' %}
{% include 'connection_requests/ask.sql' %}
{% include 'connection_requests/answer.sql' %}
