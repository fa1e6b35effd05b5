-- Notifications: what a person is told of what others do.
-- depends: 0003.connections
-- depends: 0004.follows
-- depends: 0006.step_backs
-- depends: 0009.circles
-- depends: 0010.invites
-- depends: 0012.badges
-- depends: 0015.audience
-- depends: 0017.imports

{% include 'notifications/refusals.sql' %}
{% include 'notifications/settings.sql' %}
{% include 'notifications/table.sql' %}
{% include 'notifications/policies.sql' %}
{% include 'notifications/read.sql' %}

-- who is told of what, and when that ends
{% include 'notifications/tell.sql' %}
{% include 'notifications/end.sql' %}
{% include 'notifications/on_connections.sql' %}
{% include 'notifications/on_follows.sql' %}
{% include 'notifications/on_circles.sql' %}
{% include 'notifications/on_badges.sql' %}

{% include 'notifications/take.sql' %}
{% include 'notifications/my_count.sql' %}
{% include 'notifications/verify.sql' %}
{% include 'notifications/tidy.sql' %}
