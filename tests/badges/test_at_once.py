"""Two connections that reach a threshold together, which neither can see: the badge is kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from support.patience import PATIENCE

from amity import badges, connections
from amity.speaking import as_service, speaking_as


@pytest.fixture
def people(conn: psycopg.Connection[Any]) -> list[UUID]:
    people = [uuid4() for _ in range(3)]
    conn.execute("insert into amity.people (id) select unnest(%s::uuid[])", [people])
    conn.execute("insert into amity.badges values ('pair', 'A Pair', 2, true)")
    conn.execute("update amity.badges set kept = true where badge = 'ice_breaker'")
    for friend in people[1:]:
        with speaking_as(conn, friend):
            connections.request(people[0]).on(conn)
    conn.commit()
    return people


def earned(conn: psycopg.Connection[Any], person: UUID) -> set[str]:
    with speaking_as(conn, person):
        return {badge.badge for badge in badges.list_mine().on(conn) if badge.awarded_at}


def written_down(conn: psycopg.Connection[Any], person: UUID) -> set[str]:
    rows = conn.execute("select badge from amity.kept_badges where person_id = %s", [person])
    return {badge for (badge,) in rows}


@pytest.mark.parametrize("second_ends", ["commit", "rollback"])
def test_reached_together(
    second_ends: str, database: str, conn: psycopg.Connection[Any], people: list[UUID]
) -> None:
    me, one, other = people
    with psycopg.connect(database) as first, psycopg.connect(database) as second:
        for session, friend in ((first, one), (second, other)):
            session.execute(f"set statement_timeout = '{PATIENCE:.0f}s'")
            session.commit()
            session.execute("begin")
            with speaking_as(session, me):
                # the second reaches the first threshold as well, and waits for no lock
                connections.accept(friend).on(session)
        first.commit()
        getattr(second, second_ends)()
    both = second_ends == "commit"
    assert earned(conn, me) == ({"ice_breaker", "pair"} if both else {"ice_breaker"})
    assert written_down(conn, me) == {"ice_breaker"}
    with speaking_as(conn, me):
        connections.remove(one).on(conn)
    assert written_down(conn, me) == ({"ice_breaker", "pair"} if both else {"ice_breaker"})
    assert earned(conn, me) == ({"ice_breaker", "pair"} if both else {"ice_breaker"})


def test_reached_together_while_another_ends(
    database: str, conn: psycopg.Connection[Any], people: list[UUID]
) -> None:
    """No session saw three, and none could write it down; but the history has the three."""
    me, one, other = people
    third = uuid4()
    conn.execute("insert into amity.people (id) values (%s)", [third])
    conn.execute("insert into amity.badges values ('trio', 'A Trio', 3, true)")
    with speaking_as(conn, third):
        connections.request(me).on(conn)
    with speaking_as(conn, me):
        connections.accept(third).on(conn)
    conn.commit()
    with (
        psycopg.connect(database) as first,
        psycopg.connect(database) as second,
        psycopg.connect(database) as last,
        speaking_as(first, me),
        speaking_as(second, me),
        speaking_as(last, third),
    ):
        connections.accept(one).on(first)
        connections.accept(other).on(second)
        connections.remove(me).on(last)
    assert "trio" not in written_down(conn, me)
    assert "trio" in earned(conn, me)
    with as_service(conn):
        assert conn.execute("select * from amity.verify()").fetchall() == []
