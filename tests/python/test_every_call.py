"""Every call of every module does what it says, on either kind of connection."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from python.ways import OWNER, SERVICE, People, Speaker, Way
from support.clusters import Cluster, Template

import amity
from amity import (
    blocks,
    connections,
    follows,
    friendships,
    people,
    settings,
    suggestions,
)
from amity.calls import Call

MODULES = (people, settings, blocks, connections, follows, suggestions, friendships)
Said = tuple[Speaker, Call[Any]]


def nothing_yet(p: People) -> Iterable[Said]:
    return ()


def asked(p: People) -> Iterable[Said]:
    return ((p.ada, connections.request(p.ben, "hello")),)


def connected(p: People) -> Iterable[Said]:
    return (*asked(p), (p.ben, connections.accept(p.ada)))


def friend_of_a_friend(p: People) -> Iterable[Said]:
    return (
        *connected(p),
        (p.ben, connections.request(p.cleo)),
        (p.cleo, connections.accept(p.ben)),
    )


def following(p: People) -> Iterable[Said]:
    return ((p.ada, follows.follow(p.ben)),)


def blocked(p: People) -> Iterable[Said]:
    return ((p.ada, blocks.block(p.ben, "enough", hide_from_search=False)),)


def dismissed(p: People) -> Iterable[Said]:
    return ((p.ada, suggestions.dismiss(p.ben)),)


def attached(p: People) -> Iterable[Said]:
    return ((OWNER, people.attach("amity.settings", "name")),)


@dataclass(frozen=True)
class Case:
    of: Callable[..., Call[Any]]
    given: Callable[[People], Iterable[Said]]
    said: Callable[[People], Said]
    right: Callable[[Any, People], bool]


CASES = [
    # people
    Case(
        people.join,
        nothing_yet,
        lambda p: (p.stranger, people.join()),
        lambda got, p: got.id == p.stranger,
    ),
    Case(
        people.join, nothing_yet, lambda p: (p.ada, people.join()), lambda got, p: got.id == p.ada
    ),
    Case(
        people.attach,
        nothing_yet,
        lambda p: (OWNER, people.attach("amity.settings", "name")),
        lambda got, p: got > 4,
    ),
    Case(
        people.of, nothing_yet, lambda p: (SERVICE, people.of(p.ada)), lambda got, p: got == p.ada
    ),
    Case(people.of, nothing_yet, lambda p: (SERVICE, people.of(7)), lambda got, p: got is None),
    Case(
        people.of,
        attached,
        lambda p: (SERVICE, people.of("request_ttl")),
        lambda got, p: got is not None,
    ),
    Case(people.detach, attached, lambda p: (OWNER, people.detach()), lambda got, p: got is None),
    # settings
    Case(
        settings.change,
        nothing_yet,
        lambda p: (SERVICE, settings.change("max_following", 7)),
        lambda got, p: (got.name, got.value, got.fallback) == ("max_following", "7", None),
    ),
    Case(
        settings.change,
        nothing_yet,
        lambda p: (SERVICE, settings.change("follows_enabled", False)),
        lambda got, p: (got.type, got.value, got.fallback) == ("boolean", "false", "true"),
    ),
    Case(
        settings.every,
        nothing_yet,
        lambda p: (SERVICE, settings.every()),
        lambda got, p: (
            [row.name for row in got] == sorted(row.name for row in got) and len(got) > 5
        ),
    ),
    # blocks
    Case(
        blocks.block,
        nothing_yet,
        lambda p: (p.ada, blocks.block(p.ben, "enough", prevent_profile_view=False)),
        lambda got, p: (
            (got.blocker_id, got.blocked_id, got.reason) == (p.ada, p.ben, "enough")
            and got.hide_from_search
            and not got.prevent_profile_view
        ),
    ),
    Case(
        blocks.block,
        connected,
        lambda p: (p.ben, blocks.block(p.ada)),
        lambda got, p: got.reason is None,
    ),
    Case(
        blocks.unblock,
        blocked,
        lambda p: (p.ada, blocks.unblock(p.ben)),
        lambda got, p: (got.blocked_id, got.reason) == (p.ben, "enough"),
    ),
    Case(
        blocks.mine,
        blocked,
        lambda p: (p.ada, blocks.mine()),
        lambda got, p: [row.blocked_id for row in got] == [p.ben],
    ),
    Case(blocks.mine, blocked, lambda p: (p.ben, blocks.mine()), lambda got, p: got == []),
    Case(
        blocks.history,
        blocked,
        lambda p: (p.ada, blocks.history()),
        lambda got, p: [(row.blocked_id, row.action) for row in got] == [(p.ben, "blocked")],
    ),
    # connections
    Case(
        connections.request,
        nothing_yet,
        lambda p: (p.ada, connections.request(p.ben, "hello")),
        lambda got, p: (
            (got.requester_id, got.recipient_id, got.status, got.message, got.responded_at)
            == (p.ada, p.ben, "pending", "hello", None)
        ),
    ),
    Case(
        connections.request,
        asked,
        lambda p: (p.ben, connections.request(str(p.ada))),
        lambda got, p: (got.requester_id, got.status, got.message) == (p.ada, "accepted", "hello"),
    ),
    Case(
        connections.accept,
        asked,
        lambda p: (p.ben, connections.accept(p.ada)),
        lambda got, p: got.status == "accepted" and got.responded_at >= got.requested_at,
    ),
    Case(
        connections.reject,
        asked,
        lambda p: (p.ben, connections.reject(p.ada)),
        lambda got, p: got.status == "rejected" and got.responded_at is not None,
    ),
    Case(
        connections.cancel,
        asked,
        lambda p: (p.ada, connections.cancel(p.ben)),
        lambda got, p: got.status == "cancelled" and got.responded_at is None,
    ),
    Case(
        connections.remove,
        connected,
        lambda p: (p.ada, connections.remove(p.ben)),
        lambda got, p: (got.requester_id, got.status) == (p.ada, "accepted"),
    ),
    *(
        Case(connections.status, given, said, lambda got, p, state=state: got == state)
        for given, said, state in (
            (nothing_yet, lambda p: (p.ada, connections.status(p.ben)), "none"),
            (nothing_yet, lambda p: (p.ada, connections.status(p.stranger)), "none"),
            (asked, lambda p: (p.ada, connections.status(p.ben)), "pending_sent"),
            (asked, lambda p: (p.ben, connections.status(p.ada)), "pending_received"),
            (connected, lambda p: (p.ada, connections.status(p.ben)), "accepted"),
        )
    ),
    Case(
        connections.mutual,
        friend_of_a_friend,
        lambda p: (p.ada, connections.mutual(p.cleo)),
        lambda got, p: got == [p.ben],
    ),
    Case(
        connections.mutual_count,
        friend_of_a_friend,
        lambda p: (p.ada, connections.mutual_count(p.cleo)),
        lambda got, p: got == 1,
    ),
    Case(
        connections.pending_count,
        asked,
        lambda p: (p.ben, connections.pending_count()),
        lambda got, p: got == 1,
    ),
    Case(
        connections.pending_count,
        asked,
        lambda p: (p.ada, connections.pending_count()),
        lambda got, p: got == 0,
    ),
    Case(
        connections.mine,
        connected,
        lambda p: (p.ben, connections.mine()),
        lambda got, p: [(row.person_id, row.asked_by_me) for row in got] == [(p.ada, False)],
    ),
    Case(
        connections.incoming,
        asked,
        lambda p: (p.ben, connections.incoming()),
        lambda got, p: [(row.requester_id, row.message) for row in got] == [(p.ada, "hello")],
    ),
    Case(
        connections.incoming,
        asked,
        lambda p: (p.ada, connections.incoming()),
        lambda got, p: got == [],
    ),
    Case(
        connections.outgoing,
        asked,
        lambda p: (p.ada, connections.outgoing()),
        lambda got, p: [row.recipient_id for row in got] == [p.ben],
    ),
    Case(
        connections.outgoing,
        asked,
        lambda p: (p.ben, connections.outgoing()),
        lambda got, p: got == [],
    ),
    Case(
        connections.requests,
        connected,
        lambda p: (p.ada, connections.requests()),
        lambda got, p: [(row.recipient_id, row.status) for row in got] == [(p.ben, "approved")],
    ),
    Case(
        connections.history,
        connected,
        lambda p: (p.ada, connections.history()),
        lambda got, p: [row.action for row in got] == ["accepted", "requested"],
    ),
    # follows
    Case(
        follows.follow,
        nothing_yet,
        lambda p: (p.ada, follows.follow(p.ben)),
        lambda got, p: (got.follower_id, got.followed_id) == (p.ada, p.ben),
    ),
    Case(
        follows.unfollow,
        following,
        lambda p: (p.ada, follows.unfollow(p.ben)),
        lambda got, p: got.followed_id == p.ben,
    ),
    Case(
        follows.remove_follower,
        following,
        lambda p: (p.ben, follows.remove_follower(p.ada)),
        lambda got, p: got.follower_id == p.ada,
    ),
    Case(
        follows.followers,
        following,
        lambda p: (p.ben, follows.followers()),
        lambda got, p: [row.follower_id for row in got] == [p.ada],
    ),
    Case(
        follows.followers, following, lambda p: (p.ada, follows.followers()), lambda got, p: not got
    ),
    Case(
        follows.following,
        following,
        lambda p: (p.ada, follows.following()),
        lambda got, p: [row.followed_id for row in got] == [p.ben],
    ),
    Case(
        follows.following, following, lambda p: (p.ben, follows.following()), lambda got, p: not got
    ),
    Case(
        follows.history,
        following,
        lambda p: (p.ben, follows.history()),
        lambda got, p: [(row.follower_id, row.action) for row in got] == [(p.ada, "followed")],
    ),
    # suggestions
    Case(
        suggestions.suggest,
        friend_of_a_friend,
        lambda p: (p.ada, suggestions.suggest()),
        lambda got, p: [(row.person_id, row.mutual_count) for row in got] == [(p.cleo, 1)],
    ),
    Case(
        suggestions.dismiss,
        nothing_yet,
        lambda p: (p.ada, suggestions.dismiss(p.ben)),
        lambda got, p: (got.owner_id, got.person_id) == (p.ada, p.ben),
    ),
    Case(
        suggestions.restore,
        dismissed,
        lambda p: (p.ada, suggestions.restore(p.ben)),
        lambda got, p: got.person_id == p.ben,
    ),
    Case(
        suggestions.dismissed,
        dismissed,
        lambda p: (p.ada, suggestions.dismissed()),
        lambda got, p: [row.person_id for row in got] == [p.ben],
    ),
    # friendships
    Case(
        friendships.mine,
        connected,
        lambda p: (p.ben, friendships.mine()),
        lambda got, p: (
            [(row.requester_id, row.addressee_id, row.status) for row in got]
            == [(p.ada, p.ben, "accepted")]
        ),
    ),
]


def _name(case: Case) -> str:
    return f"{case.of.__module__.removeprefix('amity.')}.{case.of.__name__}-{case.given.__name__}"


@pytest.fixture
def database(server: Cluster, template: Template) -> Iterator[str]:
    """A database of its own for each: some calls change what holds for everybody."""
    with server.clone(template("migrated")) as url:
        yield url


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_call(case: Case, way: Way, people: People) -> None:
    got = way.tell(*case.given(people), case.said(people))
    assert case.right(got, people), got


def test_no_call_is_forgotten() -> None:
    """Whoever adds a call to one of these adds a case; other kinds bring their own tests."""
    calls = {
        function
        for module in MODULES
        for function in vars(module).values()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and str(inspect.signature(function).return_annotation).startswith("Call")
    }
    assert calls == {case.of for case in CASES}


def makers() -> list[Any]:
    """The modules of the package that make calls."""
    return [
        module
        for info in pkgutil.iter_modules(amity.__path__, prefix="amity.")
        if not info.ispkg
        and (module := import_module(info.name)).__name__ != "amity.calls"
        and vars(module).get("Call") is Call
    ]


@pytest.mark.parametrize("module", makers(), ids=lambda module: module.__name__)
def test_everything_public_is_in_all(module: Any) -> None:
    public = {
        name
        for name, thing in vars(module).items()
        if getattr(thing, "__module__", None) == module.__name__ and not name.startswith("_")
    }
    # the name of a type such as Literal knows no module
    assert public <= set(module.__all__) <= set(vars(module))


@pytest.mark.parametrize("module", makers(), ids=lambda module: module.__name__)
def test_the_calls_of_every_kind_are_tested(module: Any) -> None:
    """Here, or beside the other tests of the kind."""
    own = Path(__file__).parents[1] / module.__name__.removeprefix("amity.") / "test_calls.py"
    assert module in MODULES or own.exists()
