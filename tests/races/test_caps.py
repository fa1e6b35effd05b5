"""Two transactions that race for the last place under a cap: one gets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
import pytest
from races.stage import Pair, Session, waits, wrongs

from amity import connections, follows, settings
from amity.calls import Call
from amity.errors import LimitReached
from amity.speaking import as_service, speaking_as

Deed = tuple[UUID, Call[Any]]


def sending(p: Pair, q: Pair) -> tuple[list[Deed], list[Deed]]:
    return [], [(p.ada, connections.request(q.ada)), (p.ada, connections.request(q.ben))]


def following(p: Pair, q: Pair) -> tuple[list[Deed], list[Deed]]:
    return [], [(p.ada, follows.follow(q.ada)), (p.ada, follows.follow(q.ben))]


def accepting(p: Pair, q: Pair) -> tuple[list[Deed], list[Deed]]:
    """Two have asked Ada: she accepts both."""
    return (
        [(q.ada, connections.request(p.ada)), (q.ben, connections.request(p.ada))],
        [(p.ada, connections.accept(q.ada)), (p.ada, connections.accept(q.ben))],
    )


def accepted(p: Pair, q: Pair) -> tuple[list[Deed], list[Deed]]:
    """Ada has asked two: both accept."""
    return (
        [(p.ada, connections.request(q.ada)), (p.ada, connections.request(q.ben))],
        [(q.ada, connections.accept(p.ada)), (q.ben, connections.accept(p.ada))],
    )


def crossing(p: Pair, q: Pair) -> tuple[list[Deed], list[Deed]]:
    """One crosses Ada's request while she accepts another's."""
    return (
        [(p.ada, connections.request(q.ada)), (q.ben, connections.request(p.ada))],
        [(q.ada, connections.request(p.ada)), (p.ada, connections.accept(q.ben))],
    )


@pytest.mark.parametrize(
    ("cap", "story"),
    [
        ("max_pending_sent", sending),
        ("max_following", following),
        ("max_connections", accepting),
        ("max_connections", accepted),
        ("max_connections", crossing),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
@pytest.mark.parametrize("swapped", [False, True], ids=["", "swapped"])
@pytest.mark.parametrize("ends", ["commit", "rollback"])
def test_the_last_place(
    cap: str,
    story: Callable[[Pair, Pair], tuple[list[Deed], list[Deed]]],
    swapped: bool,
    ends: str,
    watch: psycopg.Connection[Any],
    session: Callable[[], Session],
) -> None:
    def did(deed: Deed) -> Callable[[psycopg.Connection[Any]], Any]:
        def do(conn: psycopg.Connection[Any]) -> Any:
            with speaking_as(conn, deed[0]):
                return deed[1].on(conn)

        return do

    past, race = story(Pair.new(watch), Pair.new(watch))
    for deed in past:
        did(deed)(watch)
    with as_service(watch):
        settings.change(cap, 1).on(watch)
    first, second = reversed(race) if swapped else race
    one, other = session(), session()
    one.begin()
    one.do(did(first))
    other.start(did(second))
    assert waits(other, watch)
    one.do(lambda conn: conn.execute(ends))
    if ends == "commit":
        with pytest.raises(LimitReached) as caught:
            other.outcome()
        assert (cap in caught.value.hint, "1" in caught.value.hint) == (True, True)
    else:
        assert other.outcome()
    assert wrongs(watch) == {}
