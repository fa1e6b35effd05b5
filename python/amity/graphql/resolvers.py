"""The schema: its text, the queries, and how records of `amity.*` look in it."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar, cast

from ariadne import ObjectType, QueryType, ScalarType, make_executable_schema
from graphql import GraphQLError

from amity import connections, notifications, relations, settings
from amity.calls import Call, optional
from amity.connections import ConnectionRequest, RequestPosition
from amity.graphql.acts import mutation
from amity.graphql.operation import Info, Operation
from amity.graphql.values import as_id, moment_of, written
from amity.labels import Label
from amity.notifications import Notification
from amity.profiles import Profile

T = TypeVar("T")
_MOST_ROWS = 1000
_LONGEST = 1000  # whatever the site has configured

query = QueryType()
request = ObjectType("ConnectionRequest")
notification = ObjectType("Notification")
profile = ObjectType("PublicProfile")
result = ObjectType("ConnectionRequestResult")
moment = ScalarType("AWSDateTime", serializer=written)


@query.field("getIncomingConnectionRequests")
async def _incoming(_: Any, info: Info, **page: Any) -> list[ConnectionRequest]:
    return await _page(info.context, connections.incoming, **page)


@query.field("getOutgoingConnectionRequests")
async def _outgoing(_: Any, info: Info, **page: Any) -> list[ConnectionRequest]:
    return await _page(info.context, connections.sent, **page)


def _limit(first: int | None) -> int:
    if first is None:
        return _MOST_ROWS // 10
    if not 0 <= first <= _MOST_ROWS:
        raise GraphQLError(
            f"first is from 0 to {_MOST_ROWS}", extensions={"code": "BAD_USER_INPUT"}
        )
    return first


async def _page(
    operation: Operation,
    page: Callable[..., Call[list[ConnectionRequest]]],
    first: int | None = None,
    after: str | None = None,
) -> list[ConnectionRequest]:
    limit = _limit(first)
    position: RequestPosition | None = None
    if after is not None:
        position = await operation.read(connections.find_position, as_id(after))
        if position is None:
            return []
    return await operation.read(page, limit=limit, after=position)


@query.field("checkConnectionOrRequest")
async def _check(_: Any, info: Info, userId: str) -> dict[str, Any]:  # noqa: N803
    found = await info.context.read(connections.status, as_id(userId))
    direction = {"pending_sent": "outgoing", "pending_received": "incoming"}.get(found.status)
    return {
        "isConnected": found.status == "accepted",
        "hasPendingRequest": direction is not None,
        "requestDirection": direction,
        "requestId": found.connection_id if direction else None,
    }


@query.field("connectionCounts")
async def _counts(_: Any, info: Info) -> dict[str, int]:
    counters = await info.context.read(relations.my_counters)
    return {
        "pendingReceived": counters["pending_received"],
        "pendingSent": counters["pending_sent"],
        "connections": counters["connections"],
        "unreadNotifications": counters["unread_notifications"],
    }


@query.field("connectionSettings")
async def _settings(_: Any, info: Info) -> dict[str, Any]:
    found = await info.context.read(settings.readable)
    return {
        "enabled": found["connections_enabled"] == "true",
        "needApproval": found["connections_need_approval"] == "true",
        "crossing": found["crossing_requests"],
        "messageMaxLength": min(_LONGEST, int(found["max_message_length"] or _LONGEST)),
    }


@query.field("notifications")
async def _notifications(
    _: Any, info: Info, first: int | None = None, after: str | None = None
) -> list[Notification]:
    operation, limit, last = info.context, _limit(first), cast("Any", None)
    if after is not None:
        id_ = as_id(after)
        query = "select * from amity.notifications where id = %s::uuid"
        last = await operation.read(optional, Notification, query, id_)
        # one that left with what it was about was where the moment in its id is
        last = last or SimpleNamespace(id=id_, created_at=moment_of(id_))
    return await operation.read(notifications.mine, limit=limit, after=last)


@mutation.field("readNotifications")
async def _read_notifications(_: Any, info: Info, ids: Sequence[str] | None = None) -> int:
    known = None if ids is None else [as_id(each) for each in ids]
    async with info.context.act() as conn:
        return await notifications.read(known).on(conn)


@notification.field("actor")
def _actor(found: Notification, info: Info) -> Awaitable[Profile | None] | None:
    if found.actor_id is None:
        return None
    return info.context.profiles.of(found.actor_id, lambda profile: profile)


notification.set_alias("actorId", "actor_id")
notification.set_alias("subjectId", "subject_id")
notification.set_alias("createdAt", "created_at")
notification.set_alias("readAt", "read_at")
profile.set_alias("id", "person_id")
request.set_alias("initiatorUserId", "requester_id")
request.set_alias("recipientUserId", "recipient_id")
request.set_alias("createdAt", "requested_at")
request.set_alias("actionedAt", "actioned_at")
request.set_alias("expiresAt", "expires_at")
result.set_alias("retryAt", "retry_at")


@request.field("status")
def _status(found: ConnectionRequest, _: Info) -> str:
    return found.status.upper()


@request.field("updatedAt")
def _updated_at(found: ConnectionRequest, _: Info) -> Any:
    return found.actioned_at or found.requested_at


@request.field("initiator")
def _initiator(found: ConnectionRequest, info: Info) -> Awaitable[Profile | None]:
    return info.context.profiles.of(found.requester_id, lambda profile: profile)


@request.field("recipient")
def _recipient(found: ConnectionRequest, info: Info) -> Awaitable[Profile | None]:
    return info.context.profiles.of(found.recipient_id, lambda profile: profile)


@request.field("note")
def _note(found: ConnectionRequest, info: Info) -> Awaitable[str | None] | None:
    return _from_label(info.context, found, lambda label: label.note if label else None)


@request.field("tags")
def _tags(found: ConnectionRequest, info: Info) -> Awaitable[list[str]] | list[str]:
    return _from_label(info.context, found, lambda label: label.tags if label else []) or []


def _from_label(
    operation: Operation, found: ConnectionRequest, read: Callable[[Label | None], T]
) -> Awaitable[T] | None:
    """Read my label of the person who received my request; theirs is not mine to see."""
    if found.requester_id != operation.me:
        return None
    return operation.labels.of(found.recipient_id, read)


schema = make_executable_schema(
    (Path(__file__).parent / "schema.graphql").read_text(encoding="utf-8"),
    query,
    mutation,
    notification,
    profile,
    request,
    result,
    moment,
)
