"""Everything between two people at one moment: it ends whole, and the only errors are refusals."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from races.stage import Pair
from support.patience import PATIENCE

from amity import accounts, blocks, circles, connections, follows, labels, limits, step_backs
from amity.calls import Call
from amity.errors import Refusal
from amity.speaking import as_service, speaking_as

MANY = 64
ROUNDS = 30

Conn = psycopg.Connection[Any]
Deed = tuple[UUID, Call[Any]]


def say(conn: Conn, deed: Deed) -> str:
    try:
        with speaking_as(conn, deed[0]):
            deed[1].on(conn)
    except Refusal as refusal:
        return refusal.slug
    return "done"


@pytest.fixture
def at_once(database: str) -> Iterator[Callable[[list[Deed]], list[str]]]:
    """Give a function that begins every deed at one moment, each on a connection of its own."""
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(MANY))
        conns: list[Conn] = []

        def run(deeds: list[Deed]) -> list[str]:
            while len(conns) < len(deeds):
                conns.append(stack.enter_context(psycopg.connect(database, autocommit=True)))
            start = threading.Barrier(len(deeds))

            def do(conn: Conn, deed: Deed) -> str:
                start.wait(PATIENCE)
                return say(conn, deed)

            return list(pool.map(do, conns, deeds))

        yield run


def test_one_person_on_sixty_four_connections(
    watch: Conn, at_once: Callable[[list[Deed]], list[str]]
) -> None:
    """A limit of seven is a limit of seven."""
    me, *others = [uuid4() for _ in range(MANY + 1)]
    watch.execute("insert into amity.people (id) select unnest(%s::uuid[])", [[me, *others]])
    with as_service(watch):
        limits.change("follow", 7).on(watch)
    said = at_once([(me, follows.follow(other)) for other in others])
    assert Counter(said) == {"done": 7, "rate_limited": MANY - 7}
    assert watch.execute("select count(*) from amity.follows").fetchone() == (7,)
    assert accounts.verify().on(watch) == []


def asked(watch: Conn, pair: Pair) -> list[Deed]:
    """Ada follows Ben and has asked him."""
    assert say(watch, (pair.ada, follows.follow(pair.ben))) == "done"
    assert say(watch, (pair.ada, connections.request(pair.ben))) == "done"
    return [
        (pair.ben, connections.accept(pair.ada)),
        (pair.ben, follows.follow(pair.ada)),
        (pair.ben, step_backs.step_back_from(pair.ada)),
    ]


def connected(watch: Conn, pair: Pair) -> list[Deed]:
    """They are connected, Ada follows Ben, and he is asked into two circles of hers."""
    assert say(watch, (pair.ada, follows.follow(pair.ben))) == "done"
    assert say(watch, (pair.ada, connections.request(pair.ben))) == "done"
    assert say(watch, (pair.ben, connections.accept(pair.ada))) == "done"
    with speaking_as(watch, pair.ada):
        circle = circles.create("climbers").on(watch).id
        circles.invite(circle, pair.ben).on(watch)
        circles.invite(circles.create("divers").on(watch).id, pair.ben).on(watch)
    return [
        (pair.ben, circles.accept(circle)),
        (pair.ben, step_backs.step_back_from(pair.ada)),
        (pair.ben, connections.remove(pair.ada)),
    ]


ACROSS = """
select
  (select count(*) from amity.connections where array[requester_id, recipient_id] <@ %(both)s),
  (select count(*) from amity.follows where array[follower_id, followed_id] <@ %(both)s),
  (select count(*) from amity.step_backs where array[owner_id, person_id] <@ %(both)s),
  (select count(*) from amity.circle_members where array[invited_by, person_id] <@ %(both)s),
  (select count(*) from amity.labels where owner_id = %(blocked)s and person_id = %(blocker)s)
"""


@pytest.mark.once
@pytest.mark.parametrize("blocker", ["ada", "ben"])
@pytest.mark.parametrize("given", [asked, connected], ids=["asked", "connected"])
def test_a_block_in_the_middle_of_everything(
    given: Callable[[Conn, Pair], list[Deed]],
    blocker: str,
    watch: Conn,
    at_once: Callable[[list[Deed]], list[str]],
) -> None:
    heard: Counter[str] = Counter()
    for _ in range(ROUNDS):
        pair = Pair.new(watch)
        one, other = (pair.ada, pair.ben) if blocker == "ada" else (pair.ben, pair.ada)
        deeds = [
            (one, blocks.block(other)),
            *given(watch, pair),
            (pair.ada, step_backs.step_back_from(pair.ben)),
            (pair.ada, labels.label(pair.ben, note="hers")),
            (pair.ben, labels.label(pair.ada, note="his")),
        ]
        said = at_once(deeds)
        assert said[0] == "done"
        heard.update(said[1:])
        who = {"both": [one, other], "blocker": one, "blocked": other}
        assert watch.execute(ACROSS, who).fetchone() == (0, 0, 0, 0, 0)
        # and the blocked person does not notice
        assert say(watch, (other, blocks.block(one))) == "done"
    assert heard["done"]
    assert accounts.verify().on(watch) == []
