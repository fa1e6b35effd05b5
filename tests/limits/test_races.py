"""The same person on many connections at once, and a pace that is kept."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
import pytest
from python.ways import People
from support.patience import PATIENCE

from amity import circles, connections, follows, invites, limits
from amity.errors import Refusal
from amity.speaking import as_service, speaking_as

if TYPE_CHECKING:
    from amity.calls import Call

MANY = 16


def limited(url: str, count: int) -> list[UUID]:
    """Five of everything an hour, and some people."""
    ids = [uuid4() for _ in range(count)]
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("insert into amity.people (id) select unnest(%s::uuid[])", [ids])
        with as_service(conn):
            for action in ("request", "follow", "invite", "circle"):
                limits.change(action, 5).on(conn)
    return ids


def at_once(url: str, person: UUID, calls: Sequence[Call[Any]]) -> Counter[str]:
    start = threading.Barrier(len(calls))

    def run(call: Call[Any]) -> str:
        with psycopg.connect(url, autocommit=True) as conn:
            start.wait(PATIENCE)
            try:
                with speaking_as(conn, person):
                    call.on(conn)
            except Refusal as refusal:
                return refusal.slug
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return Counter(pool.map(run, calls))


@pytest.mark.parametrize(
    "act",
    [
        connections.request,
        follows.follow,
        lambda _other: invites.issue(),
        lambda other: circles.create(f"Circle {other}"),
    ],
    ids=["request", "follow", "invite", "circle"],
)
def test_never_more(act: Callable[[UUID], Call[Any]], database: str, people: People) -> None:
    calls = [act(other) for other in limited(database, MANY)]
    assert at_once(database, people.ada, calls) == {"done": 5, "rate_limited": MANY - 5}


def test_each_at_their_own(database: str, people: People) -> None:
    """Two kinds of acts of one person do not take each other's places."""
    others = limited(database, 8)
    calls: list[Call[Any]] = [connections.request(other) for other in others]
    calls += [follows.follow(other) for other in others]
    assert at_once(database, people.ada, calls) == {"done": 10, "rate_limited": 6}


def test_everybody_wants_everybody(database: str) -> None:
    """Requests that cross, with caps and limits in force: no deadlock."""
    others = limited(database, 6)
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute("update amity.settings set value = '5' where name ~ '^max_'")

    def ask(one: UUID) -> Counter[str]:
        return at_once(
            database, one, [connections.request(other) for other in others if other != one]
        )

    with ThreadPoolExecutor(6) as pool:
        heard = sum(pool.map(ask, others), Counter())
    assert set(heard) <= {"done", "rate_limited", "already_connected", "pending_request"}
    with psycopg.connect(database, autocommit=True) as conn:
        assert conn.execute("select * from amity.verify()").fetchall() == []


def test_time_brings_it_back(database: str, people: People) -> None:
    """As a clock does it: three at once, then ten a second and no more."""
    others = limited(database, 8)
    with psycopg.connect(database, autocommit=True) as conn, as_service(conn):
        conn.execute("update amity.rate_limits set max_actions = 3, per = '300 milliseconds'")
    with psycopg.connect(database, autocommit=True) as conn:
        began = time.monotonic()
        for other in others:
            while followed_too_often(conn, people.ada, other):
                assert time.monotonic() - began < PATIENCE
        lasted = time.monotonic() - began
    assert lasted > (len(others) - 3) / 10 - 0.01


def followed_too_often(conn: psycopg.Connection[Any], me: UUID, other: UUID) -> bool:
    try:
        with speaking_as(conn, me):
            follows.follow(other).on(conn)
    except limits.errors.RateLimited:
        return True
    return False


def test_leaving_meanwhile(database: str) -> None:
    """An act while its person's account ends is done or refused: never an internal error."""
    others = limited(database, 5)
    for _ in range(10):
        (leaver,) = limited(database, 1)
        start = threading.Barrier(2)

        def leave(leaver: UUID = leaver, start: threading.Barrier = start) -> None:
            with psycopg.connect(database, autocommit=True) as conn:
                start.wait(PATIENCE)
                conn.execute("delete from amity.people where id = %s", [leaver])

        def act(leaver: UUID = leaver, start: threading.Barrier = start) -> set[str]:
            heard = set()
            calls: list[Call[Any]] = [follows.follow(others[0]), invites.issue()]
            calls += [circles.create("Choir"), connections.request(others[1])]
            with psycopg.connect(database, autocommit=True) as conn:
                start.wait(PATIENCE)
                for call in calls:
                    try:
                        with speaking_as(conn, leaver):
                            call.on(conn)
                    except Refusal as refusal:
                        heard.add(refusal.slug)
            return heard

        with ThreadPoolExecutor(2) as pool:
            gone, heard = pool.submit(leave), pool.submit(act)
            gone.result(30)
            assert heard.result(30) <= {"not_joined", "person_not_found"}
    with psycopg.connect(database, autocommit=True) as conn:
        assert conn.execute("select * from amity.verify()").fetchall() == []
