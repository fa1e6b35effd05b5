"""Imported at once, any list of edges gives what the same edges give one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import permutations
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from amity import accounts, imports
from amity.calls import nothing
from amity.errors import Refusal
from amity.speaking import as_service, speaking_as

PEOPLE = [UUID(int=n) for n in range(1, 6)]
NOBODY = UUID(int=99)
WAYS = list(permutations(PEOPLE, 2))
DAYS = [None, *(datetime(2020, 1, day, tzinfo=UTC) for day in range(1, 5))]

Pair = tuple[UUID, UUID]


@dataclass(frozen=True)
class Before:
    """What stands before the import."""

    requests: list[Pair]
    expired: bool
    connections: list[Pair]
    follows: list[Pair]
    blocks: list[Pair]
    cap: int | None
    kept: bool


some = st.lists(st.sampled_from(WAYS), max_size=4, unique=True)
befores = st.builds(
    Before,
    some,
    st.booleans(),
    some,
    some,
    st.lists(st.sampled_from(WAYS), max_size=2, unique=True),
    st.sampled_from([None, None, 1, 2]),
    st.booleans(),
)
edges = st.lists(
    st.tuples(
        st.sampled_from([*PEOPLE, *PEOPLE, NOBODY]), st.sampled_from(PEOPLE), st.sampled_from(DAYS)
    ),
    max_size=12,
)

INSERT = {
    "connections": "insert into amity.connections"
    " (requester_id, recipient_id, status, requested_at, responded_at)"
    " values (%s, %s, 'accepted', coalesce(%s, now()), coalesce(%s, now()))",
    "follows": "insert into amity.follows (follower_id, followed_id, created_at)"
    " values (%s, %s, coalesce(%s, now()))",
    "blocks": "insert into amity.blocks (blocker_id, blocked_id, created_at)"
    " values (%s, %s, coalesce(%s, now()))",
}


def one_by_one(conn: psycopg.Connection[Any], kind: str, lines: list[Any]) -> list[int]:
    """Each as a service writes it: the lines that the triggers refuse."""
    refused = []
    for number, (one, other, day) in enumerate(lines, 1):
        values = [one, other, day, day][: 4 if kind == "connections" else 3]
        try:
            with as_service(conn):
                nothing_of(conn, INSERT[kind] + " returning 1", values)
        except Refusal:
            refused.append(number)
    return refused


def nothing_of(conn: psycopg.Connection[Any], query: Any, values: list[Any]) -> None:
    with conn.transaction():
        nothing(query, *values).on(conn)


def at_once(conn: psycopg.Connection[Any], kind: Any, lines: list[Any]) -> list[int]:
    report = imports.run(
        conn,
        kind,
        [
            imports.Edge(number, str(one), str(other), day, None if kind == "follows" else day)
            for number, (one, other, day) in enumerate(lines, 1)
        ],
    )
    return [each.line for each in report.refused]


def set_up(conn: psycopg.Connection[Any], before: Before) -> None:
    conn.execute("insert into amity.people (id) select unnest(%s::uuid[])", [PEOPLE])
    for pair in before.requests:
        _try(conn, pair[0], "select amity.request_connection(%s)", pair[1])
    if before.expired:
        conn.execute("update amity.connections set requested_at = now() - interval '2 days'")
        conn.execute("update amity.settings set value = '1 day' where name = 'request_ttl'")
    one_by_one(conn, "connections", [(*pair, None) for pair in before.connections])
    one_by_one(conn, "follows", [(*pair, None) for pair in before.follows])
    for pair in before.follows:
        _try(conn, pair[0], "select amity.step_back_from(%s)", pair[1])
        _try(conn, pair[1], "select amity.label_person(%s, label => 'x')", pair[0])
        _try(conn, pair[1], "select amity.dismiss_suggestion(%s)", pair[0])
    one_by_one(conn, "blocks", [(*pair, None) for pair in before.blocks])
    conn.execute(
        "update amity.settings set value = %s where name in ('max_connections', 'max_following')",
        [before.cap],
    )
    if before.kept:
        conn.execute("update amity.badges set kept = true, threshold = least(threshold, 2)")


def _try(conn: psycopg.Connection[Any], who: UUID, call: Any, other: UUID) -> None:
    try:
        with speaking_as(conn, who):
            nothing_of(conn, call, [other])
    except Refusal:
        pass


STATE = {
    "connections": "select requester_id, recipient_id, status, message,"
    " case when extract(year from requested_at) < 2024 then requested_at end,"
    " case when extract(year from responded_at) < 2024 then responded_at end"
    " from amity.connections",
    "follows": "select follower_id, followed_id,"
    " case when extract(year from created_at) < 2024 then created_at end from amity.follows",
    "blocks": "select blocker_id, blocked_id,"
    " case when extract(year from created_at) < 2024 then created_at end from amity.blocks",
    "connections_history": "select requester_id, recipient_id, action,"
    " replace(cause::text, 'import', 'service') from amity_private.connections_history",
    "follows_history": "select follower_id, followed_id, action,"
    " replace(cause::text, 'import', 'service') from amity_private.follows_history",
    "blocks_history": "select blocker_id, blocked_id, action,"
    " replace(cause::text, 'import', 'service') from amity_private.blocks_history",
    "tallies": "select person_id, what, sum(n) from amity_private.tallies group by 1, 2"
    " having sum(n) <> 0",
    "badges": "select person_id, badge from amity.kept_badges",
    "step_backs": "select owner_id, person_id from amity.step_backs",
    "step_backs_history": "select owner_id, person_id, action, cause"
    " from amity_private.step_backs_history",
    "labels": "select owner_id, person_id from amity.labels",
    "dismissed": "select owner_id, person_id from amity.dismissed_suggestions",
    "triggers": "select tgname from pg_trigger where tgenabled <> 'O'",
}


def outcome(
    conn: psycopg.Connection[Any],
    way: Callable[..., list[int]],
    kind: str,
    before: Before,
    lines: list[Any],
) -> tuple[list[int], dict[str, list[Any]], list[Any]]:
    with conn.transaction(force_rollback=True):
        set_up(conn, before)
        refused = way(conn, kind, lines)
        state = {
            name: sorted(map(str, conn.execute(query.encode()).fetchall()))
            for name, query in STATE.items()
        }
        return refused, state, accounts.verify().on(conn)


@pytest.mark.once
@pytest.mark.deep
@given(st.sampled_from(sorted(INSERT)), befores, edges)
# both block, the last one of them first
@example(
    "blocks",
    Before([WAYS[0]], False, [], [], [], None, False),
    [(*WAYS[0][::-1], None), (*WAYS[0], None)],
)
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_same(
    conn: psycopg.Connection[Any], kind: str, before: Before, lines: list[Any]
) -> None:
    slow = outcome(conn, one_by_one, kind, before, lines)
    fast = outcome(conn, at_once, kind, before, lines)
    assert fast[0] == slow[0]
    assert fast[1] == slow[1]
    assert fast[2] == slow[2] == []
