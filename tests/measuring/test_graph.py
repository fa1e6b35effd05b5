"""The graph that is measured is like a social network's, and the same every time."""

from __future__ import annotations

from collections import Counter
from itertools import islice

import pytest
from measuring.graph import REQUESTS, Graph
from measuring.scale import Scale, shrunk

SIZE = 20_000


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph(SIZE)


def test_it_is_the_same_every_time(graph: Graph) -> None:
    again = Graph(SIZE)
    assert again.ids == graph.ids
    assert again.connections == graph.connections
    assert again.follows == graph.follows
    assert again.requests == graph.requests


def test_ties_are_between_different_people_and_no_two_alike(graph: Graph) -> None:
    for ties in (graph.connections, graph.follows):
        assert len({frozenset(tie) for tie in ties}) == len(ties) == SIZE
        assert all(one != other for one, other in ties)


def test_few_people_have_many_ties(graph: Graph) -> None:
    degrees = sorted(Counter(person for tie in graph.connections for person in tie).values())
    median = degrees[len(degrees) // 2]
    assert sum(degrees) / len(degrees) > 1.3 * median
    assert degrees[-5] > 10 * median


def test_feed_readers_have_the_ties_that_they_are_named_for(graph: Graph) -> None:
    for ties, reader in graph.feed_readers.items():
        for kind in (graph.connections, graph.follows):
            assert sum(one == reader for one, _ in kind) == ties // 2
    assert tuple(graph.feed_readers) == Scale(SIZE).feed_ties


def test_people_near_a_degree(graph: Graph) -> None:
    degrees = Counter(person for tie in graph.connections for person in tie)
    assert {degrees[person] for person in graph.near(20, 4)} == {20}


def test_strangers_have_no_tie_and_come_once(graph: Graph) -> None:
    tied = {frozenset(tie) for tie in graph.connections + graph.follows}
    one, other, fans = graph.strangers(), graph.strangers(), graph.fans()
    pairs = [frozenset(tie) for each in (one, other, fans) for tie in islice(each, 500)]
    assert len(set(pairs)) == 1_500
    assert tied.isdisjoint(pairs)


def test_fans_have_the_same_star(graph: Graph) -> None:
    assert len({star for _, star in islice(graph.fans(), 500)}) == 1


def test_requests_wait_for_each_reader(graph: Graph) -> None:
    waiting = Counter(reader for _, reader in graph.requests)
    assert waiting == dict.fromkeys(graph.readers, REQUESTS)


def test_a_hundred_people_around_a_reader(graph: Graph) -> None:
    tied = {frozenset(tie) for tie in graph.connections}
    for reader in graph.readers:
        around = graph.around(reader)
        assert len(set(around)) == 100
        assert reader not in around
        assert sum(frozenset((reader, person)) in tied for person in around) == 50


def test_a_graph_that_is_used_up() -> None:
    with pytest.raises(RuntimeError, match="too small"):
        list(Graph(200).strangers())


@pytest.mark.parametrize(
    ("most", "wanted"),
    [(30_000, (0, 100, 5_000, 30_000)), (300, (0, 1, 50, 300)), (5, (0, 1, 2, 5))],
)
def test_numbers_that_shrink(most: int, wanted: tuple[int, ...]) -> None:
    assert shrunk((0, 100, 5_000, 30_000), most) == wanted


def test_sizes() -> None:
    assert Scale().sizes == (10_000, 100_000, 1_000_000)
    assert Scale(10_000_000).sizes == (10_000, 100_000, 1_000_000, 10_000_000)
    assert Scale(2_000).sizes == (200, 2_000)
