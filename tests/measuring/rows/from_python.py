"""The same acts from a Python program, by one client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any

import psycopg
from measuring.clients import Cost, timed
from measuring.graph import Tie
from measuring.row import Row, Side, Trial, Unit
from measuring.stage import Stage
from measuring.world import World

from amity import connections, speaking_as

_ROW = Row(
    "request + accept, from Python",
    Unit.RATE,
    "by the package, `speaking_as` each of the two, and by the functions that the other package"
    " documents, in autocommit and with its users at hand",
    in_brief=True,
)


def trials() -> list[Trial]:
    return [Trial([_ROW], _sides)]


def _sides(stage: Stage) -> list[Side]:
    sides = []
    for world in stage.worlds(stage.scale.edges):
        conn = stage.client(world).conn
        meet = partial(_meet, conn, world.graph.ids)
        meeting = Meeting(world.graph.strangers(), conn, meet, stage.scale.seconds)
        sides.append(Side(world.who, world.graph.size, meeting.run))
        if world.has_others:
            sides.append(_django(world, stage))
    return sides


def _meet(conn: psycopg.Connection[Any], ids: list[str], one: int, other: int) -> None:
    """One person requests a connection, and the other accepts it."""
    with speaking_as(conn, ids[one]):
        connections.request(ids[other]).on(conn)
    with speaking_as(conn, ids[other]):
        connections.accept(ids[one]).on(conn)


def _django(world: World, stage: Stage) -> Side:
    from measuring.contestants import django_friendship  # noqa: PLC0415 - takes long to import

    stage.say("filling the tables of django-friendship")
    django_friendship.configure(world.url)
    django_friendship.fill(len(world.graph.ids), world.graph.connections)
    meeting = Meeting(
        world.graph.strangers(),
        django_friendship.session(),
        django_friendship.befriend,
        stage.scale.seconds,
    )
    return Side(django_friendship.WHO, world.graph.size, meeting.run)


class Meeting:
    """Pairs of strangers who connect, one after the other."""

    def __init__(
        self,
        pairs: Iterator[Tie],
        conn: psycopg.Connection[Any],
        meet: Callable[[int, int], None],
        seconds: float,
    ) -> None:
        self._pairs = pairs
        self._conn = conn
        self._meet = meet
        self._seconds = seconds
        self._number = 4  # in the first round, which is the warm-up

    def run(self) -> dict[str, Cost]:
        pairs = list(islice(self._pairs, self._number))

        def work() -> None:
            for one, other in pairs:
                self._meet(one, other)

        cost = timed(self._conn, len(pairs), work)
        self._number = max(2, int(self._seconds / cost.each))
        return {_ROW.name: cost}
