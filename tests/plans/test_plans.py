"""At a million connections every list, question and act goes through an index, triggers included.

Judged by what EXPLAIN says of each statement that really ran, down into functions, triggers and
foreign keys: by the kind of its nodes and the number of rows read, never by time.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from plans.million import BIG, Node, Person, nodes

from amity import blocks, connections, follows, friendships, settings, suggestions
from amity.blocks.errors import Blocked
from amity.calls import Call, values
from amity.connections.errors import PendingRequest
from amity.speaking import as_service, speaking_as


@dataclass(frozen=True)
class Case:
    """What is said; the indexes that must carry it; whether they must give its order as well."""

    say: Callable[[Person], Call[Any]]
    by: tuple[str, ...] = ()
    ordered: bool = False
    most: int = 150
    """How many rows may be read of the big tables."""
    big: frozenset[str] = BIG
    """The tables that have to be searched."""


def everything_of(plans: list[dict[str, Any]]) -> list[tuple[str, Node]]:
    return [(plan["Query Text"], node) for plan in plans for node in nodes(plan["Plan"])]


Judge = Callable[..., None]


def raw(statement: LiteralString, *names: str) -> Callable[[Person], Call[Any]]:
    """A statement as a client would send it: the names are people, in their order."""
    return lambda me: values(UUID, statement, *(getattr(me, name) for name in names))


LISTS = {
    "incoming": Case(
        lambda me: connections.incoming(limit=20), ("connections_incoming",), ordered=True
    ),
    "outgoing": Case(
        lambda me: connections.outgoing(limit=20), ("connections_outgoing",), ordered=True
    ),
    "my connections": Case(
        lambda me: connections.mine(limit=20),
        ("connections_of_requester", "connections_of_recipient"),
        ordered=True,
    ),
    "followers": Case(lambda me: follows.followers(limit=20), ("follows_followers",), ordered=True),
    "following": Case(lambda me: follows.following(limit=20), ("follows_following",), ordered=True),
    "sent requests": Case(lambda me: connections.sent(limit=20), ordered=True, most=500),
    "a request": Case(lambda me: connections.find_request(me.me)),
    "the position of a request": Case(lambda me: connections.find_position(me.me)),
    "blocked": Case(lambda me: blocks.mine(limit=20), ("blocks_by_time",), ordered=True),
    "dismissed": Case(lambda me: suggestions.dismissed(), ("dismissed_suggestions_by_time",)),
    "requests": Case(lambda me: connections.requests(limit=20), ordered=True, most=500),
    "connections history": Case(lambda me: connections.history(limit=20), ordered=True),
    "follows history": Case(lambda me: follows.history(limit=20), ordered=True),
    "blocks history": Case(lambda me: blocks.history(limit=20)),
    "friendships": Case(lambda me: friendships.mine(limit=20), most=500),
    "mutual": Case(lambda me: connections.mutual(me.connected, limit=20), most=1000),
    "mutual count": Case(lambda me: connections.mutual_count(me.connected), most=1000),
    "suggestions": Case(lambda me: suggestions.suggest(limit=10), most=20_000),
    "pending count": Case(lambda me: connections.pending_count(), ("connections_incoming",)),
    "select * from connections": Case(raw("select id from amity.connections"), most=500),
    "select * from follows": Case(raw("select id from amity.follows"), most=500),
    "select * from blocks": Case(raw("select id from amity.blocks")),
    # row security finds what is mine, whatever order and limit a client asks for
    "some connections": Case(raw("select id from amity.connections limit 1000"), most=500),
    "the latest connections": Case(
        raw("select id from amity.connections order by id desc limit 20"), most=500
    ),
    "the latest follows": Case(
        raw("select id from amity.follows order by id desc limit 20"), most=500
    ),
    "the latest blocks": Case(raw("select id from amity.blocks order by id desc limit 20")),
    "incoming, as PostgREST asks": Case(
        raw(
            "select id from amity.connections where recipient_id = %s and status = 'pending'"
            " order by requested_at desc limit 20",
            "me",
        ),
        ("connections_incoming",),
    ),
    "outgoing, as PostgREST asks": Case(
        raw(
            "select id from amity.connections where requester_id = %s and status = 'pending'"
            " order by requested_at desc limit 20",
            "me",
        ),
        ("connections_outgoing",),
    ),
    "my connections, as PostgREST asks": Case(
        raw("select id from amity.my_connections order by connected_at desc limit 20"),
        ("connections_of_requester", "connections_of_recipient"),
    ),
}

PAIRS = {
    f"status of a person {name}": Case(
        lambda me, name=name: connections.status(getattr(me, name)),
        ("connections_one_per_pair",),
        most=1,
    )
    for name in ("connected", "asked_me", "asked_by_me", "blocked", "stranger")
} | {
    "the row of a pair": Case(
        raw(
            "select id from amity.connections where (requester_id = %s and recipient_id = %s)"
            " or (requester_id = %s and recipient_id = %s)",
            "me",
            "connected",
            "connected",
            "me",
        ),
        most=200,
    ),
    "do I follow": Case(
        raw(
            "select id from amity.follows where follower_id = %s and followed_id = %s",
            "me",
            "followed",
        ),
        most=60,
    ),
    "did I block": Case(
        raw("select id from amity.blocks where blocked_id = %s", "blocked"),
        most=3,
    ),
}

# What a star has is not read for another person who asks about it.
STARS = {
    f"{table} by {column}": Case(
        raw(f"select 1 from amity.{table} where {column} = %s", "star"), most=300
    )
    for table, column in (
        ("connections", "requester_id"),
        ("connections", "recipient_id"),
        ("follows", "follower_id"),
        ("follows", "followed_id"),
        ("connections_history", "requester_id"),
        ("connections_history", "recipient_id"),
        ("follows_history", "follower_id"),
        ("follows_history", "followed_id"),
        ("blocks_history", "blocker_id"),
        ("friendships", "requester_id"),
        ("friendships", "addressee_id"),
        ("connection_requests", "requester_id"),
        ("connection_requests", "recipient_id"),
    )
}

# With caps, the rows under a cap are counted: never more than it allows.
ACTS = {
    "request": Case(lambda me: connections.request(me.stranger)),
    "crossing request": Case(lambda me: connections.request(me.asked_me), most=400),
    "request again": Case(lambda me: connections.request(me.asked_by_me)),
    "request across a block": Case(lambda me: connections.request(me.blocked)),
    "accept": Case(lambda me: connections.accept(me.asked_me), most=400),
    "reject": Case(lambda me: connections.reject(me.asked_me)),
    "cancel": Case(lambda me: connections.cancel(me.asked_by_me)),
    "remove": Case(lambda me: connections.remove(me.connected)),
    "follow": Case(lambda me: follows.follow(me.stranger)),
    "unfollow": Case(lambda me: follows.unfollow(me.followed)),
    "remove a follower": Case(lambda me: follows.remove_follower(me.follower)),
    "block a connection": Case(lambda me: blocks.block(me.connected)),
    "block a stranger": Case(lambda me: blocks.block(me.stranger)),
    "unblock": Case(lambda me: blocks.unblock(me.blocked)),
    "dismiss": Case(lambda me: suggestions.dismiss(me.stranger)),
    "restore": Case(lambda me: suggestions.restore(me.dismissed)),
}

LIMITS: dict[str, str | int] = {
    "request_ttl": "100 years",
    "request_cooldown": "30 days",
    "max_connections": 1000,
    "max_pending_sent": 1000,
    "max_following": 1000,
}


def complaints(plans: list[dict[str, Any]], case: Case) -> list[str]:
    """What is wrong with the plans of everything that ran."""
    every = everything_of(plans)
    scans = [(text, node) for text, node in every if node.get("Relation Name") in case.big]
    wrong = []
    for text, node in scans:
        if node["Node Type"] == "Seq Scan":
            wrong.append(f"Seq Scan on {node['Relation Name']} in {text}")
        elif node.is_scan and not node.is_lookup:
            wrong.append(f"all of {node.index} read in {text}")
    wrong += [
        f"amity.me() for each row in {text}" for text, node in every if node.asks_me_each_time
    ]
    read = sum(node.read for _, node in scans if node["Node Type"] != "ModifyTable")
    if read > case.most:
        wrong.append(f"{read:.0f} rows read, at most {case.most} wanted")
    used = {node.index for _, node in every}
    wrong += [f"{index} not used, but {used}" for index in case.by if index not in used]
    if case.ordered:
        wrong += [
            f"Sort of {node['Actual Rows']} rows in {text}"
            for text, node in every
            if node["Node Type"] == "Sort"
        ]
    return [" ".join(line.split()) for line in wrong]


@pytest.fixture
def judge(
    conn: psycopg.Connection[Any], me: Person, watched: Callable[..., list[dict[str, Any]]]
) -> Judge:
    """Give a function that runs a case, undoes it, and complains about its plans."""

    def say(case: Case) -> None:
        with suppress(PendingRequest, Blocked), conn.transaction():
            case.say(me).on(conn)

    def run(case: Case, speaker: UUID | None = None) -> None:
        with conn.transaction(force_rollback=True), speaking_as(conn, speaker or me.me):
            plans = watched(lambda: say(case))
        assert plans
        wrong = complaints(plans, case)
        assert not wrong, "\n".join(wrong)

    return run


@pytest.mark.parametrize("case", LISTS.values(), ids=LISTS)
def test_lists(case: Case, judge: Judge) -> None:
    judge(case)


@pytest.mark.parametrize(
    "name",
    [
        "followers",
        "following",
        "my connections",
        "incoming",
        "outgoing",
        "requests",
        "connections history",
        "follows history",
    ],
)
def test_a_star_reads_a_page_and_not_everything(name: str, judge: Judge, me: Person) -> None:
    judge(LISTS[name], me.star)


HISTORIES: dict[str, Callable[..., Call[list[Any]]]] = {
    "connections": connections.history,
    "follows": follows.history,
    "blocks": blocks.history,
}


# 15 guesses one row of the view of blocks, and sorts them all
ON_18 = {"blocks": [pytest.mark.postgres(18)]}


@pytest.mark.parametrize(
    "history",
    [
        pytest.param(history, id=name, marks=ON_18.get(name, []))
        for name, history in HISTORIES.items()
    ],
)
def test_a_late_page_of_a_history_is_found_at_once(
    history: Callable[..., Call[list[Any]]],
    conn: psycopg.Connection[Any],
    judge: Judge,
    me: Person,
) -> None:
    with speaking_as(conn, me.star):
        last = history(limit=1000).on(conn)[-1]
    judge(Case(lambda _: history(limit=20, after=last)), me.star)


@pytest.mark.parametrize("case", PAIRS.values(), ids=PAIRS)
def test_pairs(case: Case, judge: Judge) -> None:
    judge(case)


@pytest.mark.parametrize("case", STARS.values(), ids=STARS)
def test_about_a_star(case: Case, judge: Judge) -> None:
    judge(case)


@pytest.mark.parametrize("case", ACTS.values(), ids=ACTS)
def test_acts_and_everything_they_check(
    case: Case, conn: psycopg.Connection[Any], judge: Judge
) -> None:
    with conn.transaction(force_rollback=True):
        with as_service(conn):
            for name, value in LIMITS.items():
                settings.change(name, value).on(conn)
        judge(case)


def test_the_end_of_an_account(
    conn: psycopg.Connection[Any], me: Person, watched: Callable[..., list[dict[str, Any]]]
) -> None:
    def leave() -> None:
        conn.execute("delete from amity.people where id = %s", [me.me])

    with conn.transaction(force_rollback=True), as_service(conn):
        plans = watched(leave)
    wrong = complaints(plans, Case(raw(""), most=3000))
    assert not wrong, "\n".join(wrong)
