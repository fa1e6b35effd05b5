"""Behind PgBouncer, clients meet each other's prepared statements: a call runs as its speaker."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg_pool import ConnectionPool
from python.ways import People
from support.pgbouncer import pooled

from amity import accounts, as_service, connections, follows, speaking_as

pytestmark = pytest.mark.postgres(18)  # before another, PgBouncer does the same

WHO: LiteralString = "select current_user::text, amity.me()"

# As many parameters of the same types as a statement of ours, so that it can run in its place.
NO_SPEECH: tuple[LiteralString, tuple[str, ...]] = (
    "select 'none', '', %s::text, %s::text",
    ("a", "b"),
)
NO_STATUS: tuple[LiteralString, tuple[UUID, ...]] = (
    "select 'connected' || left(%s::uuid::text, 0)",
    (UUID(int=0),),
)


@contextmanager
def meeting(
    neighbours: tuple[LiteralString, Any],
    warm: Callable[[psycopg.Connection[Any]], None],
    url: str,
) -> Iterator[psycopg.Connection[Any]]:
    """A connection whose next transaction meets what a neighbour prepared by a name of its own."""
    with (
        pooled(url, 2) as through,
        psycopg.connect(through, autocommit=True) as ours,
        psycopg.connect(through, autocommit=True) as holder,
        psycopg.connect(through, autocommit=True) as neighbour,
    ):
        warm(ours)  # until psycopg, as it is by default, prepares: on the first of two sessions
        with holder.transaction():
            holder.execute("select 1")  # holds the first session: all others get the second
            for _ in range(7):
                neighbour.execute(*neighbours)
            yield ours


def warm_speech(conn: psycopg.Connection[Any]) -> None:
    for _ in range(7):
        with speaking_as(conn, uuid4()):
            pass


def warm_call(conn: psycopg.Connection[Any]) -> None:
    with speaking_as(conn, uuid4()):
        for _ in range(7):
            connections.status(uuid4()).on(conn)


def test_no_statement_of_another_client_speaks_in_our_place(database: str, people: People) -> None:
    with meeting(NO_SPEECH, warm_speech, database) as conn, speaking_as(conn, people.ada):
        assert conn.execute(WHO).fetchone() == ("authenticated", people.ada)


def test_no_statement_of_another_client_is_called_in_our_place(
    database: str, people: People
) -> None:
    with meeting(NO_STATUS, warm_call, database) as conn, speaking_as(conn, people.ada):
        assert connections.status(people.ben).on(conn).status == "none"


class Crowd:
    """People who follow and unfollow each other, and what must come of it."""

    def __init__(self, url: str, size: int) -> None:
        self.people = [uuid4() for _ in range(size)]
        self.followed: dict[UUID, set[UUID]] = {person: set() for person in self.people}
        with psycopg.connect(url, autocommit=True) as conn:
            conn.execute("insert into amity.people (id) select unnest(%s::uuid[])", [self.people])

    def acts(self, me: UUID, count: int) -> Iterator[Any]:
        """What I do: the call, and what is checked in its answer. One call has one transaction."""
        others = [person for person in self.people if person != me]
        chance, mine = random.Random(me.int), self.followed[me]
        for _ in range(count):
            other = chance.choice(others)
            if other in mine:
                mine.remove(other)
                yield follows.unfollow(other)
            else:
                mine.add(other)
                yield follows.follow(other)

    def check(self, me: UUID, who: Any, follow: follows.Follow) -> None:
        assert who == ("authenticated", me)
        assert follow.follower_id == me

    def check_all(self, url: str) -> None:
        with psycopg.connect(url, autocommit=True) as conn:
            rows = conn.execute(
                "select follower_id, followed_id from amity.follows where follower_id = any (%s)",
                [self.people],
            ).fetchall()
            assert sorted(rows) == sorted(
                (me, other) for me, others in self.followed.items() for other in others
            )
            wrong = conn.execute(
                "select count(*) from amity_private.follows_history"
                " where follower_id = any (%s) and actor_id is distinct from follower_id",
                [self.people],
            ).fetchone()
            assert wrong == (0,)
            with as_service(conn):
                assert accounts.verify().on(conn) == []


def neighbour(url: str, statement: LiteralString, values: Any, times: int) -> None:
    """A client of some other program, that prepares: what it meets itself is not our affair."""
    with psycopg.connect(url, autocommit=True) as conn:
        for _ in range(times):
            with suppress(psycopg.Error), conn.transaction():
                conn.execute(statement, values)


# How many clients, on how many connections of the server's, do how much.
CROWDS = pytest.mark.parametrize(
    ("clients", "servers", "acts"),
    [(10, 2, 250), pytest.param(60, 4, 2_000, marks=pytest.mark.deep)],
)


@CROWDS
def test_no_call_runs_as_another_person(
    clients: int, servers: int, acts: int, database: str
) -> None:
    """Connections of a pool, outside autocommit: the pool commits."""
    crowd = Crowd(database, clients)

    def live(pool: ConnectionPool[psycopg.Connection[Any]], me: UUID) -> None:
        for call in crowd.acts(me, acts // clients):
            with pool.connection() as conn, speaking_as(conn, me):
                crowd.check(me, conn.execute(WHO, prepare=False).fetchone(), call.on(conn))

    with (
        pooled(database, servers) as through,
        ConnectionPool(through, min_size=clients, open=True, timeout=600) as pool,
        ThreadPoolExecutor(clients + 2) as threads,
    ):
        others = [
            threads.submit(neighbour, through, *each, acts) for each in (NO_SPEECH, NO_STATUS)
        ]
        lives = [threads.submit(live, pool, me) for me in crowd.people]
        for each in (*lives, *others):
            each.result()
    crowd.check_all(database)


@CROWDS
async def test_no_call_runs_as_another_person_async(
    clients: int, servers: int, acts: int, database: str
) -> None:
    crowd = Crowd(database, clients)

    async def live(url: str, me: UUID) -> None:
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as conn:
            for call in crowd.acts(me, acts // clients):
                async with speaking_as(conn, me):
                    who = await (await conn.execute(WHO, prepare=False)).fetchone()
                    crowd.check(me, who, await call.on(conn))

    with pooled(database, servers) as through:
        await asyncio.gather(
            *(live(through, me) for me in crowd.people),
            *(
                asyncio.to_thread(neighbour, through, *each, acts)
                for each in (NO_SPEECH, NO_STATUS)
            ),
        )
    crowd.check_all(database)
