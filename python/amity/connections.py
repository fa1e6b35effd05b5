"""Connections: two people, one asks, the other answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from amity.calls import FIRST_PAGE, Call, many, one, value, values
from amity.refusals import Refusal

__all__ = [
    "AlreadyConnected",
    "Connection",
    "ConnectionEntry",
    "ConnectionRequest",
    "ConnectionState",
    "ConnectionsDisabled",
    "CoolingDown",
    "MyConnection",
    "NotConnected",
    "NotPending",
    "NotRecipient",
    "NotRequester",
    "PendingRequest",
    "RequestExpired",
    "RequestNotFound",
    "RequestReceived",
    "SelfConnection",
    "StatusInvalid",
    "accept",
    "cancel",
    "history",
    "incoming",
    "mine",
    "mutual",
    "mutual_count",
    "outgoing",
    "pending_count",
    "reject",
    "remove",
    "request",
    "requests",
    "status",
]

ConnectionState = Literal["none", "pending_sent", "pending_received", "accepted"]


@dataclass(frozen=True, slots=True)
class Connection:
    """A row of ``amity.connections``; one that is rejected or cancelled is returned, never kept."""

    id: UUID
    requester_id: UUID
    recipient_id: UUID
    status: Literal["pending", "accepted", "rejected", "cancelled"]
    message: str | None
    requested_at: datetime
    responded_at: datetime | None


@dataclass(frozen=True, slots=True)
class MyConnection:
    """A row of ``amity.my_connections``: a connection from my side."""

    id: UUID
    person_id: UUID
    connected_at: datetime
    asked_by_me: bool


@dataclass(frozen=True, slots=True)
class ConnectionRequest:
    """A row of ``amity.connection_requests``: a request from me or to me, open or ended."""

    id: UUID
    requester_id: UUID
    recipient_id: UUID
    status: Literal["pending", "approved", "denied", "cancelled", "expired"]
    message: str | None
    requested_at: datetime
    actioned_at: datetime | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConnectionEntry:
    """A row of ``amity.connections_history``."""

    connection_id: UUID
    requester_id: UUID
    recipient_id: UUID
    action: Literal["requested", "accepted", "rejected", "cancelled", "expired", "removed"]
    occurred_at: datetime


class SelfConnection(Refusal):
    """You cannot connect with yourself."""


class AlreadyConnected(Refusal):
    """You are connected with this person already."""


class NotConnected(Refusal):
    """You are not connected with this person."""


class PendingRequest(Refusal):
    """You have asked this person already."""


class RequestReceived(Refusal):
    """This person has asked you, and the host wants an answer instead of another request."""


class RequestNotFound(Refusal):
    """There is no request between you and this person."""


class RequestExpired(Refusal):
    """The request can no longer be answered."""


class NotPending(Refusal):
    """The request was answered already."""


class NotRecipient(Refusal):
    """Only the recipient answers a request."""


class NotRequester(Refusal):
    """Only the requester cancels a request."""


class CoolingDown(Refusal):
    """It is too early to ask this person again: the hint says from when."""


class ConnectionsDisabled(Refusal):
    """The host has switched connections off."""


class StatusInvalid(Refusal):
    """A connection cannot begin with that status."""


def request(person: UUID | str, message: str | None = None) -> Call[Connection]:
    """Asks somebody to connect. If they had asked me, theirs comes back, accepted.

    :param message: at most 1000 characters, seen by both.

    Refuses: ``person_not_found``, ``self_connection``, ``blocked``, ``already_connected``,
    ``pending_request``, ``request_received``, ``cooling_down``, ``limit_reached``,
    ``connections_disabled``, ``text_too_long``, ``text_invalid``.
    """
    return one(Connection, "select * from amity.request_connection(%s::uuid, %s)", person, message)


def accept(person: UUID | str) -> Call[Connection]:
    """Accepts somebody's request.

    Refuses: ``request_not_found``, ``not_recipient``, ``not_pending``, ``request_expired``,
    ``limit_reached``, ``connections_disabled``.
    """
    return one(Connection, "select * from amity.accept_connection(%s::uuid)", person)


def reject(person: UUID | str) -> Call[Connection]:
    """Rejects somebody's request and gives it back once; then it is gone.

    Refuses: ``request_not_found``, ``not_recipient``, ``not_pending``, ``request_expired``.
    """
    return one(Connection, "select * from amity.reject_connection(%s::uuid)", person)


def cancel(person: UUID | str) -> Call[Connection]:
    """Withdraws my request to somebody and gives it back once; then it is gone.

    Refuses: ``request_not_found``, ``not_requester``, ``not_pending``, ``request_expired``.
    """
    return one(Connection, "select * from amity.cancel_connection_request(%s::uuid)", person)


def remove(person: UUID | str) -> Call[Connection]:
    """Ends my connection with somebody; follows stay. Refuses: ``not_connected``."""
    return one(Connection, "select * from amity.remove_connection(%s::uuid)", person)


def status(person: UUID | str) -> Call[ConnectionState]:
    """What somebody and I are to each other; ``none`` also for an id that nobody has."""
    return value("select amity.connection_status(%s::uuid)", person)


def mutual(
    person: UUID | str, *, limit: int = 50, after: UUID | str | None = None
) -> Call[list[UUID]]:
    """Whom somebody and I both know, by id; the next page is the one after the last id of this."""
    return values(
        "select person_id from amity.mutual_connections(%s::uuid, %s, %s::uuid)",
        person,
        limit,
        after,
    )


def mutual_count(person: UUID | str) -> Call[int]:
    """How many people somebody and I both know."""
    return value("select amity.mutual_connections_count(%s::uuid)", person)


def pending_count() -> Call[int]:
    """How many requests wait for my answer."""
    return value("select amity.pending_requests_count()")


def mine(*, limit: int = 50, after: MyConnection | None = None) -> Call[list[MyConnection]]:
    """My connections, newest first; the next page is the one after the last connection of this."""
    return many(
        MyConnection,
        """
        select * from amity.my_connections
        where (connected_at, id) < (%s::timestamptz, %s::uuid)
        order by connected_at desc, id desc limit %s
        """,
        *((after.connected_at, after.id) if after else FIRST_PAGE),
        limit,
    )


def incoming(
    *, limit: int = 50, after: ConnectionRequest | None = None
) -> Call[list[ConnectionRequest]]:
    """Requests that wait for my answer, newest first."""
    return many(
        ConnectionRequest,
        """
        select * from amity.connection_requests
        where status = 'pending' and recipient_id = (select amity.me())
          and (requested_at, id) < (%s::timestamptz, %s::uuid)
        order by requested_at desc, id desc limit %s
        """,
        *((after.requested_at, after.id) if after else FIRST_PAGE),
        limit,
    )


def outgoing(
    *, limit: int = 50, after: ConnectionRequest | None = None
) -> Call[list[ConnectionRequest]]:
    """My requests that wait for an answer, newest first."""
    return many(
        ConnectionRequest,
        """
        select * from amity.connection_requests
        where status = 'pending' and requester_id = (select amity.me())
          and (requested_at, id) < (%s::timestamptz, %s::uuid)
        order by requested_at desc, id desc limit %s
        """,
        *((after.requested_at, after.id) if after else FIRST_PAGE),
        limit,
    )


def requests(
    *, limit: int = 50, after: ConnectionRequest | None = None
) -> Call[list[ConnectionRequest]]:
    """Every request from me and to me, open or ended, newest first."""
    return many(
        ConnectionRequest,
        """
        select * from amity.connection_requests
        where (requested_at, id) < (%s::timestamptz, %s::uuid)
        order by requested_at desc, id desc limit %s
        """,
        *((after.requested_at, after.id) if after else FIRST_PAGE),
        limit,
    )


def history(*, limit: int = 50) -> Call[list[ConnectionEntry]]:
    """What happened to my connections and requests, newest first."""
    return many(
        ConnectionEntry,
        "select * from amity.connections_history order by occurred_at desc limit %s",
        limit,
    )
