"""The mutations: each is one transaction, and a refusal of the database is its result."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial, wraps
from re import search
from typing import Any, Literal, TypeAlias
from uuid import UUID

from ariadne import MutationType
from psycopg import AsyncConnection

from amity import connections, errors, labels
from amity.calls import Call, value
from amity.connections import ConnectionRequest
from amity.connections.errors import PendingRequest, RequestNotFound, RequestReceived
from amity.errors import Refusal
from amity.graphql.operation import Info, Operation
from amity.graphql.values import as_id, as_text

Act: TypeAlias = Callable[..., Awaitable["Result"]]
mutation = MutationType()

# Not what a person did: the client hears that something went wrong, or who it has to be.
_NO_RESULT = (
    errors.InvalidInput,
    errors.IsolationUnsupported,
    errors.NoActor,
    errors.NotAllowed,
    errors.NotJoined,
    errors.ServicesOnly,
    errors.SignedOut,
)


@dataclass(frozen=True, slots=True)
class Result:
    """A ConnectionRequestResult of the schema."""

    success: bool
    message: str
    request: ConnectionRequest | None = None
    code: str | None = None
    retry_at: datetime | None = None

    @classmethod
    def of(cls, refusal: Refusal, request: ConnectionRequest | None = None) -> "Result":
        """Give what a refusal says; the moment to try again stands in its hint."""
        moment = search(r"\d{4}-\d\d-\d\dT[\d:]+Z", refusal.hint)
        retry_at = datetime.fromisoformat(moment[0]) if moment else None
        return cls(False, refusal.message, request, refusal.slug, retry_at)


def _resolver(act: Act) -> Act:
    @wraps(act)
    async def resolve(_parent: Any, info: Info, **arguments: Any) -> Result:
        try:
            return await act(info.context, **arguments)
        except _NO_RESULT:
            raise
        except Refusal as refusal:
            return Result.of(refusal)

    return resolve


@mutation.field("createConnectionRequest")
@_resolver
async def _create(
    operation: Operation,
    recipientUserId: str,  # noqa: N803 - as in the schema
    note: str | None = None,
    tags: Sequence[str] | None = None,
    message: str | None = None,
) -> Result:
    person, message = as_id(recipientUserId), as_text(message)
    annotation = _annotation(note, tags)
    try:
        async with operation.act() as conn:
            if annotation or message:
                await _check_texts(**annotation, message=message).on(conn)
            connection = await connections.request(person, message).on(conn)
            if annotation:
                await _annotate(conn, person, **annotation)
            request = await connections.find_request(connection.id).on(conn)
    except (PendingRequest, RequestReceived) as refusal:
        known = (await operation.read(connections.status, person)).connection_id
        standing = await operation.read(connections.find_request, known) if known else None
        return Result.of(refusal, standing)
    is_pending = connection.status == "pending"
    said = "Connection request sent" if is_pending else "You are now connected"
    return Result(True, said, request)


async def _answer(
    status: Literal["accepted", "rejected", "cancelled"],
    said: str,
    operation: Operation,
    requestId: str,  # noqa: N803 - as in the schema
) -> Result:
    async with operation.act() as conn:
        connection = await connections.answer(as_id(requestId), status).on(conn)
        if connection is None:
            raise RequestNotFound("Connection request not found")
        return Result(True, said, await connections.find_request(connection.id).on(conn))


_approve = partial(_answer, "accepted", "You are now connected")
_deny = partial(_answer, "rejected", "Connection request denied")
_cancel = partial(_answer, "cancelled", "Connection request cancelled")
mutation.set_field("approveConnectionRequest", _resolver(_approve))
mutation.set_field("denyConnectionRequest", _resolver(_deny))
mutation.set_field("cancelConnectionRequest", _resolver(_cancel))


@mutation.field("updateConnectionRequestMetadata")
@_resolver
async def _update_metadata(
    operation: Operation,
    requestId: str,  # noqa: N803 - as in the schema
    note: str | None = None,
    tags: Sequence[str] | None = None,
) -> Result:
    request_id = as_id(requestId)
    async with operation.act() as conn:
        await labels.annotate_request(request_id, **_annotation(note, tags)).on(conn)
        request = await connections.find_request(request_id).on(conn)
        return Result(True, "Connection request updated", request)


def _annotation(note: str | None, tags: Sequence[str] | None) -> dict[str, Any]:
    """Give what was said, where null is not said. A blank note is an empty one."""
    said: dict[str, Any] = {}
    if note is not None:
        said["note"] = as_text(note) if note.strip() else ""
    if tags is not None:
        said["tags"] = [as_text(tag) for tag in tags]
    return said


def _check_texts(
    note: str = "", tags: Sequence[str] = (), message: str | None = None
) -> Call[bool]:
    """Have texts refused before anything about the other person is looked at."""
    query = """
        select amity_private.check_text(%s, 1000), amity_private.check_tags(%s::text[]),
            amity_private.check_text(%s, least(1000, value::integer))
        from amity.client_settings where name = 'max_message_length'
    """
    return value(bool, query, note or None, list(tags), message)


async def _annotate(
    conn: AsyncConnection[Any],
    person: UUID,
    note: str | None = None,
    tags: Sequence[str] | None = None,
) -> None:
    if await labels.annotate(person, note=note, tags=tags).on(conn) is None and (note or tags):
        await labels.label(person, note=note or None, tags=tags or ()).on(conn)
