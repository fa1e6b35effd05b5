"""Ada looks after a sync connection at which one transfer was asked for."""

from __future__ import annotations

from support.world import Rights

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
            "insert into amity_private.sync_gates select id from amity.sync_connections"
            " where name = 'C'"
        ),
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
                      anon   nobody  ada    other  third  blocked  service
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
                      anon   nobody  ada    other  third  blocked  service
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
                      anon   nobody  ada    other  third  blocked  service
            select    42501  42501   42501  42501  42501  42501    yes
            insert    42501  42501   42501  42501  42501  42501    42501
            update    42501  42501   42501  42501  42501  42501    42501
            delete    42501  42501   42501  42501  42501  42501    42501
            truncate  42501  42809   42809  42809  42809  42809    42809
        """,
    ),
    "amity.sync_transfer_stats": Rights(
        row="table_name = 'public.things'",
        update="table_name = 'x'",
        outcomes="""
                      anon   nobody  ada    other  third  blocked  service
            select    42501  42501   42501  42501  42501  42501    yes
            insert    42501  55000   55000  55000  55000  55000    55000
            update    42501  55000   55000  55000  55000  55000    55000
            delete    42501  55000   55000  55000  55000  55000    55000
            truncate  42501  42809   42809  42809  42809  42809    42809
        """,
    ),
}
