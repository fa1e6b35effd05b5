"""Pages of every list join up, without loss and without a double, also where moments are equal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, LiteralString

import psycopg
import pytest
from python.ways import People, Way

import amity
from amity import blocks, connections, follows, suggestions

if TYPE_CHECKING:
    from amity.calls import Call

OTHERS: LiteralString = """
set local session_replication_role = replica;
create temporary table others on commit drop as
select gen_random_uuid() as id, n, timestamptz '2020-01-01' + (n / 3) * interval '1 us' as moment
from generate_series(1, 13) as n;
insert into amity.people (id) select id from others;
"""

# Ada has thirteen of each, three of them at one moment.
FILL: dict[str, LiteralString] = {
    "blocks": "insert into amity.blocks (blocker_id, blocked_id, created_at)"
    " select '{ada}', id, moment from others",
    "asked_me": "insert into amity.connections (requester_id, recipient_id, requested_at)"
    " select id, '{ada}', moment from others",
    "asked_by_me": "insert into amity.connections (requester_id, recipient_id, requested_at)"
    " select '{ada}', id, moment from others",
    "connected": "insert into amity.connections"
    " (requester_id, recipient_id, requested_at, responded_at, status)"
    " select case n % 2 when 0 then '{ada}' else id end,"
    " case n % 2 when 1 then '{ada}' else id end, moment, moment, 'accepted' from others",
    "dismissed": "insert into amity.dismissed_suggestions (owner_id, person_id, dismissed_at)"
    " select '{ada}', id, moment from others",
    "follow_me": "insert into amity.follows (follower_id, followed_id, created_at)"
    " select id, '{ada}', moment from others",
    "followed": "insert into amity.follows (follower_id, followed_id, created_at)"
    " select '{ada}', id, moment from others",
    "mutual": "insert into amity.connections"
    " (requester_id, recipient_id, responded_at, status)"
    " select id, mine, moment, 'accepted' from others, unnest('{{{ada},{ben}}}'::uuid[]) as mine",
}

# Two entries at each moment, of one tie: the tie, its two people, and what happened.
HISTORIES = {
    "connections": ("connection", "requester_id", "recipient_id", "requested,cancelled"),
    "follows": ("follow", "follower_id", "followed_id", "followed,unfollowed"),
    "blocks": ("block", "blocker_id", "blocked_id", "blocked,unblocked"),
    "step_backs": ("step_back", "owner_id", "person_id", "stepped_back,returned"),
    "circle_members": ("circle_member", "person_id", "circle_id", "invited,declined"),
}
FILL |= {
    f"{kind} history": f"insert into amity_private.{kind}_history"
    f" ({tie}_id, {mine}, {other}, action, cause, occurred_at)"
    f" select id, '{{ada}}', id, action::amity.{tie}_action, 'user', moment"
    f" from others, unnest('{{{{{actions}}}}}'::text[]) as action"
    for kind, (tie, mine, other, actions) in HISTORIES.items()
}


@dataclass(frozen=True)
class Listed:
    given: str
    page: Callable[..., Call[list[Any]]]
    key: Callable[[Any], Any] = lambda row: row.id
    count: int = 13


LISTS = {
    "blocks": Listed("blocks", lambda p, **page: blocks.mine(**page)),
    "incoming": Listed("asked_me", lambda p, **page: connections.incoming(**page)),
    "outgoing": Listed("asked_by_me", lambda p, **page: connections.outgoing(**page)),
    "sent, open": Listed("asked_by_me", lambda p, **page: connections.sent(**page)),
    "sent, ended": Listed("connections history", lambda p, **page: connections.sent(**page)),
    "open requests": Listed("asked_me", lambda p, **page: connections.requests(**page)),
    "ended requests": Listed("connections history", lambda p, **page: connections.requests(**page)),
    "connections": Listed("connected", lambda p, **page: connections.mine(**page)),
    "followers": Listed("follow_me", lambda p, **page: follows.followers(**page)),
    "following": Listed("followed", lambda p, **page: follows.following(**page)),
    "dismissed": Listed(
        "dismissed", lambda p, **page: suggestions.dismissed(**page), key=lambda row: row.person_id
    ),
    "mutual": Listed(
        "mutual", lambda p, **page: connections.mutual(p.ben, **page), key=lambda row: row
    ),
}


def _history(kind: str, tie: str) -> Listed:
    return Listed(
        f"{kind} history",
        lambda p, **page: getattr(amity, kind.replace("circle_members", "circles")).history(**page),
        key=lambda row: (getattr(row, f"{tie}_id"), row.action),
        count=26,
    )


LISTS |= {f"{kind} history": _history(kind, tie) for kind, (tie, *_) in HISTORIES.items()}


def fill(database: str, people: People, given: str) -> None:
    text = FILL[given].format(ada=people.ada, ben=people.ben)
    with psycopg.connect(database) as conn:
        conn.execute(OTHERS + text)


@pytest.mark.parametrize("listed", LISTS.values(), ids=LISTS)
def test_pages_join_up(listed: Listed, way: Way, people: People, database: str) -> None:
    fill(database, people, listed.given)
    whole = way.run(people.ada, listed.page(people))
    assert len({listed.key(row) for row in whole}) == len(whole) == listed.count
    for size in (1, 2, 3, 5, 12, 13, 14, 26, 27):
        pages = [way.run(people.ada, listed.page(people, limit=size))]
        while len(pages[-1]) == size and len(pages) <= len(whole):
            after = pages[-1][-1]
            pages.append(way.run(people.ada, listed.page(people, limit=size, after=after)))
        assert [row for page in pages for row in page] == whole
        assert all(len(page) <= size for page in pages)


MOMENT = {
    "blocks": "created_at",
    "incoming": "requested_at",
    "outgoing": "requested_at",
    "connections": "connected_at",
    "followers": "created_at",
    "following": "created_at",
    **{f"{kind} history": "occurred_at" for kind in HISTORIES},
    "dismissed": "dismissed_at",
}


@pytest.mark.parametrize("name", MOMENT)
def test_newest_first(name: str, way: Way, people: People, database: str) -> None:
    fill(database, people, LISTS[name].given)
    moments = [getattr(row, MOMENT[name]) for row in way.run(people.ada, LISTS[name].page(people))]
    assert all(one >= other for one, other in pairwise(moments))


@pytest.mark.parametrize("listed", LISTS.values(), ids=LISTS)
def test_another_person_sees_none_of_it(
    listed: Listed, way: Way, people: People, database: str
) -> None:
    fill(database, people, listed.given)
    assert way.run(people.dan, listed.page(people)) == []


def test_suggestions_are_cut(way: Way, people: People, database: str) -> None:
    fill(database, people, "mutual")
    assert [row.person_id for row in way.run(people.ada, suggestions.suggest())] == [people.ben]
    assert way.run(people.ada, suggestions.suggest(limit=0)) == []
