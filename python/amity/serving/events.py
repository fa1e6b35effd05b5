"""Server-sent events: what a person is told, as it happens."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice
from logging import getLogger
from typing import Any
from uuid import UUID

import psycopg
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from amity.calls import Call, many
from amity.errors import AmityError
from amity.graphql.endpoint import Endpoint, RequestError, or_error
from amity.graphql.values import moment_of, written
from amity.notifications import Notification
from amity.speaking import as_service

_logger = getLogger("amity.serving")
# A notification whose transaction takes longer to commit than this can be missed by a stream.
_LATENESS = timedelta(minutes=1)
_MOST_AT_ONCE = 100
_LOOK_SECONDS = 1
_HEARTBEAT_SECONDS = 15
_SEND_SECONDS = 30

_NEW = """
select * from amity.notifications
where person_id = (select amity.me()) and amity_private.search_by(person_id, created_at)
  and created_at >= coalesce(%s::timestamptz, now()) - %s::interval
  and id <> all (%s::uuid[]) and read_at is null
order by created_at, id limit %s
"""
_RECENT = """
select * from amity.notifications
where person_id = any (%s::uuid[]) and created_at >= now() - %s::interval
"""


class Sent:
    """What a stream has sent lately: one that is created earlier can be committed later.

    As text it is the id of the last event, with those of the events shortly before it.
    """

    def __init__(self, text: str = "") -> None:
        """Begin after the event with that id, or with what is new."""
        self._moments: dict[UUID, datetime] = {}
        with suppress(ValueError):
            ids = [UUID(each) for each in text.split(",")[:_MOST_AT_ONCE]]
            self._moments = {each: moment_of(each) for each in reversed(ids)}

    def __str__(self) -> str:
        return ",".join(map(str, islice(reversed(self._moments), _MOST_AT_ONCE)))

    def add(self, told: Notification) -> None:
        """Remember what is sent now, and forget what is no longer looked for."""
        self._moments[told.id] = told.created_at
        while self._moments[first := next(iter(self._moments))] < told.created_at - _LATENESS:
            del self._moments[first]

    @property
    def ids(self) -> list[UUID]:
        """Give the ids of what was sent lately."""
        return [*self._moments]

    @property
    def last(self) -> datetime | None:
        """Give the moment of the newest of them."""
        return max(self._moments.values(), default=None)


class Events:
    """The open streams of a process, and what wakes them."""

    def __init__(self, graphql: Endpoint, database: str, most: int) -> None:
        """Take what knows the person of a request, and how many streams can be open at once."""
        self._graphql = graphql
        self._database = database
        self._most = most
        self._open: dict[asyncio.Event, UUID] = {}

    async def answer(self, request: Request) -> ASGIApp:
        """Answer with a stream, which ends with the token of the person."""
        return await or_error(request, self._begin)

    async def _begin(self, request: Request) -> ASGIApp:
        claims = await self._graphql.claims(request)
        sent = Sent(request.headers.get("last-event-id", ""))
        if len(self._open) >= self._most:
            raise RequestError(503, "Too many streams are open", "UNAVAILABLE")
        woken = asyncio.Event()
        self._open[woken] = UUID(claims["sub"])

        async def stream(scope: Scope, receive: Receive, send: Send) -> None:
            try:
                await EventSourceResponse(
                    self._events(claims, sent, news, woken),
                    ping=_HEARTBEAT_SECONDS,
                    send_timeout=_SEND_SECONDS,
                )(scope, receive, send)
            finally:
                del self._open[woken]

        try:
            news = await self._new(claims, sent)
        except BaseException:
            del self._open[woken]
            raise
        return stream

    async def _events(
        self,
        claims: Mapping[str, Any],
        sent: Sent,
        news: list[Notification],
        woken: asyncio.Event,
    ) -> AsyncIterator[ServerSentEvent]:
        while True:
            for each in news:
                sent.add(each)
                yield ServerSentEvent(_written(each), event=each.kind, id=str(sent))
            # more than a page of them is read at once
            if not news and not await _wait(woken, claims.get("exp")):
                return
            woken.clear()
            news = await self._new(claims, sent)

    async def _new(self, claims: Mapping[str, Any], sent: Sent) -> list[Notification]:
        operation = self._graphql.operation(claims)
        try:
            return await operation.read(_unsent, sent)
        finally:
            await operation.close()

    async def wake(self) -> None:
        """Wake the streams of people who are told something, as long as the process runs."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    self._database, autocommit=True, prepare_threshold=None, connect_timeout=10
                ) as conn:
                    await self._look(conn)
            except (psycopg.Error, AmityError) as error:
                _logger.warning("Notifications are not looked for: %s", error)
            await asyncio.sleep(_LOOK_SECONDS)

    async def _look(self, conn: psycopg.AsyncConnection[Any]) -> None:
        """Look for all open streams, once a second and when one is announced.

        A notification is announced where the setting notify_channel is on, and past no pooler.
        """
        await conn.execute("listen amity_notifications")
        known: set[UUID] = set()
        while True:
            async for _ in conn.notifies(timeout=_LOOK_SECONDS, stop_after=1):
                pass
            if not self._open:
                continue
            people = [str(person) for person in {*self._open.values()}]
            async with as_service(conn):
                recent = await many(Notification, _RECENT, people, _LATENESS).on(conn)
            told = {each.person_id for each in recent if each.id not in known}
            known = {each.id for each in recent}
            for woken, person in self._open.items():
                if person in told:
                    woken.set()


def _unsent(sent: Sent) -> Call[list[Notification]]:
    return many(Notification, _NEW, sent.last, _LATENESS, sent.ids, _MOST_AT_ONCE)


async def _wait(woken: asyncio.Event, until: float | None) -> bool:
    """Wait until there is news, or for a moment of a clock; tell which."""
    try:
        await asyncio.wait_for(woken.wait(), None if until is None else until - time.time())
    except TimeoutError:
        return False
    return True


def _written(told: Notification) -> str:
    return json.dumps(
        {
            "id": str(told.id),
            "kind": told.kind,
            "actorId": told.actor_id and str(told.actor_id),
            "subjectId": str(told.subject_id),
            "createdAt": written(told.created_at),
            "readAt": told.read_at and written(told.read_at),
        }
    )
