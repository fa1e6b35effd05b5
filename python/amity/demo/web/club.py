"""The club's database: the network as it was, where two people act, and what each act changes."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg_pool import AsyncConnectionPool

from amity import people, profiles, relations, suggestions
from amity.demo.story import CAST
from amity.migrations import up
from amity.migrations.forward import Progress
from amity.speaking import speaking_as

IDS = {name: uuid5(NAMESPACE_URL, name) for name in CAST}
NAMES = {id_: name for name, id_ in IDS.items()}
PANELS = {"mr_hi": IDS["Mr. Hi"], "john_a": IDS["John A."]}
"""The two people whose screens are side by side."""

_BEFORE = "before"
"""The database that each round is a copy of."""
_SHOWN = 4


def found(url: str, friendships: Sequence[tuple[int, int]], on_progress: Progress) -> None:
    """Make the database that the rounds are copies of."""
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(sql.SQL("create database {}").format(sql.Identifier(_BEFORE)))
    before = make_conninfo(url, dbname=_BEFORE)
    up(before, on_progress)
    ids = list(IDS.values())
    with psycopg.connect(before, autocommit=True) as conn:
        conn.execute((files("amity.demo.web") / "club.sql").read_bytes())
        conn.execute(
            "insert into members select * from unnest(%s::uuid[], %s::text[])", [ids, list(CAST)]
        )
        people.attach("public.members").on(conn)
        profiles.attach("public.members", name="name", picture=None).on(conn)
        conn.execute(
            """
            insert into amity.connections (requester_id, recipient_id, status)
            select *, 'accepted' from unnest(%s::uuid[], %s::uuid[])
            """,
            [[ids[pair[side]] for pair in friendships] for side in (0, 1)],
        )
        conn.execute("delete from amity.notifications")  # of what was before the round


class Club:
    """A round: people act in a copy of the club's database, and every change is heard of."""

    pool: AsyncConnectionPool[psycopg.AsyncConnection[Any]]
    """Connections to this round's copy."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._listeners: set[asyncio.Queue[dict[str, Any]]] = set()
        self._listening: asyncio.Task[None]

    async def open(self) -> None:
        """Begin a round."""
        name = f"round_{uuid4().hex}"
        copy = sql.SQL("create database {} template {}")
        async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as conn:
            await conn.execute(copy.format(sql.Identifier(name), sql.Identifier(_BEFORE)))
        here = make_conninfo(self._url, dbname=name)
        pool = AsyncConnectionPool(here, min_size=2, max_size=8, open=False)
        await pool.open(wait=True)
        listening = await psycopg.AsyncConnection.connect(here, autocommit=True)
        await listening.execute("listen happenings")
        self.pool, self._listening = pool, asyncio.create_task(self._listen(listening))

    async def start_over(self) -> None:
        """Begin a new round, as if nothing had happened. What is under way ends in the old one."""
        pool, listening = self.pool, self._listening
        await self.open()
        await self._close(pool, listening)
        self.tell({"over": True})

    async def close(self) -> None:
        """End the round. Its database goes with the server."""
        await self._close(self.pool, self._listening)

    @staticmethod
    async def _close(pool: AsyncConnectionPool[Any], listening: asyncio.Task[None]) -> None:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        await pool.close()

    # --- what happens ---

    async def _listen(self, conn: psycopg.AsyncConnection[Any]) -> None:
        async with conn:
            async for notification in conn.notifies():
                self.tell(json.loads(notification.payload))

    def tell(self, happening: dict[str, Any]) -> None:
        """Tell all who listen."""
        for listener in self._listeners:
            listener.put_nowait(happening)

    async def happenings(self) -> AsyncIterator[dict[str, Any]]:
        """Give what happens, from now on."""
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            while True:
                yield await queue.get()
        finally:
            self._listeners.discard(queue)

    # --- what there is ---

    @asynccontextmanager
    async def speaking_as(self, person: UUID) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
        """Give a connection that speaks for a person."""
        async with self.pool.connection() as conn, speaking_as(conn, person):
            yield conn

    async def network(self) -> dict[str, Any]:
        """Give all people, and every connection and request."""
        async with self.pool.connection() as conn:
            cursor = await conn.execute(
                "select id, requester_id, recipient_id, status::text from amity.connections"
            )
            names = [field.name for field in cursor.description or ()]
            ties = [dict(zip(names, row, strict=True)) for row in await cursor.fetchall()]
        return {"people": [{"id": id_, "name": name} for id_, name in NAMES.items()], "ties": ties}

    async def people_for(self, panel: str) -> list[dict[str, Any]]:
        """Give the people on one of the screens, and what they are to the person there."""
        me = PANELS[panel]
        others = [each for each in PANELS.values() if each != me]
        async with self.speaking_as(me) as conn:
            suggested = await suggestions.suggest(limit=_SHOWN).on(conn)
            others += [each.person_id for each in suggested if each.person_id not in others]
            related = await relations.with_people(others[:_SHOWN], with_mutual=True).on(conn)
        return [
            {
                "id": each.person_id,
                "name": NAMES[each.person_id],
                "mutual": each.mutual_count,
                "blocking": each.blocking,
            }
            for each in related
        ]
