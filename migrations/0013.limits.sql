-- Limits: how often a person may ask, follow, invite, and make circles.
-- depends: 0003.connections
-- depends: 0004.follows
-- depends: 0009.circles
-- depends: 0010.invites

{% include 'limits/refusals.sql' %}
{% include 'limits/check_rate.sql' %}
{% include 'limits/table.sql' %}
{% include 'limits/rates.sql' %}
{% include 'limits/policies.sql' %}
{% include 'limits/set_rate_limit.sql' %}
{% include 'limits/limit.sql' %}
{% include 'limits/my_quotas.sql' %}
{% include 'limits/on_ties.sql' %}
{% include 'limits/on_invites.sql' %}
{% include 'limits/on_circles.sql' %}
{% include 'limits/verify.sql' %}
{% include 'limits/tidy.sql' %}
