"""An import reads as much for each of its lines as it did when the tables were small.

It is planned each time, from no statistics: neither what ANALYZE has seen, nor what it has not,
nor how often the tables have grown since changes what is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from plans.conftest import Watched, explaining
from plans.million import BIG, nodes
from plans.test_kept_plans import GROW
from support.clusters import Cluster, Template

from amity import imports

if TYPE_CHECKING:
    from amity.calls import Call

N = 50
"""Lines of each sort."""

# Besides what stands, as many pairs have parted.
PART: tuple[LiteralString, ...] = tuple(
    f"""
    insert into amity_private.{kind}_history
      ({tie}_id, {one}_id, {other}_id, action, cause, occurred_at)
    select gen_random_uuid(), lpad(to_hex(n), 32, '0')::uuid,
      lpad(to_hex((n + step) % 2000 + 1), 32, '0')::uuid, '{action}', 'user', now()
    from generate_series(1, 2000) as n cross join generate_series(41, 70) as step
    """
    for kind, tie, one, other, action in (
        ("connections", "connection", "requester", "recipient", "removed"),
        ("follows", "follow", "follower", "followed", "unfollowed"),
        ("blocks", "block", "blocker", "blocked", "unblocked"),
    )
)


def lines(*steps: int) -> tuple[list[str], list[str]]:
    """Two people each, so many places apart."""
    pairs = [(n, (n + step) % 2000 + 1) for step in steps for n in range(100, 100 + N)]
    return [str(UUID(int=n)) for n, _ in pairs], [str(UUID(int=n)) for _, n in pairs]


# one who is connected and followed, one who has been asked, one who has parted, and a stranger
STEPS = (1, 3, 41, 100)

CASES: dict[str, tuple[Callable[..., Call[Any]], dict[str, int]]] = {
    "connections": (imports.connections, {"already_connected": N, "ended_since": N}),
    "follows": (imports.follows, {"already_following": 2 * N, "ended_since": N}),
    "blocks": (imports.blocks, {"ended_since": N}),
}


# People are counted rightly: where there are few for the lines, they are read as a whole.
TIES = BIG - {"people"}


# eight seconds each: 15 fills the one that goes wrong most easily
STATES = [
    pytest.param("never analyzed", marks=pytest.mark.postgres(18)),
    pytest.param("analyzed", marks=pytest.mark.postgres(18)),
    "analyzed when small",
]


@pytest.fixture(scope="module", params=STATES)
def conn(
    request: pytest.FixtureRequest, server: Cluster, template: Template
) -> Iterator[psycopg.Connection[Any]]:
    """A session that imported a few ties, and tables that grew a thousandfold since."""
    with server.clone(template("migrated")) as url, explaining(url) as conn:
        few = [UUID(int=n) for n in range(9000, 9060)]
        conn.execute("insert into amity.people (id) select unnest(%s::uuid[])", [few])
        for importing, _ in CASES.values():
            importing(list(map(str, few[:30])), list(map(str, few[30:]))).on(conn)
        conn.commit()
        with psycopg.connect(url, autocommit=True) as other:
            if request.param == "analyzed when small":
                other.execute("vacuum analyze")
            for statement in (*GROW, *PART):
                other.execute(statement)
            if request.param == "analyzed":
                other.execute("vacuum analyze")
        yield conn


@pytest.mark.parametrize("kind", CASES)
def test_what_a_line_reads(kind: str, conn: psycopg.Connection[Any], watched: Watched) -> None:
    importing, expected = CASES[kind]
    told: list[Any] = []
    with conn.transaction(force_rollback=True):
        plans = watched(lambda: told.extend(importing(*lines(*STEPS)).on(conn)))
    assert Counter(each.refused for each in told) == expected
    most = 4 * N * len(STEPS)
    assert not [
        f"{node['Node Type']} reads {node.read:.0f} of {node['Relation Name']} for"
        f" {N * len(STEPS)} lines in {' '.join(plan['Query Text'].split())}"
        for plan in plans
        for node in nodes(plan["Plan"])
        if node.get("Relation Name") in TIES and node.is_scan and node.read > most
    ]
