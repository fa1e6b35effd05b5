"""Every call of every module does what it says, on either kind of connection.

A test is named for its call: `test_<kind>_<verb>`, and what it shows. Other kinds bring their own.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Literal

import pytest
from python.kinds import KINDS
from python.ways import OWNER, SERVICE, People, Way
from support.clusters import Cluster, Template

from amity import blocks, connections, follows, friendships, people, settings, suggestions

Answer = Literal["accepted", "rejected", "cancelled"]
HERE = (people, settings, blocks, connections, follows, suggestions, friendships)


@pytest.fixture
def database(server: Cluster, template: Template) -> Iterator[str]:
    """A database of its own for each: some calls change what holds for everybody."""
    with server.clone(template("migrated")) as url:
        yield url


@pytest.fixture
def p(people: People) -> People:
    """The people."""
    return people


@pytest.fixture
def asked(way: Way, p: People) -> None:
    """Ada has sent Ben a request."""
    way.run(p.ada, connections.request(p.ben, "hello"))


@pytest.fixture
def connected(way: Way, p: People, asked: None) -> None:
    """Ada and Ben are connected."""
    way.run(p.ben, connections.accept(p.ada))


@pytest.fixture
def friend_of_a_friend(way: Way, p: People, connected: None) -> None:
    """Ben is connected with Cleo as well."""
    way.tell((p.ben, connections.request(p.cleo)), (p.cleo, connections.accept(p.ben)))


@pytest.fixture
def following(way: Way, p: People) -> None:
    """Ada follows Ben."""
    way.run(p.ada, follows.follow(p.ben))


@pytest.fixture
def blocked(way: Way, p: People) -> None:
    """Ada has blocked Ben."""
    way.run(p.ada, blocks.block(p.ben, "enough", hide_from_search=False))


@pytest.fixture
def dismissed(way: Way, p: People) -> None:
    """Ada has dismissed Ben."""
    way.run(p.ada, suggestions.dismiss(p.ben))


@pytest.fixture
def attached(way: Way) -> None:
    """A table is attached: its names are the people."""
    way.run(OWNER, people.attach("amity.settings", "name"))


# --- people ---


def test_people_join(way: Way, p: People) -> None:
    assert way.run(p.stranger, people.join()).id == p.stranger
    assert way.run(p.ada, people.join()).id == p.ada


def test_people_attach(way: Way, p: People) -> None:
    assert way.run(OWNER, people.attach("amity.settings", "name")) > 4


def test_people_of(way: Way, p: People) -> None:
    assert way.run(SERVICE, people.of(p.ada)) == p.ada
    assert way.run(SERVICE, people.of(7)) is None


def test_people_of_an_attached_table(way: Way, attached: None) -> None:
    assert way.run(SERVICE, people.of("request_ttl")) is not None


def test_people_detach(way: Way, attached: None) -> None:
    way.run(OWNER, people.detach())
    assert way.run(SERVICE, people.of("request_ttl")) is not None


# --- settings ---


def test_settings_change(way: Way) -> None:
    cap = way.run(SERVICE, settings.change("max_following", 7))
    assert (cap.name, cap.value, cap.fallback) == ("max_following", "7", None)
    switch = way.run(SERVICE, settings.change("follows_enabled", False))
    assert (switch.type, switch.value, switch.fallback) == ("boolean", "false", "true")


def test_settings_readable(way: Way, p: People) -> None:
    assert way.run(p.ada, settings.readable())["max_message_length"] == "1000"


def test_settings_every(way: Way) -> None:
    names = [row.name for row in way.run(SERVICE, settings.every())]
    assert names == sorted(names)
    assert len(names) > 5


# --- blocks ---


def test_blocks_block(way: Way, p: People) -> None:
    got = way.run(p.ada, blocks.block(p.ben, "enough", prevent_profile_view=False))
    assert (got.blocker_id, got.blocked_id, got.reason) == (p.ada, p.ben, "enough")
    assert (got.hide_from_search, got.prevent_profile_view) == (True, False)


def test_blocks_block_of_a_connection(way: Way, p: People, connected: None) -> None:
    assert way.run(p.ben, blocks.block(p.ada)).reason is None


def test_blocks_unblock(way: Way, p: People, blocked: None) -> None:
    got = way.run(p.ada, blocks.unblock(p.ben))
    assert (got.blocked_id, got.reason) == (p.ben, "enough")


def test_blocks_mine(way: Way, p: People, blocked: None) -> None:
    assert [row.blocked_id for row in way.run(p.ada, blocks.mine())] == [p.ben]
    assert way.run(p.ben, blocks.mine()) == []


def test_blocks_history(way: Way, p: People, blocked: None) -> None:
    got = way.run(p.ada, blocks.history())
    assert [(row.blocked_id, row.action) for row in got] == [(p.ben, "blocked")]


# --- connections ---


def test_connections_request(way: Way, p: People) -> None:
    got = way.run(p.ada, connections.request(p.ben, "hello"))
    assert (got.requester_id, got.recipient_id, got.status) == (p.ada, p.ben, "pending")
    assert (got.message, got.responded_at) == ("hello", None)


def test_connections_request_that_crosses(way: Way, p: People, asked: None) -> None:
    got = way.run(p.ben, connections.request(str(p.ada)))
    assert (got.requester_id, got.status, got.message) == (p.ada, "accepted", "hello")


def test_connections_accept(way: Way, p: People, asked: None) -> None:
    got = way.run(p.ben, connections.accept(p.ada))
    assert got.status == "accepted"
    assert got.responded_at
    assert got.responded_at >= got.requested_at


def test_connections_reject(way: Way, p: People, asked: None) -> None:
    got = way.run(p.ben, connections.reject(p.ada))
    assert got.status == "rejected"
    assert got.responded_at is not None


def test_connections_cancel(way: Way, p: People, asked: None) -> None:
    got = way.run(p.ada, connections.cancel(p.ben))
    assert (got.status, got.responded_at) == ("cancelled", None)


def test_connections_remove(way: Way, p: People, connected: None) -> None:
    got = way.run(p.ada, connections.remove(p.ben))
    assert (got.requester_id, got.status) == (p.ada, "accepted")


def test_connections_status(way: Way, p: People) -> None:
    assert way.run(p.ada, connections.status(p.ben)).status == "none"
    assert way.run(p.ada, connections.status(p.stranger)).status == "none"
    way.run(p.ada, connections.request(p.ben))
    assert way.run(p.ada, connections.status(p.ben)).status == "pending_sent"
    assert way.run(p.ben, connections.status(p.ada)).status == "pending_received"
    way.run(p.ben, connections.accept(p.ada))
    assert way.run(p.ada, connections.status(p.ben)).status == "accepted"


def test_connections_mutual(way: Way, p: People, friend_of_a_friend: None) -> None:
    assert way.run(p.ada, connections.mutual(p.cleo)) == [p.ben]


def test_connections_mutual_count(way: Way, p: People, friend_of_a_friend: None) -> None:
    assert way.run(p.ada, connections.mutual_count(p.cleo)) == 1


def test_connections_pending_count(way: Way, p: People, asked: None) -> None:
    assert way.run(p.ben, connections.pending_count()) == 1
    assert way.run(p.ada, connections.pending_count()) == 0


def test_connections_mine(way: Way, p: People, connected: None) -> None:
    got = way.run(p.ben, connections.mine())
    assert [(row.person_id, row.asked_by_me) for row in got] == [(p.ada, False)]


def test_connections_incoming(way: Way, p: People, asked: None) -> None:
    got = way.run(p.ben, connections.incoming())
    assert [(row.requester_id, row.message) for row in got] == [(p.ada, "hello")]
    assert way.run(p.ada, connections.incoming()) == []


def test_connections_outgoing(way: Way, p: People, asked: None) -> None:
    assert [row.recipient_id for row in way.run(p.ada, connections.outgoing())] == [p.ben]
    assert way.run(p.ben, connections.outgoing()) == []


def test_connections_requests(way: Way, p: People, connected: None) -> None:
    got = way.run(p.ada, connections.requests())
    assert [(row.recipient_id, row.status) for row in got] == [(p.ben, "approved")]


def test_connections_sent(way: Way, p: People, connected: None) -> None:
    got = way.run(p.ada, connections.sent())
    assert [(row.recipient_id, row.status) for row in got] == [(p.ben, "approved")]
    assert way.run(p.ben, connections.sent()) == []


@pytest.mark.parametrize("status", ["accepted", "rejected"])
def test_connections_answer(way: Way, p: People, asked: None, status: Answer) -> None:
    (request,) = way.run(p.ben, connections.incoming())
    assert way.run(p.cleo, connections.answer(request.id, status)) is None
    with pytest.raises(connections.errors.NotRecipient):
        way.run(p.ada, connections.answer(request.id, status))
    got = way.run(p.ben, connections.answer(str(request.id), status))
    assert got
    assert (got.id, got.status) == (request.id, status)


def test_connections_answer_cancels(way: Way, p: People, asked: None) -> None:
    (request,) = way.run(p.ada, connections.outgoing())
    with pytest.raises(connections.errors.NotRequester):
        way.run(p.ben, connections.answer(request.id, "cancelled"))
    got = way.run(p.ada, connections.answer(request.id, "cancelled"))
    assert got
    assert got.status == "cancelled"
    assert way.run(p.ada, connections.answer(request.id, "cancelled")) is None


def test_connections_find_request(way: Way, p: People, asked: None) -> None:
    (request,) = way.run(p.ben, connections.incoming())
    assert way.run(p.ada, connections.find_request(str(request.id))) == request
    assert way.run(p.cleo, connections.find_request(request.id)) is None
    way.run(p.ben, connections.accept(p.ada))
    ended = way.run(p.ada, connections.find_request(request.id))
    assert ended
    assert ended.status == "approved"


def test_connections_find_position(way: Way, p: People, asked: None) -> None:
    (request,) = way.run(p.ben, connections.incoming())
    way.run(p.ben, connections.reject(p.ada))
    for person in (p.ada, p.ben):
        found = way.run(person, connections.find_position(str(request.id)))
        assert found
        assert (found.id, found.requested_at) == (request.id, request.requested_at)
    assert way.run(p.cleo, connections.find_position(request.id)) is None


def test_connections_history(way: Way, p: People, connected: None) -> None:
    got = way.run(p.ada, connections.history())
    assert [row.action for row in got] == ["accepted", "requested"]


# --- follows ---


def test_follows_follow(way: Way, p: People) -> None:
    got = way.run(p.ada, follows.follow(p.ben))
    assert (got.follower_id, got.followed_id) == (p.ada, p.ben)


def test_follows_unfollow(way: Way, p: People, following: None) -> None:
    assert way.run(p.ada, follows.unfollow(p.ben)).followed_id == p.ben


def test_follows_remove_follower(way: Way, p: People, following: None) -> None:
    assert way.run(p.ben, follows.remove_follower(p.ada)).follower_id == p.ada


def test_follows_followers(way: Way, p: People, following: None) -> None:
    assert [row.follower_id for row in way.run(p.ben, follows.followers())] == [p.ada]
    assert way.run(p.ada, follows.followers()) == []


def test_follows_following(way: Way, p: People, following: None) -> None:
    assert [row.followed_id for row in way.run(p.ada, follows.following())] == [p.ben]
    assert way.run(p.ben, follows.following()) == []


def test_follows_history(way: Way, p: People, following: None) -> None:
    got = way.run(p.ben, follows.history())
    assert [(row.follower_id, row.action) for row in got] == [(p.ada, "followed")]


# --- suggestions ---


def test_suggestions_suggest(way: Way, p: People, friend_of_a_friend: None) -> None:
    got = way.run(p.ada, suggestions.suggest())
    assert [(row.person_id, row.mutual_count) for row in got] == [(p.cleo, 1)]


def test_suggestions_dismiss(way: Way, p: People) -> None:
    got = way.run(p.ada, suggestions.dismiss(p.ben))
    assert (got.owner_id, got.person_id) == (p.ada, p.ben)


def test_suggestions_restore(way: Way, p: People, dismissed: None) -> None:
    assert way.run(p.ada, suggestions.restore(p.ben)).person_id == p.ben


def test_suggestions_dismissed(way: Way, p: People, dismissed: None) -> None:
    assert [row.person_id for row in way.run(p.ada, suggestions.dismissed())] == [p.ben]


# --- friendships ---


def test_friendships_mine(way: Way, p: People, connected: None) -> None:
    got = way.run(p.ben, friendships.mine())
    assert [(row.requester_id, row.addressee_id, row.status) for row in got] == [
        (p.ada, p.ben, "accepted")
    ]


# --- none is forgotten ---


def verbs(kind: ModuleType) -> set[str]:
    """The public functions of a kind."""
    return {
        name
        for name, thing in vars(kind).items()
        if inspect.isfunction(thing)
        and thing.__module__ == kind.__name__
        and not name.startswith("_")
    }


def test_no_call_is_forgotten() -> None:
    tests = [name for name in globals() if name.startswith("test_")]
    for kind in HERE:
        for verb in verbs(kind):
            name = f"test_{kind.__name__.removeprefix('amity.')}_{verb}"
            assert any(test == name or test.startswith(f"{name}_") for test in tests), name


@pytest.mark.parametrize("name", KINDS)
def test_the_calls_of_every_kind_are_tested(name: str) -> None:
    """Here, or beside the other tests of the kind."""
    own = Path(__file__).parents[1] / name / "test_calls.py"
    assert KINDS[name] in HERE or own.exists()


@pytest.mark.parametrize("name", KINDS)
def test_help_begins_with_the_verbs(name: str) -> None:
    """What help() shows is what `__all__` names, and classes come first."""
    assert set(KINDS[name].__all__) - {"errors"} == verbs(KINDS[name])
