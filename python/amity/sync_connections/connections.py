"""A sync connection, from its creation to its end."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from amity.calls import Call, Conn, function, many, nothing, optional, page, value
from amity.sync_connections.errors import SyncConnectionNotFound
from amity.sync_connections.records import (
    Address,
    ApprovalMode,
    ConnectionState,
    Direction,
    Id,
    NewSyncConnection,
    SyncConnection,
    SyncConnectionEntry,
    SyncTransfer,
    TransferStats,
)
from amity.sync_connections.sending import approve_transfer, transfer

__all__ = [
    "approve",
    "approve_named",
    "create",
    "every",
    "expire",
    "expiring_soon",
    "find",
    "find_named",
    "forget",
    "history",
    "named",
    "reactivate",
    "renew",
    "revoke",
    "rotate_token",
    "set_password",
    "set_password_unlogged",
    "state",
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
    """Creates a pending connection. Only this result contains the token of a sender.

    :param site_url: the other site: http, https or postgres, without a password.
    :param actor: who does it, for the history.

    The other settings are columns of ``amity.sync_connections``. Refuses:
    ``sync_invalid_field``, ``sync_already_connected``, ``text_too_long``, ``text_invalid``.
    """
    site = name, site_url, direction, approval_mode, allowed_tables or []
    limits = expires_at, max_downloads, max_records_total
    return function(NewSyncConnection, "create_sync_connection", *site, *limits, actor)


def rotate_token(connection: Id, *, actor: Id | None = None) -> Call[str]:
    """Gives a sender a new token and returns it; the old one is invalid at once.

    Refuses: ``sync_connection_not_found``, ``sync_wrong_direction``, ``sync_invalid_transition``.
    """
    return value(str, "select amity.rotate_sync_token(%s, %s)", connection, actor)


def set_password(connection: Id, password: str | None, *, actor: Id | None = None) -> Call[None]:
    """Sets a password that a sender requires besides its token; ``None`` or "" removes it.

    A server that logs statements logs it: :func:`set_password_unlogged` is for those.
    Refuses: ``sync_connection_not_found``, ``sync_wrong_direction``,
    ``sync_passwords_unavailable``.
    """
    return nothing("select amity.set_sync_password(%s, %s, %s)", connection, password, actor)


def approve(connection: Id, *, actor: Id | None = None) -> Call[SyncConnection]:
    """Activates a pending connection.

    Refuses: ``sync_connection_not_found``, ``sync_invalid_transition``, ``sync_used_up``.
    """
    return function(SyncConnection, "approve_sync_connection", connection, actor)


def suspend(
    connection: Id, reason: str | None = None, *, actor: Id | None = None
) -> Call[SyncConnection]:
    """Suspends an active connection until it is reactivated.

    Refuses: ``sync_connection_not_found``, ``sync_invalid_transition``, ``text_too_long``,
    ``text_invalid``.
    """
    return function(SyncConnection, "suspend_sync_connection", connection, reason, actor)


def reactivate(connection: Id, *, actor: Id | None = None) -> Call[SyncConnection]:
    """Activates a suspended connection again.

    Refuses: ``sync_connection_not_found``, ``sync_invalid_transition``, ``sync_used_up``.
    """
    return function(SyncConnection, "reactivate_sync_connection", connection, actor)


def revoke(
    connection: Id, reason: str | None = None, *, actor: Id | None = None
) -> Call[SyncConnection]:
    """Ends a connection for good.

    Refuses: ``sync_connection_not_found``, ``sync_invalid_transition``, ``text_too_long``,
    ``text_invalid``.
    """
    return function(SyncConnection, "revoke_sync_connection", connection, reason, actor)


def renew(
    connection: Id,
    *,
    expires_at: datetime | None = None,
    max_downloads: int | None = None,
    max_records_total: int | None = None,
    actor: Id | None = None,
) -> Call[SyncConnection]:
    """Gives a connection a new end or new limits; an expired one is active again.

    Refuses: ``sync_connection_not_found``, ``sync_invalid_transition``, ``sync_used_up``.
    """
    limits = expires_at, max_downloads, max_records_total
    return function(SyncConnection, "renew_sync_connection", connection, *limits, actor)


def forget(connection: Id) -> Call[SyncConnection | None]:
    """Deletes a connection and returns it, if there is one; its transfers and history stay."""
    query = "delete from amity.sync_connections where id = %s::uuid returning *"
    return optional(SyncConnection, query, connection)


def expire() -> Call[int]:
    """Sets the status of ended connections to ``expired`` and returns their number.

    No rule depends on it: an ended connection is refused whatever its status is.
    """
    return value(int, "select amity.expire_sync_connections()")


# --- reading ---


def find(connection: Id) -> Call[SyncConnection | None]:
    """The connection of that id."""
    query = "select * from amity.sync_connections where id = %s::uuid"
    return optional(SyncConnection, query, connection)


def named(name: str, direction: Direction | None = None) -> Call[list[SyncConnection]]:
    """The connections of that name, id or URL, at most ten; a revoked one only by its id."""
    try:
        connection = UUID(name)
    except ValueError:
        connection = None
    query = """
        select * from amity.sync_connections
        where (id = %s::uuid or status <> 'revoked' and (
            name = normalize(%s, nfc) or lower(site_url) = lower(rtrim(btrim(%s), '/'))
          )) and direction = coalesce(%s, direction)
        order by created_at desc, id desc limit 10
    """
    return many(SyncConnection, query, connection, name, name, direction)


def every(*, limit: int = 50, after: SyncConnection | None = None) -> Call[list[SyncConnection]]:
    """Every connection, newest first; the next page begins after the last one of this page."""
    return page(SyncConnection, "sync_connections", limit, after)


def expiring_soon(within: timedelta = timedelta(hours=24)) -> Call[list[SyncConnection]]:
    """The active connections that expire within that time, the next one first."""
    return many(SyncConnection, "select * from amity.sync_expiring_soon(%s)", within)


def state(
    connection: Id,
    table: str | None = None,
    *,
    address: Address | str | None = None,
    at: datetime | None = None,
) -> Call[ConnectionState | None]:
    """What a connection would let through, without counting a request; ``None`` if it is unknown.

    :param table: for ``table_allowed`` and ``needs_approval``.
    :param address: for ``address_allowed``; with a list of addresses, none is not allowed.
    :param at: the moment; by default now.
    """
    query = """
        select * from amity.sync_connection_state(%s, %s, %s, coalesce(%s, clock_timestamp()))
    """
    client = None if address is None else str(address)
    return optional(ConnectionState, query, connection, table, client, at)


def history(connection: Id, *, limit: int = 50) -> Call[list[SyncConnectionEntry]]:
    """The history of a connection, newest first."""
    query = """
        select * from amity.sync_connections_history
        where sync_connection_id = %s::uuid order by occurred_at desc limit %s
    """
    return many(SyncConnectionEntry, query, connection, limit)


def stats(connection: Id) -> Call[list[TransferStats]]:
    """The totals of each table that was transferred over a connection."""
    query = """
        select * from amity.sync_transfer_stats
        where sync_connection_id = %s::uuid order by table_name
    """
    return many(TransferStats, query, connection)


# --- by name, at once ---


def find_named(conn: Conn, name: str, direction: Direction | None = None) -> SyncConnection:
    """Gives the one connection of that name or id; a revoked one only by its id.

    Refuses: ``sync_connection_not_found``, also where several have the name.
    """
    found = named(name, direction).on(conn)
    if len(found) == 1:
        return found[0]
    kind = {"sender": "sending ", "receiver": "receiving ", None: ""}[direction]
    number, hint = "No", "`amity sync list` shows them all. A revoked one is found by its id only."
    if found:
        number, hint = "More than one", f"Give the id: {', '.join(str(each.id) for each in found)}."
    raise SyncConnectionNotFound(f"{number} {kind}connection is called {name}", hint, status=404)


def set_password_unlogged(
    conn: Conn, connection: Id, password: str, *, actor: Id | None = None
) -> None:
    """Sets a password as :func:`set_password` does, by COPY, whose data no server logs."""
    with conn.transaction():
        conn.execute("create temporary table amity_password (word text) on commit drop")
        with conn.cursor().copy("copy pg_temp.amity_password from stdin") as copy:
            copy.write_row([password])
        nothing(
            "select amity.set_sync_password(%s, (table pg_temp.amity_password), %s)",
            *(connection, actor),
        ).on(conn)


def approve_named(
    conn: Conn, name: str, *, actor: Id | None = None
) -> SyncConnection | SyncTransfer:
    """Approves the transfer of that id, or else the connection of that name or id."""
    with suppress(ValueError):
        if transfer(UUID(name)).on(conn):
            return approve_transfer(name, actor=actor).on(conn)
    return approve(find_named(conn, name).id, actor=actor).on(conn)
