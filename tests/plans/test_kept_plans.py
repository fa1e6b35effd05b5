"""A session that began on an empty database reads by index when the tables have grown since.

The plans of functions are kept as long as the session: here they are made before there is a row,
and nothing is analyzed afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from plans.conftest import explaining
from plans.test_plans import Case, complaints
from support.clusters import Cluster, Template

from amity import connections, counts, profiles, relations, suggestions
from amity.speaking import speaking_as

ME, OTHER = UUID(int=1000), UUID(int=1001)

# Each of two thousand is connected with twenty others, and has asked ten more.
GROW: tuple[LiteralString, ...] = (
    "set session_replication_role = replica",
    """
    create view public.pairs as
    select one, other, step % 3 = 0 as pending, timestamptz '2024-01-01' + step * interval '1 day'
        as moment
    from generate_series(1, 2000) as n cross join generate_series(1, 30) as step
    cross join lateral (values (
      lpad(to_hex(n), 32, '0')::uuid, lpad(to_hex((n + step) % 2000 + 1), 32, '0')::uuid
    )) as pair (one, other)
    """,
    "insert into amity.people (id) select distinct one from public.pairs",
    """
    insert into amity.connections (requester_id, recipient_id, status, requested_at, responded_at)
    select one, other, case when pending then 'pending' else 'accepted' end
      ::amity.connections_status, moment, case when not pending then moment end
    from public.pairs
    """,
    """
    insert into amity_private.connections_history
      (connection_id, requester_id, recipient_id, action, cause, occurred_at)
    select id, requester_id, recipient_id, action, 'user', requested_at
    from amity.connections
    join unnest(enum_range(null::amity.connection_action)) as action
      on action = 'requested' or action::text = status::text
    """,
    "insert into amity.follows (follower_id, followed_id) select one, other from public.pairs",
    """
    insert into amity.blocks (blocker_id, blocked_id)
    select one, gen_random_uuid() from public.pairs
    """,
    """
    insert into amity_private.tallies (person_id, what, n)
    select person_id, what, n from amity_private.true_tallies
    """,
)

CALLS = {
    # and how many rows may be read of the big tables
    "my connections": (connections.mine(limit=10), 150),
    "incoming": (connections.incoming(limit=10), 50),
    "outgoing": (connections.outgoing(limit=10), 50),
    "requests": (connections.requests(limit=10), 500),
    "status": (connections.status(OTHER), 1),
    "mutual": (connections.mutual(OTHER, limit=10), 150),
    "mutual count": (connections.mutual_count(OTHER), 150),
    "suggestions": (suggestions.suggest(limit=10), 5000),
    "profiles": (profiles.of([OTHER, UUID(int=5)]), 20),
    "relations": (relations.with_people([OTHER, UUID(int=5)]), 20),
    "counts": (counts.mine(), 50),
    "counters": (relations.my_counters(), 50),
}


@pytest.fixture(scope="module")
def grown(server: Cluster, template: Template) -> Iterator[psycopg.Connection[Any]]:
    with server.clone(template("migrated")) as url, explaining(url) as conn:
        conn.execute("insert into amity.people (id) values (%s), (%s)", [ME, OTHER])
        conn.commit()
        for call, _ in CALLS.values():
            for _ in range(6):
                with conn.transaction(), speaking_as(conn, ME):
                    call.on(conn)
        with psycopg.connect(url) as other:
            other.execute("delete from amity.people")
            for statement in GROW:
                other.execute(statement)
        yield conn


@pytest.fixture
def conn(grown: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    return grown


@pytest.mark.parametrize("name", CALLS)
def test_a_plan_that_was_made_for_nothing(
    name: str, conn: psycopg.Connection[Any], watched: Callable[..., list[dict[str, Any]]]
) -> None:
    call, most = CALLS[name]
    with conn.transaction(), speaking_as(conn, ME):
        plans = watched(lambda: call.on(conn))
    wrong = complaints(plans, Case(lambda _: call, most=most))
    assert not wrong, "\n".join(wrong)
