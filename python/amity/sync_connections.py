"""Sync connections: two sites, one token, tables that flow from one to the other. For services.

The sending site creates a connection, hands its token over once, and offers tables. The receiving
site calls :func:`tables`, :func:`request` and :func:`pull` with that token, on a connection to the
sending database. Those three, and :func:`authorize`, are never refused by an exception, which would
undo what the refusal wrote down (that the connection has expired, say): look at ``allowed`` in what
they return, or call its ``or_refuse()`` after the commit.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import (
    IPv4Address,
    IPv4Interface,
    IPv4Network,
    IPv6Address,
    IPv6Interface,
    IPv6Network,
)
from typing import Any, Literal, Self
from uuid import UUID

from amity.calls import FIRST_PAGE, Call, many, nothing, one, value
from amity.refusals import Refusal

__all__ = [
    "Authorization",
    "Due",
    "NewSyncConnection",
    "Offer",
    "Page",
    "Remaining",
    "SyncAlreadyConnected",
    "SyncApprovalDenied",
    "SyncApprovalExpired",
    "SyncApprovalPending",
    "SyncApprovalRequired",
    "SyncConnection",
    "SyncConnectionEntry",
    "SyncConnectionNotFound",
    "SyncDownloadLimitReached",
    "SyncExpired",
    "SyncFieldFixed",
    "SyncInvalidField",
    "SyncInvalidPassword",
    "SyncInvalidPosition",
    "SyncInvalidToken",
    "SyncInvalidTransition",
    "SyncIpNotAllowed",
    "SyncNotActive",
    "SyncOutsideAllowedHours",
    "SyncPasswordsUnavailable",
    "SyncRateLimited",
    "SyncRecordLimitReached",
    "SyncRoleNotGranted",
    "SyncTableNotAllowed",
    "SyncTableUnsupported",
    "SyncTransfer",
    "SyncTransferNotFound",
    "SyncTransferOver",
    "SyncUsedUp",
    "SyncWrongDirection",
    "TransferStats",
    "advance",
    "approve",
    "approve_transfer",
    "authorize",
    "cancel_transfer",
    "complete_transfer",
    "create",
    "deny_transfer",
    "due",
    "every",
    "expire",
    "expiring_soon",
    "fail_transfer",
    "find",
    "forget",
    "history",
    "offer_table",
    "pull",
    "reactivate",
    "remaining",
    "renew",
    "request",
    "revoke",
    "rotate_token",
    "set_password",
    "start",
    "stats",
    "suspend",
    "tables",
    "transfer",
    "transfers",
    "waiting",
    "withdraw_table",
]

Id = UUID | str
Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address | IPv4Interface | IPv6Interface
Direction = Literal["sender", "receiver"]
Status = Literal["pending", "active", "suspended", "revoked", "expired"]
ApprovalMode = Literal["auto_approve", "require_approval", "per_table"]
Strategy = Literal["skip", "overwrite", "merge", "append"]
TransferStatus = Literal[
    "pending",
    "pending_approval",
    "approved",
    "denied",
    "in_progress",
    "completed",
    "failed",
    "cancelled",
    "expired",
]


# --- rows ---


@dataclass(frozen=True, slots=True)
class SyncConnection:
    """A row of ``amity.sync_connections``."""

    id: UUID
    name: str
    direction: Direction
    site_url: str
    status: Status
    approval_mode: ApprovalMode
    allowed_tables: list[str]
    excluded_tables: list[str]
    auto_approve_tables: list[str]
    expires_at: datetime | None
    max_downloads: int | None
    downloads_used: int
    max_records_total: int | None
    records_downloaded: int
    max_records_per_request: int
    rate_limit_requests_per_minute: int
    ip_whitelist: list[Network]
    allowed_hours_start: int | None
    allowed_hours_end: int | None
    allowed_hours_zone: str
    default_conflict_strategy: Strategy
    auto_sync_enabled: bool
    auto_sync_tables: list[str]
    auto_sync_interval_minutes: int
    token_issued_at: datetime | None
    password_set_at: datetime | None
    created_by: UUID | None
    approved_at: datetime | None
    approved_by: UUID | None
    suspended_at: datetime | None
    suspended_by: UUID | None
    suspended_reason: str | None
    revoked_at: datetime | None
    revoked_by: UUID | None
    revoked_reason: str | None
    last_connected_at: datetime | None
    last_transfer_at: datetime | None
    total_transfers: int
    total_records_transferred: int
    total_bytes_transferred: int
    metadata: dict[str, Any]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class SyncTransfer:
    """A row of ``amity.sync_transfers``."""

    id: UUID
    direction: Literal["send", "receive"]
    sync_connection_id: UUID | None
    remote_site_url: str
    remote_transfer_id: UUID | None
    table_name: str
    status: TransferStatus
    conflict_strategy: Strategy | None
    records_requested: int
    records_transferred: int
    records_created: int
    records_updated: int
    records_skipped: int
    records_failed: int
    bytes_transferred: int
    asked: list[str] | None
    reached: list[str] | None
    requires_approval: bool
    approval_expires_at: datetime | None
    approved_at: datetime | None
    approved_by: UUID | None
    denied_at: datetime | None
    denied_by: UUID | None
    denial_reason: str | None
    requester_ip: Address | None
    requester_user_agent: str | None
    initiated_by: UUID | None
    error_message: str | None
    metadata: dict[str, Any]
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class SyncConnectionEntry:
    """A row of ``amity.sync_connections_history``."""

    sync_connection_id: UUID
    name: str
    direction: Direction
    action: Literal[
        "created",
        "approved",
        "suspended",
        "reactivated",
        "renewed",
        "revoked",
        "expired",
        "changed",
        "token_issued",
        "password_set",
        "password_cleared",
        "deleted",
    ]
    changed: list[str]
    reason: str | None
    done_by: UUID | None
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class NewSyncConnection:
    """A row of ``amity.create_sync_connection()``: the only time that the token is shown."""

    id: UUID
    token: str | None

    def __repr__(self) -> str:
        """Leave the token out, so that it gets into no log by mistake."""
        return f"NewSyncConnection(id={self.id!r})"


@dataclass(frozen=True, slots=True)
class Remaining:
    """A row of ``amity.sync_remaining()``: ``None`` is any number."""

    downloads: int | None
    records: int | None


@dataclass(frozen=True, slots=True)
class Due:
    """A row of ``amity.sync_due()``."""

    sync_connection_id: UUID
    name: str
    site_url: str
    table_name: str
    conflict_strategy: Strategy
    due_at: datetime


@dataclass(frozen=True, slots=True)
class TransferStats:
    """A row of ``amity.sync_transfer_stats``."""

    sync_connection_id: UUID | None
    direction: Literal["send", "receive"]
    table_name: str
    transfers: int
    completed: int
    failed: int
    records: int
    bytes: int
    last_completed_at: datetime | None


# --- what a site is answered ---


@dataclass(frozen=True, slots=True)
class _Answer:
    """Whether it was allowed, and if not, why not."""

    allowed: bool
    slug: str | None
    http_status: int
    message: str | None
    hint: str | None

    def or_refuse(self) -> Self:
        """Gives this back, or raises the refusal that it is. Commit first: see the module."""
        if not self.allowed:
            slug = self.slug or "refused"
            raise Refusal.by_slug.get(slug, Refusal)(
                self.message or slug, hint=self.hint or "", status=self.http_status, slug=slug
            )
        return self


@dataclass(frozen=True, slots=True)
class Authorization(_Answer):
    """A row of ``amity.sync_authorization``."""

    sync_connection_id: UUID | None
    transfer_id: UUID | None
    rows_granted: int | None


@dataclass(frozen=True, slots=True)
class Offer(_Answer):
    """A row of ``amity.sync_offer``.

    Each of ``tables`` has the keys ``table``, ``columns`` (each with ``name``, ``type``,
    ``not_null``, ``identity``, ``generated`` and ``key``, its place in the primary key),
    ``estimated_rows`` (``None``: unknown), ``requires_approval`` and ``refers_to``, the tables that
    its foreign keys point to.
    """

    tables: list[dict[str, Any]] | None


@dataclass(frozen=True, slots=True)
class Page(_Answer):
    """A row of ``amity.sync_page``.

    Each of ``records`` has a value for each of ``columns``: ``None``, or the text that Postgres
    writes for it, which ``COPY … FROM`` reads back exactly. (A ``money`` is written as with
    ``lc_monetary`` C.) ``reached`` is where the next page begins.
    """

    transfer_id: UUID | None
    columns: list[dict[str, Any]] | None
    records: list[list[str | None]] | None
    record_count: int | None
    reached: list[str] | None
    is_last: bool | None


# --- refusals ---


class SyncInvalidToken(Refusal, slug="sync_invalid_token"):
    """No connection has this token, or has it any more."""


class SyncNotActive(Refusal, slug="sync_not_active"):
    """The connection is pending, suspended, revoked or expired."""


class SyncExpired(Refusal, slug="sync_expired"):
    """The connection is past its end."""


class SyncDownloadLimitReached(Refusal, slug="sync_download_limit_reached"):
    """The connection has no downloads left."""


class SyncRecordLimitReached(Refusal, slug="sync_record_limit_reached"):
    """The connection has no records left."""


class SyncIpNotAllowed(Refusal, slug="sync_ip_not_allowed"):
    """The address is not in the list of the connection."""


class SyncOutsideAllowedHours(Refusal, slug="sync_outside_allowed_hours"):
    """The connection cannot be used at this hour: the hint says when."""


class SyncInvalidPassword(Refusal, slug="sync_invalid_password"):
    """The connection has a password, and it is another one."""


class SyncTableNotAllowed(Refusal, slug="sync_table_not_allowed"):
    """There is no such table, or not for this connection, which is not told."""


class SyncApprovalRequired(Refusal, slug="sync_approval_required"):
    """The table needs a transfer that was approved: see :func:`request`."""


class SyncApprovalPending(Refusal, slug="sync_approval_pending"):
    """The transfer waits for its approval."""


class SyncApprovalDenied(Refusal, slug="sync_approval_denied"):
    """The transfer was denied."""


class SyncApprovalExpired(Refusal, slug="sync_approval_expired"):
    """Nobody approved the transfer in time."""


class SyncTransferOver(Refusal, slug="sync_transfer_over"):
    """The transfer has ended."""


class SyncInvalidPosition(Refusal, slug="sync_invalid_position"):
    """The place to go on from is neither the one that was reached nor the last one asked for."""


class SyncRateLimited(Refusal, slug="sync_rate_limited"):
    """Too many requests got through in the last minute: the hint says when to try again."""


class SyncConnectionNotFound(Refusal, slug="sync_connection_not_found"):
    """No sync connection has that id."""


class SyncTransferNotFound(Refusal, slug="sync_transfer_not_found"):
    """No sync transfer has that id."""


class SyncAlreadyConnected(Refusal, slug="sync_already_connected"):
    """There is a connection with that site in that direction, and it is not revoked."""


class SyncInvalidTransition(Refusal, slug="sync_invalid_transition"):
    """What has that status cannot get this one."""


class SyncUsedUp(Refusal, slug="sync_used_up"):
    """The connection would expire at once."""


class SyncWrongDirection(Refusal, slug="sync_wrong_direction"):
    """Only the other side of a connection does that."""


class SyncInvalidField(Refusal, slug="sync_invalid_field"):
    """A field cannot have that value: the hint says what it takes."""


class SyncFieldFixed(Refusal, slug="sync_field_fixed"):
    """A field can never be changed."""


class SyncTableUnsupported(Refusal, slug="sync_table_unsupported"):
    """Only tables with a primary key can be offered, and none of Postgres or of Amity."""


class SyncRoleNotGranted(Refusal, slug="sync_role_not_granted"):
    """Offering the first table takes the right to become the role ``amity_sync``."""


class SyncPasswordsUnavailable(Refusal, slug="sync_passwords_unavailable"):
    """A password takes the extension pgcrypto."""


# --- a connection, from the first day to the last ---


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
    return value("select amity.rotate_sync_token(%s::uuid, %s::uuid)", connection, actor)


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
    return value("select amity.expire_sync_connections()")


# --- looking ---


def find(connection: Id) -> Call[list[SyncConnection]]:
    """The connection of that id: one, or none."""
    return many(
        SyncConnection, "select * from amity.sync_connections where id = %s::uuid", connection
    )


def every(*, limit: int = 50, after: SyncConnection | None = None) -> Call[list[SyncConnection]]:
    """Every connection, newest first; the next page is after the last connection of this."""
    return many(
        SyncConnection,
        """
        select * from amity.sync_connections
        where (created_at, id) < (%s::timestamptz, %s::uuid)
        order by created_at desc, id desc limit %s
        """,
        *((after.created_at, after.id) if after else FIRST_PAGE),
        limit,
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


# --- the sending side: what is offered, and who waits ---


def offer_table(table: str) -> Call[str]:
    """Lets a table be sent, as far as each connection allows it; gives its name in its one form.

    :param table: the table as SQL writes it: ``public.orders``.

    For the owner of the schema. Refuses: ``sync_table_unsupported``, ``sync_role_not_granted``.
    """
    return value("select amity.offer_table(%s::regclass)", table)


def withdraw_table(table: str) -> Call[None]:
    """Lets a table be sent no more. For the owner of the schema."""
    return nothing("select amity.withdraw_table(%s::regclass)", table)


def waiting(*, limit: int = 50) -> Call[list[SyncTransfer]]:
    """The transfers that wait for an approval, the longest first."""
    return many(
        SyncTransfer,
        """
        select * from amity.sync_transfers
        where status = 'pending_approval' and coalesce(approval_expires_at, 'infinity') > now()
        order by approval_expires_at, id limit %s
        """,
        limit,
    )


def transfer(transfer: Id) -> Call[list[SyncTransfer]]:
    """The transfer of that id: one, or none."""
    return many(SyncTransfer, "select * from amity.sync_transfers where id = %s::uuid", transfer)


def transfers(
    connection: Id, *, limit: int = 50, after: SyncTransfer | None = None
) -> Call[list[SyncTransfer]]:
    """The transfers of a connection, newest first; the next page is after the last one of this."""
    return many(
        SyncTransfer,
        """
        select * from amity.sync_transfers
        where sync_connection_id = %s::uuid and (created_at, id) < (%s::timestamptz, %s::uuid)
        order by created_at desc, id desc limit %s
        """,
        connection,
        *((after.created_at, after.id) if after else FIRST_PAGE),
        limit,
    )


def approve_transfer(transfer: Id, *, actor: Id | None = None) -> Call[SyncTransfer]:
    """Lets a transfer that waits begin.

    Refuses: ``sync_transfer_not_found``, ``sync_invalid_transition``, ``sync_approval_expired``.
    """
    return one(
        SyncTransfer,
        "select * from amity.approve_sync_transfer(%s::uuid, %s::uuid)",
        transfer,
        actor,
    )


def deny_transfer(
    transfer: Id, reason: str | None = None, *, actor: Id | None = None
) -> Call[SyncTransfer]:
    """Denies a transfer that waits.

    Refuses: ``sync_transfer_not_found``, ``sync_invalid_transition``, ``text_too_long``,
    ``text_invalid``.
    """
    return one(
        SyncTransfer,
        "select * from amity.deny_sync_transfer(%s::uuid, %s, %s::uuid)",
        transfer,
        reason,
        actor,
    )


def cancel_transfer(transfer: Id) -> Call[SyncTransfer]:
    """Stops a transfer. Refuses: ``sync_transfer_not_found``, ``sync_invalid_transition``."""
    return one(SyncTransfer, "select * from amity.cancel_sync_transfer(%s::uuid)", transfer)


def complete_transfer(transfer: Id) -> Call[SyncTransfer]:
    """Says that all of a running transfer went through.

    Refuses: ``sync_transfer_not_found``, ``sync_invalid_transition``.
    """
    return one(SyncTransfer, "select * from amity.complete_sync_transfer(%s::uuid)", transfer)


def fail_transfer(transfer: Id, reason: str) -> Call[SyncTransfer]:
    """Says that a transfer cannot go on, and why.

    Refuses: ``sync_transfer_not_found``, ``sync_invalid_transition``.
    """
    return one(
        SyncTransfer, "select * from amity.fail_sync_transfer(%s::uuid, %s)", transfer, reason
    )


# --- the receiving side: its own database ---


def start(
    connection: Id,
    table: str,
    *,
    strategy: Strategy | None = None,
    remote_transfer: Id | None = None,
    actor: Id | None = None,
) -> Call[SyncTransfer]:
    """Begins to receive a table.

    :param strategy: what is done with rows that are there; the connection's own if none is given.
    :param remote_transfer: the transfer at the sending site, where it is known already.

    Refuses: ``sync_connection_not_found``, ``sync_wrong_direction``, ``sync_not_active``,
    ``sync_invalid_field``.
    """
    return one(
        SyncTransfer,
        "select * from amity.start_sync_transfer(%s::uuid, %s, %s, %s::uuid, %s::uuid)",
        connection,
        table,
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
) -> Call[SyncTransfer]:
    """Counts a page that arrived and notes its end, in the transaction that writes its rows.

    :param size: how many bytes it had.

    Refuses: ``sync_transfer_not_found``, ``sync_wrong_direction``, ``sync_invalid_transition``,
    ``sync_invalid_field``.
    """
    return one(
        SyncTransfer,
        "select * from amity.advance_sync_transfer("
        "%s::uuid, %s::jsonb, %s, %s, %s, %s, %s, %s::uuid)",
        transfer,
        None if reached is None else json.dumps(reached),
        created,
        updated,
        skipped,
        failed,
        size,
        remote_transfer,
    )


def due() -> Call[list[Due]]:
    """What is to be pulled by itself now, the longest due first."""
    return many(Due, "select * from amity.sync_due()")


# --- the receiving side: the database of the sending site ---


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
