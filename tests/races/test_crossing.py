"""Two people who ask each other at one moment are connected once, and neither sees an error."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from races.stage import Pair, Session, State, act, waits, wrongs

from amity.connections.errors import PendingRequest

if TYPE_CHECKING:
    from amity.connections import Connection


@pytest.mark.parametrize("first", ["ada", "ben"])
def test_the_second_waits_and_accepts(
    first: str, watch: psycopg.Connection[Any], session: Callable[[], Session]
) -> None:
    pair = Pair.new(watch)
    second = {"ada": "ben", "ben": "ada"}[first]
    one, other = session(), session()
    one.begin()
    asked: Connection = one.do(lambda conn: act(first, "request").on(conn, pair))
    other.start(lambda conn: act(second, "request").on(conn, pair))
    assert waits(other, watch)
    one.do(lambda conn: conn.execute("commit"))
    accepted: Connection = other.outcome()
    assert (accepted.id, accepted.status) == (asked.id, "accepted")
    assert accepted.requester_id == asked.requester_id == getattr(pair, first)
    assert State.of(watch, pair).connections == ((first, "accepted"),)
    assert wrongs(watch) == {}


def test_the_second_asks_if_the_first_gives_up(
    watch: psycopg.Connection[Any], session: Callable[[], Session]
) -> None:
    pair = Pair.new(watch)
    one, other = session(), session()
    one.begin()
    one.do(lambda conn: act("ada", "request").on(conn, pair))
    other.start(lambda conn: act("ben", "request").on(conn, pair))
    assert waits(other, watch)
    one.do(lambda conn: conn.execute("rollback"))
    assert other.outcome().status == "pending"
    assert State.of(watch, pair).connections == (("ben", "pending"),)


def test_a_double_click(watch: psycopg.Connection[Any], session: Callable[[], Session]) -> None:
    pair = Pair.new(watch)
    one, other = session(), session()
    one.begin()
    one.do(lambda conn: act("ada", "request").on(conn, pair))
    other.start(lambda conn: act("ada", "request").on(conn, pair))
    assert waits(other, watch)
    one.do(lambda conn: conn.execute("commit"))
    with pytest.raises(PendingRequest):
        other.outcome()
    assert State.of(watch, pair).connections == (("ada", "pending"),)
    assert wrongs(watch) == {}


def test_fifty_pairs_at_the_same_moment(
    watch: psycopg.Connection[Any], session: Callable[[], Session]
) -> None:
    one, other = session(), session()
    together = threading.Barrier(2)

    def asks(who: str, pair: Pair) -> Callable[[psycopg.Connection[Any]], Connection]:
        def deed(conn: psycopg.Connection[Any]) -> Connection:
            together.wait()
            given: Connection = act(who, "request").on(conn, pair)
            return given

        return deed

    for _ in range(50):
        pair = Pair.new(watch)
        one.start(asks("ada", pair))
        other.start(asks("ben", pair))
        rows = sorted((one.outcome(), other.outcome()), key=lambda row: row.status)
        assert [row.status for row in rows] == ["accepted", "pending"]
        assert rows[0].id == rows[1].id
        assert len(State.of(watch, pair).connections) == 1
    assert wrongs(watch) == {}
