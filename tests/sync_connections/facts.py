"""Ada looks after a sync connection at which one transfer was asked for."""

from __future__ import annotations

from support.world import Rights, Shape

LIVED = (
    (
        "service",
        "select amity.create_sync_connection('B', 'https://b.example', 'sender', actor => :ada)",
    ),
    ("service", "select amity.approve_sync_connection(id, :ada) from amity.sync_connections"),
    ("service", "select amity.create_sync_connection('C', 'https://c.example', 'receiver')"),
    (
        "owner",
        (
            "insert into amity.sync_transfers (direction, sync_connection_id, remote_site_url,"
            " table_name, initiated_by) select 'send', id, site_url, 'public.things', :ada"
            " from amity.sync_connections where name = 'B'"
        ),
    ),
)

BROKEN = {
    ("sync_connections", "history_replays"): (
        "update amity.sync_connections set status = 'expired' where name = 'B'",
        "delete from amity.sync_connections where name = 'C'",
        "delete from amity_private.sync_connections_history where name = 'C'",
    ),
    ("sync_connections", "one_per_site"): (
        (
            "drop index amity.sync_connections_one_per_site;"
            " update amity.sync_connections set site_url = 'https://x', direction = 'sender'"
        ),
    ),
    ("sync_connections", "only_senders_have_tokens"): (
        (
            "insert into amity_private.sync_credentials select id from amity.sync_connections"
            " where name = 'C'"
        ),
    ),
    ("sync_connections", "stages_have_transfers"): (
        "create table amity_private.sync_stage_00000000000000000000000000000000 ()",
    ),
    ("sync_connections", "sent_is_counted"): (
        "update amity.sync_transfers set records_transferred = 1",
    ),
    ("sync_connections", "approved_before_start"): (
        "update amity.sync_transfers set requires_approval = true, records_transferred = 1",
    ),
}

RIGHTS = {
    "amity.sync_connections": Rights(
        row="name = 'B'",
        insert="(name, direction, site_url) values ('D', 'sender', 'https://d.example')",
        update="name = 'x'",
        outcomes="""
                      anon   no_sub  ada    other  third  blocked  service
            select    42501  42501   42501  42501  42501  42501    yes
            insert    42501  42501   42501  42501  42501  42501    yes
            update    42501  42501   42501  42501  42501  42501    yes
            delete    42501  42501   42501  42501  42501  42501    yes
            truncate  42501  42501   42501  42501  42501  42501    42501
        """,
    ),
    "amity.sync_transfers": Rights(
        row="table_name = 'public.things'",
        insert=(
            "(direction, remote_site_url, table_name)"
            " values ('send', 'https://d.example', 'public.x')"
        ),
        update="status = 'cancelled'",
        outcomes="""
                      anon   no_sub  ada    other  third  blocked  service
            select    42501  42501   42501  42501  42501  42501    yes
            insert    42501  42501   42501  42501  42501  42501    42501
            update    42501  42501   42501  42501  42501  42501    yes
            delete    42501  42501   42501  42501  42501  42501    42501
            truncate  42501  42501   42501  42501  42501  42501    42501
        """,
    ),
    "amity.sync_connections_history": Rights(
        row="name = 'B'",
        update="name = 'x'",
        outcomes="""
                      anon   no_sub  ada    other  third  blocked  service
            select    42501  42501   42501  42501  42501  42501    yes
            insert    42501  42501   42501  42501  42501  42501    not_writable
            update    42501  42501   42501  42501  42501  42501    not_writable
            delete    42501  42501   42501  42501  42501  42501    not_writable
            truncate  42501  42809   42809  42809  42809  42809    42809
        """,
    ),
    "amity.sync_transfer_stats": Rights(
        row="table_name = 'public.things'",
        update="table_name = 'x'",
        outcomes="""
                      anon   no_sub  ada    other  third  blocked  service
            select    42501  42501   42501  42501  42501  42501    yes
            insert    42501  42501   42501  42501  42501  42501    not_writable
            update    42501  42501   42501  42501  42501  42501    not_writable
            delete    42501  42501   42501  42501  42501  42501    not_writable
            truncate  42501  42809   42809  42809  42809  42809    42809
        """,
    ),
}

SHAPES = {
    "amity.sync_connections": Shape(
        nullable=(
            "expires_at max_downloads max_records_total allowed_hours_start allowed_hours_end "
            "cursor_column "
            "token_issued_at password_set_at created_by approved_at approved_by suspended_at "
            "suspended_by suspended_reason revoked_at revoked_by revoked_reason "
            "last_connected_at last_transfer_at"
        ),
        keys="sync_connections_pkey sync_connections_one_per_site",
        checks={
            "sync_connections_counters_count": (
                "downloads_used = -1",
                "records_downloaded = -1",
                "total_transfers = -1",
                "total_records_transferred = -1",
                "total_bytes_transferred = -1",
            ),
            "sync_connections_expiry_is_a_date": ("expires_at = 'infinity'",),
            "sync_connections_hours_are_hours": (
                "allowed_hours_start = 24, allowed_hours_end = 1",
                "allowed_hours_start = -1, allowed_hours_end = 1",
                "allowed_hours_start = 1, allowed_hours_end = 24",
                "allowed_hours_start = 1, allowed_hours_end = -1",
            ),
            "sync_connections_hours_come_in_pairs": (
                "allowed_hours_start = 1",
                "allowed_hours_end = 1",
            ),
            "sync_connections_interval_is_positive": (
                "auto_sync_interval_minutes = 0",
                "auto_sync_interval_minutes = 525601",
            ),
            "sync_connections_max_downloads_is_a_count": ("max_downloads = -1",),
            "sync_connections_max_records_is_a_count": ("max_records_total = -1",),
            "sync_connections_metadata_is_small": (
                "metadata = '[]'",
                "metadata = jsonb_build_object('x', repeat('x', 65536))",
            ),
            "sync_connections_name_is_short": ("name = repeat('x', 201)", "name = ' '"),
            "sync_connections_page_is_positive": (
                "max_records_per_request = 0",
                "max_records_per_request = 100001",
            ),
            "sync_connections_rate_is_positive": (
                "rate_limit_requests_per_minute = 0",
                "rate_limit_requests_per_minute = 10001",
            ),
            "sync_connections_reasons_are_short": (
                "suspended_reason = repeat('x', 501)",
                "revoked_reason = repeat('x', 501)",
            ),
            "sync_connections_receivers_have_cursors": (
                "cursor_column = 'x' where direction = 'sender'",
                "cursor_column = repeat('x', 64) where direction = 'receiver'",
            ),
            "sync_connections_receivers_sync_themselves": (
                "auto_sync_enabled = true where direction = 'sender'",
            ),
            "sync_connections_receivers_write": (
                "writable_tables = '{public.orders}' where direction = 'sender'",
            ),
            "sync_connections_senders_have_limits": (
                "max_downloads = 1 where direction = 'receiver'",
                "ip_whitelist = '{::1}' where direction = 'receiver'",
                "rate_limit_requests_per_minute = 9 where direction = 'receiver'",
            ),
            "sync_connections_site_url_is_a_url": (
                "site_url = 'https://x/' || repeat('x', 2000)",
                "site_url = 'ftp://x'",
                "site_url = 'https://x/?token=x'",
            ),
            "sync_connections_status_is_dated": (
                "approved_at = null where status = 'active'",
                "status = 'suspended'",
                "status = 'revoked'",
            ),
        },
    ),
    "amity.sync_transfers": Shape(
        nullable=(
            "sync_connection_id remote_transfer_id remote_site_id conflict_strategy cursor_column "
            "asked asked_before reached granted_at approval_expires_at approved_at approved_by "
            "denied_at denied_by denial_reason requester_ip requester_user_agent initiated_by "
            "error_message started_at staged_at completed_at"
        ),
        keys="sync_transfers_pkey",
        people="sync_transfers_connection",
        checks={
            "sync_transfers_approved_before_start": (
                "requires_approval = true, status = 'in_progress'",
                "requires_approval = true, status = 'approved'",
                "requires_approval = true, status = 'completed'",
            ),
            "sync_transfers_counters_count": (
                "records_requested = -1",
                "records_transferred = -1",
                "records_created = -1",
                "records_updated = -1",
                "records_skipped = -1",
                "records_failed = -1",
                "records_deleted = -1",
                "bytes_transferred = -1",
            ),
            "sync_transfers_end_is_dated": ("completed_at = now()", "status = 'completed'"),
            "sync_transfers_reason_is_short": ("denial_reason = repeat('x', 501)",),
        },
    ),
    "amity_private.sync_connections_history": Shape(
        nullable="actor_id",
        keys="sync_connections_history_pkey",
    ),
    "amity_private.sync_credentials": Shape(
        nullable="token_hash password_hash",
        keys="sync_credentials_pkey sync_credentials_token_is_unique sync_credentials_by_key",
        people="sync_credentials_connection",
        made="update amity_private.sync_credentials set token_hash = 'x'",
    ),
    "amity_private.sync_challenges": Shape(
        keys="sync_challenges_pkey",
        people="sync_challenges_connection",
        made=(
            "insert into amity_private.sync_challenges (sync_connection_id)"
            " select id from amity.sync_connections where name = 'B'"
        ),
    ),
    "amity_private.sync_leases": Shape(
        keys="sync_leases_pkey",
        people="sync_leases_connection",
        made=(
            "insert into amity_private.sync_leases select id, 'public.things', id, 1, now()"
            " from amity.sync_connections where name = 'C'"
        ),
    ),
    "amity_private.sync_positions": Shape(
        nullable="reached cursor_column cursor_reached",
        keys="sync_positions_pkey",
        made=(
            "insert into amity_private.sync_positions (table_name, site_id, sites, key)"
            " values ('public.orders', gen_random_uuid(), '{}', '{}')"
        ),
    ),
    "amity_private.sync_site": Shape(
        nullable="incoming_password_hash",
        keys="sync_site_pkey",
        checks={"sync_site_is_only": ("is_only = false",)},
    ),
}
