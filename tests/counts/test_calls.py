"""Each call of amity.counts, on either kind of connection."""

from __future__ import annotations

from python.ways import SERVICE, People, Way

from amity import blocks, connections, counts, follows, settings
from amity.counts import Counts, MyCounts, SiteCounts


def test_mine(way: Way, people: People) -> None:
    got = way.tell(
        (people.ada, connections.request(people.ben)),
        (people.ben, connections.accept(people.ada)),
        (people.ada, connections.request(people.cleo)),
        (people.dan, connections.request(people.ada)),
        (people.dan, follows.follow(people.ada)),
        (people.ada, counts.mine()),
    )
    assert got == MyCounts(1, 1, 0, 1, 1)


def test_of(way: Way, people: People) -> None:
    assert way.tell((people.ada, counts.of(people.ada))) == Counts(0, 0, 0)
    assert way.tell((people.ada, counts.of(people.ben))) is None
    got = way.tell(
        (SERVICE, settings.change("counts_are_public", True)),
        (people.ada, follows.follow(people.ben)),
        (people.cleo, counts.of(str(people.ben))),
    )
    assert got == Counts(0, 1, 0)


def test_rebuild(way: Way, people: People) -> None:
    got = way.tell((people.ada, follows.follow(people.ben)), (SERVICE, counts.rebuild()))
    assert got == 2


def test_site(way: Way, people: People) -> None:
    got = way.tell(
        (people.ada, follows.follow(people.ben)),
        (people.ada, connections.request(people.cleo)),
        (people.ada, blocks.block(people.dan)),
        (SERVICE, counts.site()),
    )
    assert got == SiteCounts(connections=0, pending_requests=1, follows=1, blocks=1)
