"""Each call of amity.accounts, on either kind of connection."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from python.ways import OWNER, SERVICE, People, Way

from amity import accounts, connections, follows
from amity.accounts import PastConnection
from amity.errors import NotAllowed, NotYours, PersonNotFound


def know(way: Way, people: People) -> datetime:
    way.run(people.ada, connections.request(people.ben))
    made = way.run(people.ben, connections.accept(people.ada))
    assert made.responded_at
    return made.responded_at


def test_export(way: Way, people: People) -> None:
    know(way, people)
    mine = way.run(people.ada, accounts.export(people.ada))
    assert [row["recipient_id"] for row in mine["connections"]] == [str(people.ben)]
    assert way.run(SERVICE, accounts.export(str(people.ada))) == mine
    assert way.run(OWNER, accounts.export(people.ada)) == mine
    with pytest.raises(NotYours):
        way.run(people.ada, accounts.export(people.ben))
    with pytest.raises(PersonNotFound):
        way.run(SERVICE, accounts.export(people.stranger))


def test_forget(way: Way, people: People) -> None:
    know(way, people)
    pseudonym = way.run(SERVICE, accounts.forget(people.ada))
    assert {row.requester_id for row in way.run(people.ben, connections.history())} == {pseudonym}
    with pytest.raises(PersonNotFound):
        way.run(SERVICE, accounts.forget(people.ada))
    with pytest.raises(NotAllowed):
        way.run(people.ben, accounts.forget(people.ben))


def test_connections_at(way: Way, people: People) -> None:
    since = know(way, people)
    for who in (people.ada, SERVICE):
        assert way.run(who, accounts.connections_at(people.ada, datetime.now(UTC))) == [
            PastConnection(people.ben, since)
        ]
    before = since - timedelta(microseconds=1)
    assert way.run(people.ada, accounts.connections_at(people.ada, before)) == []


def test_verify(way: Way, people: People) -> None:
    way.run(people.ada, follows.follow(people.ben))
    assert way.run(SERVICE, accounts.verify()) == []
    way.rows(OWNER, "select set_config('session_replication_role', 'replica', false)")
    way.rows(OWNER, "delete from amity.follows returning id")
    broken = way.run(SERVICE, accounts.verify())
    assert {(row.kind, row.invariant) for row in broken} >= {("follows", "history_replays")}
    assert all(row.detail for row in broken)


def test_tidy(way: Way, people: People) -> None:
    tidied = way.run(SERVICE, accounts.tidy())
    assert {row.kind for row in tidied} >= {"blocks", "connections", "follows"}
    assert {row.tidied for row in tidied} == {0}
