"""In circles as well, a person who blocked you cannot be told from a person who is not there.

Ben says whatever the catalog lets him say, about Ada who blocked him; and about Ada in another
world, where she ended what there was as people do and deleted her account. He must hear the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from privacy.probing import Answer, ask_each, statements

from amity import blocks, circles, connections
from amity.calls import Call
from amity.speaking import speaking_as


@dataclass(frozen=True)
class World:
    """Ben and Ada, Fay who is connected with both, and a circle of each."""

    ben: UUID = field(default_factory=uuid4)
    ada: UUID = field(default_factory=uuid4)
    fay: UUID = field(default_factory=uuid4)
    dan: UUID = field(default_factory=uuid4)
    bens: UUID = field(default_factory=uuid4)
    adas: UUID = field(default_factory=uuid4)
    fays: UUID = field(default_factory=uuid4)


Said = tuple[UUID, Call[Any]]


def joined(circle: UUID, by: UUID, *people: UUID) -> list[Said]:
    return [
        said
        for person in people
        for said in ((by, circles.invite(circle, person)), (person, circles.accept(circle)))
    ]


PASTS: dict[str, tuple[Callable[[World], Iterable[Said]], Callable[[World], Iterable[Said]]]] = {
    "she had invited him": (
        lambda w: [(w.ada, circles.invite(w.adas, w.ben))],
        lambda w: [(w.ada, circles.remove(w.adas, w.ben))],
    ),
    "he had invited her": (
        lambda w: [(w.ben, circles.invite(w.bens, w.ada))],
        lambda w: [(w.ada, circles.decline(w.bens))],
    ),
    "both are in the circle of a friend": (
        lambda w: joined(w.fays, w.fay, w.ada, w.ben),
        lambda w: [(w.ada, circles.leave(w.fays))],
    ),
    "she is in his circle": (
        lambda w: joined(w.bens, w.ben, w.ada),
        lambda w: [(w.ada, circles.leave(w.bens))],
    ),
    "she runs it with him": (
        lambda w: [*joined(w.bens, w.ben, w.ada), (w.ben, circles.promote(w.bens, w.ada))],
        lambda w: [(w.ada, circles.leave(w.bens))],
    ),
    "she has invited a person to it": (
        lambda w: [
            *joined(w.bens, w.ben, w.ada),
            (w.ben, circles.promote(w.bens, w.ada)),
            (w.ada, circles.invite(w.bens, w.dan)),
        ],
        lambda w: [],
    ),
    "he is in hers, which goes on": (
        lambda w: [
            *joined(w.adas, w.ada, w.ben, w.fay),
            (w.ada, circles.promote(w.adas, w.fay)),
        ],
        lambda w: [(w.ada, circles.leave(w.adas))],
    ),
}


@pytest.fixture
def world(conn: psycopg.Connection[Any]) -> World:
    """Everybody knows everybody, and each has a circle of their own."""
    conn.autocommit = False  # one transaction, with savepoints
    w = World()
    people = [w.ben, w.ada, w.fay, w.dan]
    conn.execute("insert into amity.people (id) select unnest(%s::uuid[])", [people])
    for n, one in enumerate(people):
        for other in people[n + 1 :]:
            tell(conn, [(one, connections.request(other)), (other, connections.accept(one))])
    for owner, circle in ((w.ben, w.bens), (w.ada, w.adas), (w.fay, w.fays)):
        conn.execute(
            "insert into amity.circles (id, name, created_by) values (%s, 'a circle', %s)",
            [circle, owner],
        )
    return w


def tell(conn: psycopg.Connection[Any], said: Iterable[Said]) -> None:
    for speaker, call in said:
        with speaking_as(conn, speaker):
            call.on(conn)


def about_circles(conn: psycopg.Connection[Any], w: World) -> dict[str, str]:
    """Whatever can be said about her, and in which circle."""
    said = {name: text for name, text in statements(conn).items() if "circle" in name}
    for number, circle in enumerate((w.bens, w.adas, w.fays)):
        said |= {
            f"{name} in circle {number}": text.replace("circle => :probe", f"circle => '{circle}'")
            for name, text in said.items()
            if "circle => :probe, person => :probe" in text
        }
        said[f"insert into circle {number}"] = (
            f"insert into amity.circle_members (circle_id, person_id) values ('{circle}', :probe)"
            " returning role, status"
        )
        said[f"invite dan to circle {number}"] = (
            f"select status from amity.invite_to_circle('{circle}', '{w.dan}')"
        )
        for verb in ("leave_circle", "accept_circle_invitation", "end_circle", "circle_people"):
            said[f"{verb} of circle {number}"] = f"select * from amity.{verb}('{circle}')"
    said["step down"] = (
        "update amity.circle_members set role = 'member' where person_id = amity.me()"
    )
    said["step down"] += " returning role"
    return said


def heard(conn: psycopg.Connection[Any], w: World) -> dict[str, Answer]:
    known = {value: name for name, value in vars(w).items()}
    asked = about_circles(conn, w)
    with speaking_as(conn, w.ben):
        return ask_each(conn, asked, w.ada, known)


@pytest.mark.once
@pytest.mark.parametrize("past", PASTS.values(), ids=PASTS)
def test_no_longer_there(
    past: tuple[Callable[[World], Iterable[Said]], Callable[[World], Iterable[Said]]],
    conn: psycopg.Connection[Any],
    world: World,
) -> None:
    before, end = past
    tell(conn, before(world))
    conn.execute("savepoint world")
    tell(conn, [(world.ada, blocks.block(world.ben))])
    blocked = heard(conn, world)
    conn.execute("rollback to savepoint world")
    tell(conn, end(world))
    conn.execute("delete from amity.people where id = %s", [world.ada])
    absent = heard(conn, world)
    assert len(blocked) > 40
    assert (
        "\n".join(
            f"{name}\n    blocked: {answer}\n    absent:  {absent[name]}"
            for name, answer in blocked.items()
            if answer != absent[name]
        )
        == ""
    )
