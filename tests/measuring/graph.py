"""A network like a social one: many people with few ties, and few with thousands."""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import accumulate, islice
from uuid import UUID

from measuring.scale import feed_ties, highest_degree, people

Tie = tuple[int, int]
Draw = Callable[[int], list[int]]

READERS, REQUESTS = 20, 20

# Degrees follow a power law of the exponent 2.5, between 2 and 3 as in social networks.
_FALL = 1 / (2.5 - 1)


class Graph:
    """So many connections and as many follows among a tenth as many people.

    A person is a number. The last few people read feeds, each with as many ties as
    `scale.feed_ties` says. The same size gives the same graph, every time.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        chance = self._chance = random.Random(size)
        number = people(size)
        self.ids = [str(UUID(int=chance.getrandbits(128), version=4)) for _ in range(number)]
        ties = feed_ties(number)
        everyone = self._everyone = range(number - len(ties))
        self.feed_readers = dict(zip(ties, range(len(everyone), number), strict=True))
        friendly = _draw(chance, everyone, highest_degree(number), size)
        famous = _draw(chance, everyone, number // 5, size)

        self._tied: set[Tie] = set()
        self.connections = self._ties(friendly, friendly)
        self._degrees = Counter(person for tie in self.connections for person in tie)
        connected, self._tied = self._tied, set()
        self.follows = self._ties(friendly, famous)
        self._tied |= connected

    def _ties(self, one: Draw, other: Draw) -> list[Tie]:
        """So many ties, no two of them between the same two people."""
        found = [
            (reader, person)
            for ties, reader in self.feed_readers.items()
            for person in self._chance.sample(self._everyone, ties // 2)
        ]
        self._tied.update((person, reader) for reader, person in found)
        while missing := self.size - len(found):
            found += filter(self._is_new, zip(one(missing), other(missing), strict=True))
        return found

    def _is_new(self, tie: Tie) -> bool:
        """Whether the two are different people without a tie. They have one from now on."""
        pair = (min(tie), max(tie))
        if pair[0] == pair[1] or pair in self._tied:
            return False
        self._tied.add(pair)
        return True

    def strangers(self) -> Iterator[Tie]:
        """Pairs of people without a tie. No pair is given twice, whichever caller asks."""
        misses = 0
        while misses < 10_000:
            tie = (self._chance.choice(self._everyone), self._chance.choice(self._everyone))
            misses += 1
            if self._is_new(tie):
                misses = 0
                yield tie
        raise RuntimeError(f"A graph of {self.size} connections is too small for this.")

    def fans(self) -> Iterator[Tie]:
        """Pairs of people without a tie, with the same second person for as long as possible."""
        for star in self._chance.sample(self._everyone, len(self._everyone)):
            yield from (tie for one in self._everyone if self._is_new(tie := (one, star)))

    def _stranger(self, one: int) -> Tie:
        for _ in range(10_000):
            tie = (one, self._chance.choice(self._everyone))
            if self._is_new(tie):
                return tie
        raise RuntimeError(f"A graph of {self.size} connections is too small for this.")

    @cached_property
    def readers(self) -> list[int]:
        """People whose lists are read: they have 50 to 200 connections, so a full page of them.

        In a small graph, those with the most connections.
        """
        busy = [person for person, degree in self._degrees.items() if 50 <= degree <= 200]
        if len(busy) < READERS:
            busy = [person for person, _ in self._degrees.most_common(READERS)]
        return busy[:READERS]

    @cached_property
    def requests(self) -> list[Tie]:
        """Requests that wait for each of the readers."""
        found: list[Tie] = []
        for reader in self.readers:
            drawn = self._chance.sample(self._everyone, min(400, len(self._everyone)))
            new = filter(self._is_new, ((one, reader) for one in drawn))
            found += islice(new, REQUESTS)
        return found

    def around(self, reader: int) -> list[int]:
        """A hundred people, half of whom, or fewer, the reader is connected with."""
        known = self._known[reader]
        drawn = random.Random(reader).sample(self._everyone, min(400, len(self._everyone)))
        strangers = [one for one in drawn if one != reader and one not in known]
        return (known[:50] + strangers)[:100]

    @cached_property
    def _known(self) -> dict[int, list[int]]:
        """The connections of the readers."""
        known: dict[int, list[int]] = {reader: [] for reader in self.readers}
        for one, other in self.connections:
            if one in known:
                known[one].append(other)
            if other in known:
                known[other].append(one)
        return known

    def near(self, degree: int, number: int) -> list[int]:
        """The people whose number of connections is the closest to this one."""
        distance = {person: abs(own - degree) for person, own in self._degrees.items()}
        return heapq.nsmallest(number, distance, key=distance.__getitem__)


def _draw(chance: random.Random, people: range, most: int, ties: int) -> Draw:
    """Draws people by a power law: of so many ties, one person gets about `most`."""
    first = _first(len(people), most, ties)
    weights = list(accumulate((n + first) ** -_FALL for n in people))
    order = chance.sample(people, len(people))
    return lambda number: chance.choices(order, cum_weights=weights, k=number)


def _first(people: int, most: int, ties: int) -> float:
    """Where the power law begins, so that the first person gets about `most` ends of ties."""
    low, high = 1.0, float(people)
    rest = 1 - _FALL
    for _ in range(50):
        first = (low + high) / 2
        all_weights = ((people + first) ** rest - first**rest) / rest
        if 2 * ties * first**-_FALL / all_weights > most:
            low = first
        else:
            high = first
    return low
