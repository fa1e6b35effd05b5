"""Notifications: what a person is told of what others do, as long as it stands."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, LiteralString
from uuid import UUID

import psycopg

from amity.calls import Call, Id, many, page, value
from amity.errors import InvalidInput
from amity.notifications import errors
from amity.speaking import speaking_as

__all__ = ["delete", "errors", "listen", "mine", "read", "take"]

NotificationKind = Literal[
    "request_received",
    "request_accepted",
    "followed",
    "circle_invitation",
    "circle_joined",
    "badge_awarded",
    "invite_redeemed",
]


@dataclass(frozen=True, slots=True)
class Notification:
    """A row of ``amity.notifications``: ``actor_id`` is ``None`` for a badge."""

    id: UUID
    person_id: UUID
    kind: NotificationKind
    actor_id: UUID | None
    subject_id: UUID
    created_at: datetime
    read_at: datetime | None


def mine(*, limit: int = 50, after: Notification | None = None) -> Call[list[Notification]]:
    """What I was told, newest first, without what I stepped back from."""
    where = "amity_private.search_by(person_id, created_at)"
    return page(Notification, "notifications", limit, after, mine="person_id", where=where)


def read(ids: Sequence[Id] | None = None) -> Call[int]:
    """Marks notifications of mine as read, all of them if none are named; gives how many."""
    return value(int, "select amity.read_notifications(%s::uuid[])", _texts(ids))


def delete(ids: Sequence[Id]) -> Call[int]:
    """Deletes notifications of mine; gives how many."""
    return value(int, "select amity.delete_notifications(%s::uuid[])", _texts(ids))


def take(limit: int = 100) -> Call[list[Notification]]:
    """Takes notifications that no service has taken, the oldest first, to send them: at most 1000.

    For services. They are taken once the transaction commits: send before that, and each is sent at
    least once. Refuses: ``taking_disabled``.
    """
    return many(Notification, "select * from amity.take_notifications(%s)", limit)


async def listen(
    aconn: psycopg.AsyncConnection[Any], person: Id
) -> AsyncGenerator[Notification, None]:
    """What a person has not read, the oldest first, and then what they are told, as it happens.

    It reads with the rights of the person; none is missed. The setting ``notify_channel`` has to be
    on. What was withheld and is shown again does not come: see :func:`mine`.

    :param aconn: a connection of its own, in autocommit and past any pooler in transaction mode.
    """
    if not aconn.autocommit:
        raise InvalidInput(
            "The connection is not in autocommit", "Open it with autocommit=True: it has to wait."
        )
    await aconn.execute("listen amity_notifications")
    told = await _told(aconn, person, "read_at is null")
    # announced after LISTEN, and yet seen by the look that came after it
    seen = {each.id for each in told}
    while True:
        for each in told:
            yield each
        ids = [note.payload async for note in aconn.notifies(stop_after=1)]
        told = await _told(aconn, person, "id = any (%s::uuid[])", ids)
        told = [each for each in told if each.id not in seen]


async def _told(
    aconn: psycopg.AsyncConnection[Any], person: Id, which: LiteralString, *values: Any
) -> list[Notification]:
    query = f"select * from amity.notifications where {which} order by created_at, id"  # noqa: S608
    async with speaking_as(aconn, person):
        return await many(Notification, query, *values).on(aconn)


def _texts(ids: Sequence[Id] | None) -> list[str] | None:
    return None if ids is None else [str(each) for each in ids]
