"""What a circle needs ends in another session meanwhile: the act waits, and is refused in words.

Without the lock on the row it would find it still there, and fail on a foreign key instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import Connection
from python.ways import People
from races.stage import Session, waits

from amity import circles, labels
from amity.calls import values
from amity.errors import Refusal
from amity.speaking import as_service, speaking_as

Deed = Callable[[Connection[Any]], Any]


@pytest.fixture
def people(database: str) -> People:
    return People().join(database)


@pytest.fixture
def two(database: str) -> Iterator[tuple[Session, Session]]:
    """The session that ends it, and the session that acts."""
    one, other = Session(database), Session(database)
    yield one, other
    one.close()
    other.close()


def refused(two: tuple[Session, Session], database: str, ends: Deed, acts: Deed) -> str:
    """What the act is refused with, which waited until the end was committed."""
    ender, actor = two
    ender.begin()
    ender.do(ends)
    actor.start(acts)
    with psycopg.connect(database, autocommit=True) as watch:
        assert waits(actor, watch)
    ender.do(lambda conn: conn.execute("commit"))
    with pytest.raises(Refusal) as refusal:
        actor.outcome()
    return refusal.value.slug


def account_ends(person: UUID) -> Deed:
    return lambda conn: conn.execute("delete from amity.people where id = %s", [person])


def test_the_account_of_the_creator(
    two: tuple[Session, Session], database: str, people: People
) -> None:
    def creates(conn: Connection[Any]) -> Any:
        with as_service(conn):
            values(
                UUID,
                "insert into amity.circles (name, created_by) values ('chess', %s) returning id",
                people.ada,
            ).on(conn)

    assert refused(two, database, account_ends(people.ada), creates) == "person_not_found"


def test_the_type_of_label(two: tuple[Session, Session], database: str, people: People) -> None:
    ender, _ = two

    def makes(conn: Connection[Any]) -> Any:
        with speaking_as(conn, people.ada):
            return labels.create_type("mentor").on(conn)

    mentors = ender.do(makes)

    def creates(conn: Connection[Any]) -> Any:
        with speaking_as(conn, people.ada):
            circles.create("mentors", label_type=mentors.id).on(conn)

    def ends(conn: Connection[Any]) -> Any:
        conn.execute("delete from amity.label_types where id = %s", [mentors.id])

    assert refused(two, database, ends, creates) == "label_type_missing"


def test_the_account_of_a_member(
    two: tuple[Session, Session], database: str, people: People
) -> None:
    ender, _ = two

    def founds(conn: Connection[Any]) -> Any:
        with speaking_as(conn, people.ada):
            return circles.create("chess").on(conn)

    chess = ender.do(founds)

    def joins(conn: Connection[Any]) -> Any:
        with as_service(conn):
            values(
                UUID,
                "insert into amity.circle_members (circle_id, person_id, status)"
                " values (%s, %s, 'member') returning id",
                chess.id,
                people.ben,
            ).on(conn)

    assert refused(two, database, account_ends(people.ben), joins) == "person_not_found"
