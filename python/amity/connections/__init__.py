"""Connections: one person requests, the other accepts or rejects."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from amity.calls import Call, Id, function, listed, optional, value, values
from amity.connections import errors

__all__ = [
    "accept",
    "answer",
    "cancel",
    "errors",
    "find_position",
    "find_request",
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
    "sent",
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
class ConnectionStatus:
    """A row of ``amity.connection_standing``: the id is that of the connection or request."""

    status: ConnectionState
    connection_id: UUID | None


@dataclass(frozen=True, slots=True)
class MyConnection:
    """A row of ``amity.my_connections``: a connection from my side."""

    id: UUID
    person_id: UUID
    connected_at: datetime
    asked_by_me: bool


@dataclass(frozen=True, slots=True)
class ConnectionRequest:
    """A row of ``amity.connection_requests``: a request from me or to me, open or closed."""

    id: UUID
    requester_id: UUID
    recipient_id: UUID
    status: Literal["pending", "approved", "denied", "cancelled", "expired"]
    message: str | None
    requested_at: datetime
    actioned_at: datetime | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class RequestPosition:
    """Where a request stands in a list: what ``after`` needs to know of it."""

    id: UUID
    requested_at: datetime


@dataclass(frozen=True, slots=True)
class ConnectionEntry:
    """A row of ``amity.connections_history``."""

    connection_id: UUID
    requester_id: UUID
    recipient_id: UUID
    action: Literal["requested", "accepted", "rejected", "cancelled", "expired", "removed"]
    occurred_at: datetime


def request(person: Id, message: str | None = None) -> Call[Connection]:
    """Requests a connection. If the person has requested one of me, it is accepted and returned.

    :param message: at most 1000 characters, seen by both.

    Refuses: ``person_not_found``, ``self_connection``, ``blocked``, ``already_connected``,
    ``pending_request``, ``request_received``, ``cooling_down``, ``limit_reached``,
    ``connections_disabled``, ``text_too_long``, ``text_invalid``.
    """
    return function(Connection, "request_connection", person, message)


def accept(person: Id) -> Call[Connection]:
    """Accepts a person's request.

    Refuses: ``request_not_found``, ``not_recipient``, ``not_pending``, ``request_expired``,
    ``limit_reached``, ``connections_disabled``.
    """
    return function(Connection, "accept_connection", person)


def reject(person: Id) -> Call[Connection]:
    """Rejects a person's request, deletes it and returns it.

    Refuses: ``request_not_found``, ``not_recipient``, ``not_pending``, ``request_expired``.
    """
    return function(Connection, "reject_connection", person)


def cancel(person: Id) -> Call[Connection]:
    """Cancels my request to a person, deletes it and returns it.

    Refuses: ``request_not_found``, ``not_requester``, ``not_pending``, ``request_expired``.
    """
    return function(Connection, "cancel_connection_request", person)


def answer(
    request_id: Id, status: Literal["accepted", "rejected", "cancelled"]
) -> Call[Connection | None]:
    """Accepts, rejects or cancels the request with that id; ``None`` is no request of mine.

    Refuses: ``not_recipient``, ``not_requester``, ``not_pending``, ``request_expired``,
    ``limit_reached``, ``connections_disabled``.
    """
    query = "update amity.connections set status = %s where id = %s::uuid returning *"
    return optional(Connection, query, status, request_id)


def remove(person: Id) -> Call[Connection]:
    """Ends my connection with a person; follows stay. Refuses: ``not_connected``."""
    return function(Connection, "remove_connection", person)


def status(person: Id) -> Call[ConnectionStatus]:
    """What a person and I are to each other: ``none`` also for an unknown id."""
    return function(ConnectionStatus, "connection_status", person)


def mutual(person: Id, *, limit: int = 50, after: Id | None = None) -> Call[list[UUID]]:
    """The mutual connections of a person and me, by id; ``after`` is the last id of a page."""
    query = "select person_id from amity.mutual_connections(%s::uuid, %s, %s::uuid)"
    return values(UUID, query, person, limit, after)


def mutual_count(person: Id) -> Call[int]:
    """The number of mutual connections of a person and me."""
    return value(int, "select amity.mutual_connections_count(%s::uuid)", person)


def pending_count() -> Call[int]:
    """The number of requests that wait for my answer."""
    return value(int, "select amity.pending_requests_count()")


def mine(*, limit: int = 50, after: MyConnection | None = None) -> Call[list[MyConnection]]:
    """My connections, newest first."""
    return listed(MyConnection, "list_connections", limit, after, by=("connected_at", "id"))


def incoming(
    *, limit: int = 50, after: ConnectionRequest | RequestPosition | None = None
) -> Call[list[ConnectionRequest]]:
    """The requests that wait for my answer, newest first."""
    return listed(ConnectionRequest, "incoming_requests", limit, after, by=("requested_at", "id"))


def outgoing(
    *, limit: int = 50, after: ConnectionRequest | None = None
) -> Call[list[ConnectionRequest]]:
    """My requests that wait for an answer, newest first."""
    return listed(ConnectionRequest, "outgoing_requests", limit, after, by=("requested_at", "id"))


def sent(
    *, limit: int = 50, after: ConnectionRequest | RequestPosition | None = None
) -> Call[list[ConnectionRequest]]:
    """All requests from me, open or closed, newest first."""
    return listed(ConnectionRequest, "sent_requests", limit, after, by=("requested_at", "id"))


def requests(
    *, limit: int = 50, after: ConnectionRequest | None = None
) -> Call[list[ConnectionRequest]]:
    """All requests from me and to me, open or closed, newest first."""
    return listed(ConnectionRequest, "list_requests", limit, after, by=("requested_at", "id"))


def find_request(request_id: Id) -> Call[ConnectionRequest | None]:
    """The request with that id, open or closed, if it is from me or to me."""
    query = "select * from amity.connection_requests where id = %s::uuid"
    return optional(ConnectionRequest, query, request_id)


def find_position(request_id: Id) -> Call[RequestPosition | None]:
    """Where the request with that id stands in my lists, even if they do not show it any more."""
    query = """
        select connection_id as id, min(occurred_at) as requested_at
        from amity.connections_history where connection_id = %s::uuid group by connection_id
    """
    return optional(RequestPosition, query, request_id)


def history(
    *, limit: int = 50, after: ConnectionEntry | None = None
) -> Call[list[ConnectionEntry]]:
    """What happened to my connections and requests, newest first."""
    by = "occurred_at", "connection_id", "action"
    return listed(ConnectionEntry, "list_connections_history", limit, after, by=by)
