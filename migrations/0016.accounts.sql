-- Accounts: what a person has here, was here, and the way out.
-- depends: 0003.connections

{% include 'accounts/refusals.sql' %}
{% include 'accounts/export.sql' %}
{% include 'accounts/forget.sql' %}
{% include 'accounts/connections_at.sql' %}
