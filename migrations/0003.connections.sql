-- Connections: two people, one asks, the other answers.
-- depends: 0002.blocks

{% include 'connections/refusals.sql' %}
{% include 'connections/settings.sql' %}
{% include 'connections/table.sql' %}
{% include 'connections/policies.sql' %}
{% include 'connections/history.table.sql' %}
{% include 'connections/history.sql' %}

-- the rules
{% include 'connections/is_open.sql' %}
{% include 'connections/remember.sql' %}
{% include 'connections/hold.sql' %}
{% include 'connections/refuse_early_request.sql' %}
{% include 'connections/refuse_over_cap.sql' %}
{% include 'connections/on_insert.sql' %}
{% include 'connections/on_update.sql' %}
{% include 'connections/on_block.sql' %}

-- the ways in
{% include 'connections/request.sql' %}
{% include 'connections/respond.sql' %}
{% include 'connections/remove.sql' %}
{% include 'connections/status.table.sql' %}
{% include 'connections/status.sql' %}
{% include 'connections/pending.sql' %}
{% include 'connections/my_connections.sql' %}
{% include 'connections/connection_requests.table.sql' %}
{% include 'connections/connection_requests.sql' %}
{% include 'connections/write_requests.sql' %}
{% include 'connections/pages.sql' %}
{% include 'connections/mutual.sql' %}
{% include 'connections/verify.sql' %}
{% include 'connections/tidy.sql' %}
