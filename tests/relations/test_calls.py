"""Each call of amity.relations, on either kind of connection."""

from __future__ import annotations

from uuid import uuid4

import pytest
from python.ways import People, Way

from amity import connections, follows, relations
from amity.relations import Relation
from amity.relations.errors import TooManyPeople


def test_with_people(way: Way, people: People) -> None:
    asked = way.run(people.ben, connections.request(people.ada))
    way.run(people.ada, follows.follow(people.cleo))
    got = way.run(people.ada, relations.with_people([people.cleo, str(people.ben)]))
    assert got == [
        Relation(people.cleo, "none", None, True, False, False, False, None, None),
        Relation(people.ben, "pending_received", asked.id, False, False, False, False, None, None),
    ]
    (got,) = way.run(people.ada, relations.with_people([people.dan], with_mutual=True))
    assert got.mutual_count == 0
    assert way.run(people.ada, relations.with_people([])) == []
    with pytest.raises(TooManyPeople) as caught:
        way.run(people.ada, relations.with_people([uuid4() for _ in range(1001)]))
    assert "1000" in caught.value.hint


def test_find(way: Way, people: People) -> None:
    assert way.run(people.ada, relations.find(people.ben)) == people.ben
    assert way.run(people.ada, relations.find(7)) is None


def test_my_counters(way: Way, people: People) -> None:
    way.run(people.ben, connections.request(people.ada))
    got = way.run(people.ada, relations.my_counters())
    assert {name: got[name] for name in ("connections", "pending_received")} == {
        "connections": 0,
        "pending_received": 1,
    }
