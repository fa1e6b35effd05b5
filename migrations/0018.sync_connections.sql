-- Sync connections: two sites, one token, tables that flow from one to the other.
-- depends: 0001.foundation

{% include 'sync_connections/roles.sql' %}
{% include 'sync_connections/refusals.sql' %}
{% include 'sync_connections/settings.sql' %}
{% include 'sync_connections/types.table.sql' %}
{% include 'sync_connections/check_field.sql' %}
{% include 'sync_connections/table.sql' %}
{% include 'sync_connections/limits.table.sql' %}
{% include 'sync_connections/columns.sql' %}
{% include 'sync_connections/credentials.table.sql' %}
{% include 'sync_connections/challenges.table.sql' %}
{% include 'sync_connections/site.table.sql' %}
{% include 'sync_connections/leases.table.sql' %}
{% include 'sync_connections/transfers.table.sql' %}
{% include 'sync_connections/transfers.columns.sql' %}
{% include 'sync_connections/policies.sql' %}
{% include 'sync_connections/history.table.sql' %}
{% include 'sync_connections/history.sql' %}

-- a connection, from the first day to the last
{% include 'sync_connections/name_table.sql' %}
{% include 'sync_connections/prepare.sql' %}
{% include 'sync_connections/proof.sql' %}
{% include 'sync_connections/challenge.sql' %}
{% include 'sync_connections/hold.sql' %}
{% include 'sync_connections/keep.sql' %}
{% include 'sync_connections/on_update.sql' %}
{% include 'sync_connections/remember.sql' %}
{% include 'sync_connections/change.sql' %}
{% include 'sync_connections/rotate_token.sql' %}
{% include 'sync_connections/on_insert.sql' %}
{% include 'sync_connections/create_connection.sql' %}
{% include 'sync_connections/password.sql' %}
{% include 'sync_connections/set_status.sql' %}
{% include 'sync_connections/renew.sql' %}
{% include 'sync_connections/expire.sql' %}

-- what a request has to get past
{% include 'sync_connections/rules.sql' %}
{% include 'sync_connections/client_ip.sql' %}
{% include 'sync_connections/reply.sql' %}
{% include 'sync_connections/count_request.sql' %}
{% include 'sync_connections/check.sql' %}
{% include 'sync_connections/authorize.sql' %}
{% include 'sync_connections/state.sql' %}

-- what it gets
{% include 'sync_connections/offer.sql' %}
{% include 'sync_connections/site.sql' %}
{% include 'sync_connections/tables.sql' %}
{% include 'sync_connections/transfers.on_update.sql' %}
{% include 'sync_connections/check_transfer.sql' %}
{% include 'sync_connections/request.sql' %}
{% include 'sync_connections/set_transfer_status.sql' %}
{% include 'sync_connections/page_query.sql' %}
{% include 'sync_connections/read_rows.sql' %}
{% include 'sync_connections/checksum_rows.sql' %}
{% include 'sync_connections/offer_table.sql' %}
{% include 'sync_connections/read_page.sql' %}
{% include 'sync_connections/check_page.sql' %}
{% include 'sync_connections/pull.sql' %}
{% include 'sync_connections/sign.sql' %}
{% include 'sync_connections/grant.sql' %}
{% include 'sync_connections/read.sql' %}
{% include 'sync_connections/settle.sql' %}
{% include 'sync_connections/checksum.sql' %}
{% include 'sync_connections/announce.sql' %}

-- the other side, and what looks after both
{% include 'sync_connections/may_write.sql' %}
{% include 'sync_connections/begin_position.sql' %}
{% include 'sync_connections/move_position.sql' %}
{% include 'sync_connections/restart.sql' %}
{% include 'sync_connections/lease.sql' %}
{% include 'sync_connections/start_transfer.sql' %}
{% include 'sync_connections/stage.sql' %}
{% include 'sync_connections/drop_stage.sql' %}
{% include 'sync_connections/advance_transfer.sql' %}
{% include 'sync_connections/move_transfer.sql' %}
{% include 'sync_connections/due.sql' %}
{% include 'sync_connections/stats.sql' %}
{% include 'sync_connections/verify.sql' %}
{% include 'sync_connections/tidy.sql' %}
