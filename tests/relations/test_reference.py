"""On random graphs, relations_with says what a slow and obvious reading of the rows says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations, permutations
from typing import Any
from uuid import UUID

import psycopg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amity import relations
from amity.relations import Relation
from amity.speaking import speaking_as

PEOPLE = [UUID(int=(7 << 120) + n * 0x1111) for n in range(6)]
UNKNOWN = UUID(int=99)
LONG_AGO, LATER = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
Pairs = dict[tuple[UUID, UUID], Any]


@dataclass(frozen=True)
class Graph:
    """Whatever could stand between people, row by row, also what no rule would let stand."""

    connections: Pairs  # (requester, recipient): "pending", "expired" or "accepted"
    follows: set[tuple[UUID, UUID]]
    blocks: set[tuple[UUID, UUID]]
    step_backs: Pairs  # (owner, person): until when


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    def some(of: list[tuple[UUID, UUID]], rarely: int = 3) -> list[tuple[UUID, UUID]]:
        return [pair for pair in of if draw(st.integers(0, rarely)) == 0]

    ordered = list(permutations(PEOPLE, 2))
    ties = some(list(combinations(PEOPLE, 2)), 1)
    return Graph(
        {
            (pair if draw(st.booleans()) else pair[::-1]): draw(
                st.sampled_from(["pending", "expired", "accepted", "accepted"])
            )
            for pair in ties
        },
        set(some(ordered)),
        set(some(ordered, 9)),
        {pair: draw(st.sampled_from([None, LONG_AGO, LATER])) for pair in some(ordered)},
    )


def fill(conn: psycopg.Connection[Any], graph: Graph) -> None:
    """Past the triggers, so that every combination of rows is met."""
    conn.execute("set local session_replication_role = replica")
    cursor = conn.cursor()
    cursor.execute("insert into amity.people (id) select unnest(%s::uuid[])", [PEOPLE])
    cursor.executemany(
        "insert into amity.connections"
        " (requester_id, recipient_id, status, requested_at, responded_at)"
        " values (%s, %s, %s::amity.connections_status, %s, %s)",
        [
            (
                *pair,
                "accepted" if state == "accepted" else "pending",
                LONG_AGO if state == "expired" else datetime.now(UTC),
                LONG_AGO if state == "accepted" else None,
            )
            for pair, state in graph.connections.items()
        ],
    )
    cursor.executemany(
        "insert into amity.follows (follower_id, followed_id) values (%s, %s)",
        list(graph.follows),
    )
    cursor.executemany(
        "insert into amity.blocks (blocker_id, blocked_id) values (%s, %s)", list(graph.blocks)
    )
    cursor.executemany(
        "insert into amity.step_backs (owner_id, person_id, since, until)"
        " values (%s, %s, '2019-01-01', %s)",
        [(*pair, until) for pair, until in graph.step_backs.items()],
    )
    cursor.execute("update amity.settings set value = '30 days' where name = 'request_ttl'")
    cursor.execute("set local session_replication_role = origin")


def friends(graph: Graph, person: UUID) -> set[UUID]:
    return {
        other
        for pair, state in graph.connections.items()
        if state == "accepted" and person in pair
        for other in pair
        if other != person
    }


def obvious(graph: Graph, me: UUID, person: UUID, ids: dict[frozenset[UUID], UUID]) -> Relation:
    connection = "none"
    if graph.connections.get((me, person), graph.connections.get((person, me))) == "accepted":
        connection = "accepted"
    elif graph.connections.get((me, person)) == "pending":
        connection = "pending_sent"
    elif graph.connections.get((person, me)) == "pending":
        connection = "pending_received"
    until = graph.step_backs.get((me, person), LONG_AGO)
    apart = {(me, person), (person, me)} & graph.blocks
    common = set() if apart or me == person else friends(graph, me) & friends(graph, person)
    return Relation(
        person,
        connection,  # type: ignore[arg-type]
        None if connection == "none" else ids[frozenset((me, person))],
        (me, person) in graph.follows,
        (person, me) in graph.follows,
        (me, person) in graph.blocks,
        until != LONG_AGO,
        until if until == LATER else None,
        len(common),
    )


@given(graphs(), st.lists(st.sampled_from([*PEOPLE, UNKNOWN]), max_size=12))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_it_is_the_same(conn: psycopg.Connection[Any], graph: Graph, asked: list[UUID]) -> None:
    with conn.transaction(force_rollback=True):
        fill(conn, graph)
        rows = conn.execute("select id, requester_id, recipient_id from amity.connections")
        ids = {frozenset((one, other)): id_ for id_, one, other in rows.fetchall()}
        for me in PEOPLE[:3]:
            with speaking_as(conn, me):
                said = relations.with_people(asked, with_mutual=True).on(conn)
            assert said == [obvious(graph, me, person, ids) for person in dict.fromkeys(asked)]
