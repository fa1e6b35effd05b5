"""A sync connection, from the first day to the last, and looking at it."""

from __future__ import annotations

from datetime import datetime, timedelta

from amity.calls import Call, many, nothing, one, page, value
from amity.sync_connections.records import (
    ApprovalMode,
    Direction,
    Id,
    NewSyncConnection,
    Remaining,
    SyncConnection,
    SyncConnectionEntry,
    TransferStats,
)

__all__ = [
    "approve",
    "create",
    "every",
    "expire",
    "expiring_soon",
    "find",
    "forget",
    "history",
    "reactivate",
    "remaining",
    "renew",
    "revoke",
    "rotate_token",
    "set_password",
    "stats",
    "suspend",
]


def create(
    name: str,
    site_url: str,
    *,
    direction: Direction = "sender",
    approval_mode: ApprovalMode = "require_approval",
    allowed_tables: list[str] | None = None,
    expires_at: datetime | None = None,
    max_downloads: int | None = None,
    max_records_total: int | None = None,
    actor: Id | None = None,
) -> Call[NewSyncConnection]:
    """Makes a pending connection. A sender's token is in what it gives back, and nowhere else.

    :param site_url: the other site: http, https or postgres, without a password in it.
    :param actor: who does it, for the history.

    Whatever else there is to set is a column of ``amity.sync_connections``. Refuses:
    ``sync_invalid_field``, ``sync_already_connected``, ``text_too_long``, ``text_invalid``.
    """
    return one(
        NewSyncConnection,
        "select * from amity.create_sync_connection(%s, %s, %s, %s, %s, %s, %s, %s, %s::uuid)",
        name,
        site_url,
        direction,
        approval_mode,
        allowed_tables or [],
        expires_at,
        max_downloads,
        max_records_total,
        actor,
    )


def rotate_token(connection: Id, *, actor: Id | None = None) -> Call[str]:
    """Gives a sender a new token, and gives that back; the old one is worth nothing from now on.

    Refuses: ``sync_connection_not_found``, ``sync_wrong_direction``, ``sync_invalid_transition``.
    """
    return value(str, "select amity.rotate_sync_token(%s::uuid, %s::uuid)", connection, actor)


def set_password(connection: Id, password: str | None, *, actor: Id | None = None) -> Call[None]:
    """Gives a sender a password on top of its token; ``None`` or nothing takes it away.

    Refuses: ``sync_connection_not_found``, ``sync_wrong_direction``,
    ``sync_passwords_unavailable``.
    """
    return nothing(
        "select amity.set_sync_password(%s::uuid, %s, %s::uuid)", connection, password, actor
    )


def approve(connection: Id, *, actor: Id | None = None) -> Call[SyncConnection]:
    """Lets a pending connection begin.

    Refuses: ``sync_connection_not_found``, ``sync_invalid_transition``, ``sync_used_up``.
    """
    return one(
        SyncConnection,
        "select * from amity.approve_sync_connection(%s::uuid, %s::uuid)",
        connection,
        actor,
    )


def suspend(
    connection: Id, reason: str | None = None, *, actor: Id | None = None
) -> Call[SyncConnection]:
    """Stops an active connection until it is reactivated.

    Refuses: ``sync_connection_not_found``, ``sync_invalid_transition``, ``text_too_long``,
    ``text_invalid``.
    """
    return one(
        SyncConnection,
        "select * from amity.suspend_sync_connection(%s::uuid, %s, %s::uuid)",
        connection,
        reason,
        actor,
    )


def reactivate(connection: Id, *, actor: Id | None = None) -> Call[SyncConnection]:
    """Lets a suspended connection go on.

    Refuses: ``sync_connection_not_found``, ``sync_invalid_transition``, ``sync_used_up``.
    """
    return one(
        SyncConnection,
        "select * from amity.reactivate_sync_connection(%s::uuid, %s::uuid)",
        connection,
        actor,
    )


def revoke(
    connection: Id, reason: str | None = None, *, actor: Id | None = None
) -> Call[SyncConnection]:
    """Ends a connection for good.

    Refuses: ``sync_connection_not_found``, ``sync_invalid_transition``, ``text_too_long``,
    ``text_invalid``.
    """
    return one(
        SyncConnection,
        "select * from amity.revoke_sync_connection(%s::uuid, %s, %s::uuid)",
        connection,
        reason,
        actor,
    )


def renew(
    connection: Id,
    *,
    expires_at: datetime | None = None,
    max_downloads: int | None = None,
    max_records_total: int | None = None,
    actor: Id | None = None,
) -> Call[SyncConnection]:
    """Gives a connection a new end or new limits; one that had expired is active again.

    Refuses: ``sync_connection_not_found``, ``sync_invalid_transition``, ``sync_used_up``.
    """
    return one(
        SyncConnection,
        "select * from amity.renew_sync_connection(%s::uuid, %s, %s, %s, %s::uuid)",
        connection,
        expires_at,
        max_downloads,
        max_records_total,
        actor,
    )


def forget(connection: Id) -> Call[list[SyncConnection]]:
    """Deletes a connection and gives it back, or nothing; transfers and history stay."""
    return many(
        SyncConnection,
        "delete from amity.sync_connections where id = %s::uuid returning *",
        connection,
    )


def expire() -> Call[int]:
    """Gives the status ``expired`` to whatever has run out; nothing depends on it. How many."""
    return value(int, "select amity.expire_sync_connections()")


# --- looking ---


def find(connection: Id) -> Call[list[SyncConnection]]:
    """The connection of that id: one, or none."""
    return many(
        SyncConnection, "select * from amity.sync_connections where id = %s::uuid", connection
    )


def every(*, limit: int = 50, after: SyncConnection | None = None) -> Call[list[SyncConnection]]:
    """Every connection, newest first; the next page is after the last connection of this."""
    return page(
        SyncConnection,
        "select * from amity.sync_connections where true",
        limit=limit,
        after=after,
    )


def expiring_soon(within: timedelta = timedelta(hours=24)) -> Call[list[SyncConnection]]:
    """The active connections that expire within that time, the first one first."""
    return many(SyncConnection, "select * from amity.sync_expiring_soon(%s)", within)


def remaining(connection: Id) -> Call[list[Remaining]]:
    """What a connection has left: one, or none where there is no connection."""
    return many(Remaining, "select * from amity.sync_remaining(%s::uuid)", connection)


def history(connection: Id, *, limit: int = 50) -> Call[list[SyncConnectionEntry]]:
    """What happened to a connection, newest first."""
    return many(
        SyncConnectionEntry,
        """
        select * from amity.sync_connections_history
        where sync_connection_id = %s::uuid order by occurred_at desc limit %s
        """,
        connection,
        limit,
    )


def stats(connection: Id) -> Call[list[TransferStats]]:
    """How much of each table went through a connection."""
    return many(
        TransferStats,
        "select * from amity.sync_transfer_stats where sync_connection_id = %s::uuid"
        " order by table_name",
        connection,
    )
