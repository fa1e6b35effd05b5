"""What a person sees of their own ties, in databases of every size."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from measuring.clients import Client, Cost
from measuring.contestants import amity, bare, friendships
from measuring.contestants.bare import BARE
from measuring.contestants.friendships import FRIENDSHIPS
from measuring.row import Row, Side, Trial, Unit
from measuring.stage import Stage
from measuring.world import World

_HOW = {
    "page of 50": "the newest 50 connections of a person who has 50 to 200",
    "status": "what one person is to another: connected, requested, or nothing",
    "counters": "every count of a navigation bar; the bare tables hold no counts, and count",
    "relations with 100": "what a person is to a hundred others, half of them their connections",
    "incoming requests": "the newest 50 of the requests that wait for a person, who has twenty",
}


@dataclass(frozen=True)
class Question:
    """A person who reads about another, or some."""

    me: str
    other: str
    people: list[str]

    def of_amity(self, row: str) -> bytes:
        return amity.text(amity.READS[row](self.other, self.people)).encode()

    def in_sql(self, statement: str) -> bytes:
        people = ",".join(self.people)
        return statement.format(me=self.me, other=self.other, people=people).encode()


class Reader:
    """A client whose people read, as one role, in turn."""

    def __init__(self, client: Client, role: str | None, seconds: float) -> None:
        self._client = client
        self._seconds = seconds
        if role:
            client.send(f"set role {role}".encode())
        self._role = role

    def read(self, asked: list[tuple[Question, bytes]]) -> Cost:
        """What an answer costs. All are asked, again and again until the time is over."""
        took: list[float] = []
        ran: list[float | None] = []
        until = time.perf_counter() + self._seconds
        while not took or time.perf_counter() < until:
            for question, statement in asked:
                if self._role:
                    self._client.send(amity.claims(question.me).encode())
                before = self._client.cpu()
                began = time.perf_counter()
                self._client.send(statement)
                took.append(time.perf_counter() - began)
                after = self._client.cpu()
                ran.append(None if before is None or after is None else after - before)
        known = [each for each in ran if each is not None]
        return Cost(statistics.mean(took), statistics.mean(known) if known else None)


def questions(world: World) -> list[Question]:
    """A question of each reader."""
    graph = world.graph
    asked = []
    for place, reader in enumerate(graph.readers):
        people = [graph.ids[person] for person in graph.around(reader)]
        asked.append(Question(graph.ids[reader], people[place % len(people)], people))
    return asked


def trials() -> list[Trial]:
    return [
        Trial(
            [
                Row(
                    name,
                    Unit.TIME,
                    f"{how}, in a session that speaks for them",
                    in_brief=name == "page of 50",
                )
            ],
            partial(_sides, name),
        )
        for name, how in _HOW.items()
    ]


def _sides(row: str, stage: Stage) -> list[Side]:
    return [side for size in reversed(stage.scale.sizes) for side in _of_size(row, size, stage)]


def _of_size(row: str, size: int, stage: Stage) -> Iterator[Side]:
    for world in stage.worlds(size):
        asked = questions(world)
        yield side(stage, world, row, world.who, [(q, q.of_amity(row)) for q in asked])
        if world.has_others:
            by_hand = [(q, q.in_sql(bare.READS[row])) for q in asked]
            yield side(stage, world, row, BARE.who, by_hand, None)
        if world.has_others and row in friendships.READS:
            by_friends = [(q, q.in_sql(friendships.READS[row])) for q in asked]
            yield side(stage, world, row, FRIENDSHIPS.who, by_friends)


def side(
    stage: Stage,
    world: World,
    row: str,
    who: str,
    asked: list[tuple[Question, bytes]],
    role: str | None = "authenticated",
) -> Side:
    """One who reads, and what is asked."""
    reader = Reader(stage.client(world), role, stage.scale.seconds / 4)
    return Side(who, world.graph.size, lambda: {row: reader.read(asked)})
