"""Above READ COMMITTED a lock brings no fresh view: what needs one is refused. Ends need none."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import IsolationLevel
from races.stage import Pair, act

from amity import accounts, circles, people, step_backs
from amity.errors import IsolationUnsupported
from amity.speaking import as_service, speaking_as

ABOVE = (IsolationLevel.REPEATABLE_READ, IsolationLevel.SERIALIZABLE)
NEW_TIES = ("request", "follow", "block", "dismiss")


@pytest.mark.parametrize("name", NEW_TIES)
@pytest.mark.parametrize("level", ABOVE)
def test_refused(name: str, level: IsolationLevel, conn: psycopg.Connection[Any]) -> None:
    pair = Pair.new(conn)
    conn.commit()
    conn.isolation_level = level
    with pytest.raises(IsolationUnsupported):
        act("ada", name).on(conn, pair)


@pytest.mark.parametrize("level", ABOVE)
def test_what_looks_at_more_than_a_tie_is_refused(
    level: IsolationLevel, conn: psycopg.Connection[Any]
) -> None:
    pair, newcomer = Pair.new(conn), uuid4()
    with speaking_as(conn, pair.ada):
        circle = circles.create("climbers").on(conn)
    conn.commit()
    conn.isolation_level = level
    with pytest.raises(IsolationUnsupported), speaking_as(conn, pair.ada):
        circles.change(circle.id, "hikers").on(conn)
    with pytest.raises(IsolationUnsupported), speaking_as(conn, newcomer):
        people.join().on(conn)
    with pytest.raises(IsolationUnsupported), as_service(conn):
        accounts.forget(pair.ben).on(conn)
    with speaking_as(conn, pair.ada):
        assert people.join().on(conn).id == pair.ada, "who has joined is only looked up"


@pytest.mark.parametrize("name", NEW_TIES)
@pytest.mark.parametrize("level", [IsolationLevel.READ_COMMITTED, IsolationLevel.READ_UNCOMMITTED])
def test_accepted(name: str, level: IsolationLevel, conn: psycopg.Connection[Any]) -> None:
    pair = Pair.new(conn)
    conn.commit()
    conn.isolation_level = level
    assert act("ada", name).on(conn, pair)


ENDS = {
    "remove": ("request", "accept"),
    "unfollow": ("follow",),
    "shake off": ("follow by ben",),
    "cancel": ("request",),
    "reject": ("request by ben",),
    "unblock": ("block",),
}


def prepared(conn: psycopg.Connection[Any], end: str) -> Pair:
    pair = Pair.new(conn)
    for before in ENDS[end]:
        name, _, who = before.partition(" by ")
        act(who or ("ben" if name == "accept" else "ada"), name).on(conn, pair)
    return pair


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("level", ABOVE)
def test_whatever_began_can_end(
    end: str, level: IsolationLevel, conn: psycopg.Connection[Any]
) -> None:
    pair = prepared(conn, end)
    conn.isolation_level = level
    assert act("ada", end).on(conn, pair)
    assert conn.execute("select * from amity.verify()").fetchall() == []


@pytest.mark.parametrize("end", ["remove", "unfollow"])
@pytest.mark.parametrize("who", ["ada", "ben"])
@pytest.mark.parametrize("level", ABOVE)
def test_a_step_back_that_an_end_cannot_see_stops_it(
    end: str, who: str, level: IsolationLevel, database: str, conn: psycopg.Connection[Any]
) -> None:
    """Its transaction began before a step-back on the very tie, which would be left without one."""
    pair = prepared(conn, end)
    if end == "unfollow":
        act("ben", "follow").on(conn, pair)
    ending = act(who, end)
    one, other = (pair.ada, pair.ben) if who == "ada" else (pair.ben, pair.ada)
    with psycopg.connect(database) as late:
        late.isolation_level = level
        late.execute("select 1 from amity.people")
        with speaking_as(conn, one):
            step_backs.step_back_from(other).on(conn)
        with pytest.raises(IsolationUnsupported):
            ending.on(late, pair)
        late.rollback()
    assert conn.execute("select * from amity.verify()").fetchall() == []
    assert ending.on(conn, pair)
    assert conn.execute("select * from amity.verify()").fetchall() == []
