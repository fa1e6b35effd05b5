"""The receiving side: calls of its own database, and of the sending site's database."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from amity.calls import Call, function, many, nothing, one, value
from amity.sync_connections.records import (
    Address,
    Authorization,
    Digest,
    Due,
    Id,
    Offer,
    Page,
    Permit,
    Strategy,
    SyncTransfer,
    TableChecksum,
)

__all__ = [
    "advance",
    "announce",
    "authorize",
    "checksum",
    "checksum_table",
    "due",
    "grant",
    "interrupted",
    "lease",
    "may_write",
    "move",
    "new_site_id",
    "pull",
    "read",
    "release",
    "request",
    "restart",
    "rotate_incoming_password",
    "settle",
    "site_id",
    "stage",
    "start",
    "tables",
    "unfinished",
]


# --- its own database ---


def site_id() -> Call[UUID]:
    """The id by which other sites know this database."""
    return value(UUID, "select amity.sync_site_id()")


def new_site_id() -> Call[UUID]:
    """Makes this copy of a database a site of its own, and returns its new id."""
    return value(UUID, "select amity.new_sync_site_id()")


def rotate_incoming_password() -> Call[str]:
    """Makes the password with which sites :func:`announce` themselves; replaces the old one."""
    return value(str, "select amity.rotate_sync_incoming_password()")


def may_write(connection: Id, table: str) -> Call[bool]:
    """Whether a receiving connection may write that local table."""
    return value(bool, "select amity.sync_may_write(%s, %s)", connection, table)


def restart(table: str) -> Call[None]:
    """Forgets how far a table was received, which was emptied here: it begins anew.

    Refuses: ``sync_invalid_field``.
    """
    return nothing("select amity.restart_sync_table(%s)", table)


def lease(connection: Id, table: str, holder: Id) -> Call[bool]:
    """Takes the right to receive a table for ten minutes, or renews it; whether the holder has it.

    :param holder: an id of this run, made for it.

    Refuses: ``sync_connection_not_found``.
    """
    return value(bool, "select amity.lease_sync_table(%s, %s, %s)", connection, table, holder)


def release(connection: Id, table: str, holder: Id) -> Call[None]:
    """Ends what :func:`lease` took."""
    return nothing("select amity.release_sync_table(%s, %s, %s)", connection, table, holder)


def start(
    connection: Id,
    table: str,
    sites: Sequence[Id],
    key: list[dict[str, Any]],
    *,
    strategy: Strategy | None = None,
    remote_transfer: Id | None = None,
    actor: Id | None = None,
    cursor: str | None = None,
    cursor_lag: timedelta | None = None,
) -> Call[SyncTransfer]:
    """Begins to receive a table: from its start, or after the transfer's ``reached``.

    :param sites: what the site reports for the table: see :func:`tables`.
    :param key: the columns of its primary key there, each with ``name`` and ``type``.
    :param strategy: what happens to rows that exist; by default what the connection says.
    :param remote_transfer: the transfer at the sending site, if it is known.
    :param cursor: the column by which it is pulled: after what arrived last by it.
    :param cursor_lag: how long before that; five minutes by default.

    Refuses: ``sync_connection_not_found``, ``sync_wrong_direction``, ``sync_not_active``,
    ``sync_table_not_writable``, ``sync_own_site``, ``sync_loop``, ``sync_key_unordered``,
    ``sync_would_double``, ``sync_invalid_field``.
    """
    return one(
        SyncTransfer,
        "select * from amity.start_sync_transfer(%s, %s, %s::uuid[], %s, %s, %s, %s, %s, %s)",
        *(connection, table, list(sites), json.dumps(key), strategy, remote_transfer, actor),
        *(cursor, cursor_lag),
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
    staged: int = 0,
    is_staged: bool = False,
) -> Call[SyncTransfer]:
    """Counts a page and stores its last key, in the transaction that writes its rows.

    :param size: of the page in bytes.
    :param key: the columns of the primary key there: see :func:`start`.
    :param staged: the records that went into the stage: see :func:`stage`.
    :param is_staged: whether they were the last ones.

    Refuses: ``sync_transfer_not_found``, ``sync_wrong_direction``, ``sync_invalid_transition``,
    ``sync_table_not_writable``, ``sync_key_unordered``, ``sync_would_double``,
    ``sync_invalid_field``.
    """
    position = None if reached is None else json.dumps(reached)
    counts = created, updated, skipped, failed, size
    their_key = None if key is None else json.dumps(key)
    values = transfer, position, *counts, remote_transfer, their_key, staged, is_staged
    return function(SyncTransfer, "advance_sync_transfer", *values)


def stage(transfer: Id, columns: Sequence[str] | None = None) -> Call[bool]:
    """Makes the stage of a transfer, or opens the one that is there to the caller.

    :param columns: of the table that it receives; ``None`` are those that the stage has.
    :return: whether a stage of these columns has all that arrived; otherwise the transfer has to
        start over.

    Refuses: ``sync_transfer_not_found``, ``sync_invalid_transition``.
    """
    names = None if columns is None else list(columns)
    return value(bool, "select amity.stage_sync_transfer(%s, %s::text[])", transfer, names)


def move(
    transfer: Id,
    *,
    created: int = 0,
    updated: int = 0,
    skipped: int = 0,
    failed: int = 0,
    deleted: int = 0,
) -> Call[SyncTransfer]:
    """Completes a transfer, in the transaction that moved its stage into the table.

    Refuses: ``sync_transfer_not_found``, ``sync_connection_not_found``, ``sync_wrong_direction``,
    ``sync_not_active``, ``sync_table_not_writable``, ``sync_invalid_transition``,
    ``sync_invalid_field``.
    """
    counts = created, updated, skipped, failed, deleted
    return function(SyncTransfer, "move_sync_transfer", transfer, *counts)


def unfinished(connection: Id, table: str | None = None) -> Call[list[SyncTransfer]]:
    """The transfers that were interrupted or wait for an approval of the site, newest first.

    :param table: only of that table, by its full name; ``None`` is every table.
    """
    query = """
        select * from amity.sync_transfers
        where sync_connection_id = %s::uuid and table_name = coalesce(%s, table_name)
          and direction = 'receive' and status = 'in_progress'
        order by created_at desc, id desc
    """
    return many(SyncTransfer, query, connection, table)


def due() -> Call[list[Due]]:
    """The tables whose next automatic pull is due, the longest due first."""
    return many(Due, "select * from amity.sync_due()")


def interrupted() -> Call[list[SyncTransfer]]:
    """The unfinished transfers of active connections that pull automatically, newest first."""
    query = """
        select transfers.* from amity.sync_transfers as transfers
        join amity.sync_connections as sites on sites.id = transfers.sync_connection_id
        where sites.auto_sync_enabled and sites.status = 'active'
          and transfers.direction = 'receive' and transfers.status = 'in_progress'
        order by transfers.created_at desc, transfers.id desc
    """
    return many(SyncTransfer, query)


def checksum_table(table: str, columns: Sequence[str]) -> Call[TableChecksum]:
    """A checksum of a local table, to compare with :func:`checksum`."""
    query = "select * from amity.checksum_table(%s::regclass, %s::text[])"
    return one(TableChecksum, query, table, list(columns))


# --- the database of the receiving site, for one that sends ---


def announce(name: str, url: str, *, password: str | None = None) -> Call[Authorization]:
    """Announces a sending site to the receiving one, which names it so and reaches it there.

    Refuses: ``sync_invalid_field``, ``text_too_long``, ``text_invalid``; other refusals are in
    what it returns.
    """
    return function(Authorization, "sync_announce", name, url, password)


# --- the database of the sending site ---


def tables(token: str, *, password: str | None = None) -> Call[Offer]:
    """The tables that a token opens."""
    return function(Offer, "sync_tables", token, password)


def request(token: str, table: str, *, password: str | None = None) -> Call[Authorization]:
    """Requests the approval of a transfer; a repeated request returns the same transfer."""
    return function(Authorization, "sync_request", token, table, password)


def pull(
    token: str,
    table: str,
    *,
    after: list[str] | None = None,
    limit: int | None = None,
    password: str | None = None,
    transfer: Id | None = None,
    cursor: str | None = None,
) -> Call[Page]:
    """A page of a table, in the order of its key.

    :param after: ``reached`` of the last page; ``None`` is the start.
    :param limit: at most so many records, and never more than the connection allows.
    :param transfer: ``transfer_id`` of the last page, or the transfer that was approved.
    :param cursor: a column that can be one, for pages in its order.
    """
    position = None if after is None else json.dumps(after)
    values = token, table, position, limit, password, transfer, cursor
    return function(Page, "sync_pull", *values)


def grant(
    token: str,
    table: str,
    reader: int,
    *,
    after: list[str] | None = None,
    limit: int | None = None,
    password: str | None = None,
    transfer: Id | None = None,
    cursor: str | None = None,
) -> Call[Permit]:
    """The grant of a page, as :func:`pull` would send it, for :func:`read`. Commit it first.

    :param reader: the ``pg_backend_pid()`` of the session that will read it.
    """
    position = None if after is None else json.dumps(after)
    values = token, table, position, limit, password, transfer, reader, cursor
    return function(Permit, "sync_grant", *values)


def read(signed_grant: str) -> Call[Page]:
    """The page that was granted, in the snapshot of a repeatable read transaction."""
    return function(Page, "sync_read", signed_grant)


def settle(receipt: str) -> Call[bool]:
    """Counts what was read instead of what was granted, by the ``receipt`` of a page; once."""
    return value(bool, "select amity.sync_settle(%s)", receipt)


def checksum(
    token: str,
    table: str,
    columns: Sequence[str],
    *,
    password: str | None = None,
    transfer: Id | None = None,
) -> Call[Digest]:
    """A checksum of a table: those of the columns that it may pull.

    :param transfer: the one that was approved, where a pull needs an approval.
    """
    values = token, table, json.dumps(list(columns)), password, transfer
    return function(Digest, "sync_checksum", *values)


def authorize(
    token: str,
    table: str,
    *,
    limit: int | None = None,
    password: str | None = None,
    address: Address | str | None = None,
    transfer: Id | None = None,
) -> Call[Authorization]:
    """For a service that sends rows itself: performs every check and counts the rows as sent.

    :param address: of the client that requests them.
    """
    client = None if address is None else str(address)
    values = token, table, limit, password, client, transfer
    return function(Authorization, "sync_authorize", *values)
