"""Every contestant gives the answers that Amity gives, and is left with the same ties."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID

import psycopg
import pytest
from measuring.clients import Client
from measuring.contestants import amity, bare, friendships, mirror
from measuring.contestants.actor import Actor
from measuring.contestants.amity import AMITY
from measuring.contestants.bare import BARE, LOGGED
from measuring.contestants.friendships import FRIENDSHIPS
from measuring.graph import Graph
from measuring.rows.feed import post
from measuring.rows.reads import Question, questions
from measuring.world import World

pytestmark = pytest.mark.deep

Conn = psycopg.Connection[Any]

SIZE = 2_000
READS = {
    **{("bare", row): statement for row, statement in bare.READS.items() if row != "feed"},
    **{("mirror", row): statement for row, statement in mirror.READS.items()},
    **{("friendships", row): statement for row, statement in friendships.READS.items()},
}


@pytest.fixture
def world(database: str) -> World:
    world = World(AMITY.who, database, Graph(SIZE), has_others=True)
    world.settle()
    return world


@pytest.fixture
def asker(world: World) -> Iterator[Conn]:
    with psycopg.connect(world.url, autocommit=True) as conn:
        yield conn


def of_amity(conn: Conn, question: Question, statement: bytes) -> list[Any]:
    conn.execute("set role authenticated")
    conn.execute(amity.claims(question.me).encode())
    rows = conn.execute(statement).fetchall()
    conn.execute("reset role")
    return rows


def told(world: World, rows: list[Any]) -> list[Any]:
    """The rows without the ids of ties, which each makes for itself, and notifications: ours."""
    people = set(world.graph.ids)

    def alike(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: n for name, n in value.items() if name != "unread_notifications"}
        return "a tie" if isinstance(value, UUID) and str(value) not in people else value

    return [tuple(map(alike, row)) for row in rows]


def test_what_is_read(world: World, asker: Conn) -> None:
    asked = questions(world)
    for (_, row), statement in READS.items():
        # those of the friendships are read without their policies, which hide no tie of one's own
        others = [asker.execute(question.in_sql(statement)).fetchall() for question in asked]
        own = [of_amity(asker, question, question.of_amity(row)) for question in asked]
        assert list(map(partial(told, world), others)) == list(map(partial(told, world), own)), row
        assert sum(map(len, own)) >= len(asked), row


def test_a_feed(world: World, asker: Conn) -> None:
    post(world, 3_000)
    for ties, reader in world.graph.feed_readers.items():
        question = Question(world.graph.ids[reader], "", [])
        own = of_amity(asker, question, amity.FEED.encode())
        assert len(own) == 50, ties
        assert asker.execute(question.in_sql(bare.READS["feed"])).fetchall() == own


TIES = {
    AMITY: (
        "select requester_id, recipient_id, status::text from amity.connections",
        "select follower_id, followed_id from amity.follows",
        "select blocker_id, blocked_id from amity.blocks",
    ),
    BARE: (
        "select requester_id, recipient_id, status from bare.connections",
        "select follower_id, followed_id from bare.follows",
        "select blocker_id, blocked_id from bare.blocks",
    ),
    LOGGED: (
        "select requester_id, recipient_id, status from logged.connections",
        "select follower_id, followed_id from logged.follows",
        "select blocker_id, blocked_id from logged.blocks",
    ),
    FRIENDSHIPS: ("select requester_id, addressee_id, status from public.friendships",),
}
HISTORIES = {
    AMITY: "select requester_id, recipient_id, action::text, actor_id"
    " from amity_private.connections_history",
    LOGGED: "select one_id, other_id, action, actor_id from logged.connections_history",
}


def lived(world: World, actor: Actor) -> None:
    """Has five pairs go through everything that the contestant can do, and end differently."""
    client = Client(world.url)
    ids = world.graph.ids
    pairs = [(ids[a], ids[b]) for a, b in islice(Graph(SIZE).strangers(), 5)]
    lives = (
        ["request"],
        ["request", "accept"],
        ["request", "accept", "remove", "request", "cancel"],
        ["follow", "request", "accept", "block"],
        ["follow", "unfollow", "follow"],
    )
    with client.conn:
        for (one, other), life in zip(pairs, lives, strict=True):
            for verb in life:
                if verb in actor.verbs:
                    who = (other, one) if verb == "accept" else (one, other)
                    client.send(actor.act(verb, *who))


def test_what_is_done(world: World, asker: Conn) -> None:
    # the requests of the readers are in some of the tables only
    before = {a: [set(asker.execute(t).fetchall()) for t in TIES[a]] for a in TIES}
    for actor in TIES:
        lived(world, actor)
    new = {
        actor: [
            set(asker.execute(t).fetchall()) - old for t, old in zip(ts, before[actor], strict=True)
        ]
        for actor, ts in TIES.items()
    }
    assert [len(ties) for ties in new[AMITY]] == [2, 1, 1]
    assert new[BARE] == new[LOGGED] == new[AMITY]
    # which knows no block
    assert new[AMITY][0] < new[FRIENDSHIPS][0]
    assert len(new[FRIENDSHIPS][0]) == 3
    own, other = (
        asker.execute(
            f"{history} where actor_id is not null order by entry desc limit 9"
        ).fetchall()
        for history in HISTORIES.values()
    )
    assert own == other


@pytest.mark.postgres(18)  # Django is set up once in a process
def test_django_friendship(world: World, asker: Conn) -> None:
    from measuring.contestants import django_friendship  # noqa: PLC0415 - takes long to import

    django_friendship.configure(world.url)
    one, other = next(world.graph.strangers())
    try:
        django_friendship.fill(len(world.graph.ids), world.graph.connections)
        django_friendship.befriend(one, other)
    finally:
        django_friendship.session().close()
    friends = asker.execute("select from_user_id - 1, to_user_id - 1 from django.friendship_friend")
    ties = {*world.graph.connections, (one, other)}
    assert set(friends.fetchall()) == ties | {(b, a) for a, b in ties}
    requests = asker.execute("select count(*) from django.friendship_friendshiprequest")
    assert requests.fetchone() == (0,)
