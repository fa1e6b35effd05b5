"""The receiving side: its own database, and the database of the sending site."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from amity.calls import Call, many, nothing, one, value
from amity.sync_connections.records import (
    Address,
    Authorization,
    Due,
    Id,
    Offer,
    Page,
    Strategy,
    SyncTransfer,
)

__all__ = [
    "advance",
    "authorize",
    "due",
    "may_write",
    "new_site_id",
    "pull",
    "request",
    "restart",
    "site_id",
    "start",
    "tables",
    "unfinished",
]


# --- its own ---


def site_id() -> Call[UUID]:
    """The id by which other sites know this database."""
    return value(UUID, "select amity.sync_site_id()")


def new_site_id() -> Call[UUID]:
    """Makes another site of a database that is a copy of one; gives its new id."""
    return value(UUID, "select amity.new_sync_site_id()")


def may_write(connection: Id, table: str) -> Call[bool]:
    """Whether what a receiving connection brings may be written to that table here."""
    return value(bool, "select amity.sync_may_write(%s::uuid, %s)", connection, table)


def restart(table: str) -> Call[None]:
    """Forgets how far a table, which was emptied here, has arrived: it comes from its start again.

    Refuses: ``sync_invalid_field``.
    """
    return nothing("select amity.restart_sync_table(%s)", table)


def start(
    connection: Id,
    table: str,
    sites: Sequence[Id],
    key: list[dict[str, Any]],
    *,
    strategy: Strategy | None = None,
    remote_transfer: Id | None = None,
    actor: Id | None = None,
) -> Call[SyncTransfer]:
    """Begins to receive a table: from its start, or after what the transfer says in ``reached``.

    :param sites: what the site tells of the table: see :func:`tables`.
    :param key: the columns of its primary key there, each with ``name`` and ``type``.
    :param strategy: what is done with rows that are there; the connection's own if none is given.
    :param remote_transfer: the transfer at the sending site, where it is known already.

    Refuses: ``sync_connection_not_found``, ``sync_wrong_direction``, ``sync_not_active``,
    ``sync_table_not_writable``, ``sync_own_site``, ``sync_loop``, ``sync_key_unordered``,
    ``sync_would_double``, ``sync_invalid_field``.
    """
    return one(
        SyncTransfer,
        "select * from amity.start_sync_transfer("
        "%s::uuid, %s, %s::uuid[], %s::jsonb, %s, %s::uuid, %s::uuid)",
        connection,
        table,
        list(sites),
        json.dumps(key),
        strategy,
        remote_transfer,
        actor,
    )


def advance(
    transfer: Id,
    reached: list[str] | None,
    *,
    created: int = 0,
    updated: int = 0,
    skipped: int = 0,
    failed: int = 0,
    size: int = 0,
    remote_transfer: Id | None = None,
    key: list[dict[str, Any]] | None = None,
) -> Call[SyncTransfer]:
    """Counts a page that arrived and notes its end, in the transaction that writes its rows.

    :param size: how many bytes it had.
    :param key: the columns of the primary key there: see :func:`start`.

    Refuses: ``sync_transfer_not_found``, ``sync_wrong_direction``, ``sync_invalid_transition``,
    ``sync_table_not_writable``, ``sync_key_unordered``, ``sync_would_double``,
    ``sync_invalid_field``.
    """
    return one(
        SyncTransfer,
        "select * from amity.advance_sync_transfer("
        "%s::uuid, %s::jsonb, %s, %s, %s, %s, %s, %s::uuid, %s::jsonb)",
        transfer,
        None if reached is None else json.dumps(reached),
        created,
        updated,
        skipped,
        failed,
        size,
        remote_transfer,
        None if key is None else json.dumps(key),
    )


def unfinished(connection: Id, table: str | None = None) -> Call[list[SyncTransfer]]:
    """What was cut off, or waits for an approval there, newest first: to go on with.

    :param table: only of that table, by its one name; ``None`` is every table.
    """
    return many(
        SyncTransfer,
        """
        select * from amity.sync_transfers
        where sync_connection_id = %s::uuid and table_name = coalesce(%s, table_name)
          and direction = 'receive' and status = 'in_progress'
        order by created_at desc, id desc
        """,
        connection,
        table,
    )


def due() -> Call[list[Due]]:
    """What is to be pulled by itself now, the longest due first."""
    return many(Due, "select * from amity.sync_due()")


# --- that of the sending site ---


def tables(token: str, *, password: str | None = None) -> Call[Offer]:
    """What a token opens."""
    return one(Offer, "select * from amity.sync_tables(%s, %s)", token, password)


def request(token: str, table: str, *, password: str | None = None) -> Call[Authorization]:
    """Asks for the approval of a transfer; while it waits, asking again gives the same transfer."""
    return one(
        Authorization, "select * from amity.sync_request(%s, %s, %s)", token, table, password
    )


def pull(
    token: str,
    table: str,
    *,
    after: list[str] | None = None,
    limit: int | None = None,
    password: str | None = None,
    transfer: Id | None = None,
) -> Call[Page]:
    """A page of a table, by its key.

    :param after: what the last page said in ``reached``; ``None`` begins.
    :param limit: at most so many records, and never more than the connection allows.
    :param transfer: what the last page said in ``transfer_id``, or the transfer that was approved.
    """
    return one(
        Page,
        "select * from amity.sync_pull(%s, %s, %s::jsonb, %s::integer, %s, %s::uuid)",
        token,
        table,
        None if after is None else json.dumps(after),
        limit,
        password,
        transfer,
    )


def authorize(
    token: str,
    table: str,
    *,
    limit: int | None = None,
    password: str | None = None,
    address: Address | str | None = None,
    transfer: Id | None = None,
) -> Call[Authorization]:
    """For a service that sends rows by itself: every check, and the rows counted as sent.

    :param address: whose request it is.
    """
    return one(
        Authorization,
        "select * from amity.sync_authorize(%s, %s, %s::integer, %s, %s::inet, %s::uuid)",
        token,
        table,
        limit,
        password,
        None if address is None else str(address),
        transfer,
    )
