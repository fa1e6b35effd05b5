"""A million posts of the host's own, guarded: sets are asked once a statement, indexes still serve.

Judged as in test_plans.py: by the kind of the nodes and the number of rows read, never by time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
import pytest
from plans.million import BIG, Node, Person, nodes

from amity.speaking import speaking_as

FILL: tuple[LiteralString, ...] = (
    """
    create table public.posts (
      id int primary key, author_id uuid not null, created_at timestamptz not null,
      audience text not null, circle_id uuid, type_id uuid
    )
    """,
    # 20,000 authors by turns; and each in five circles of fifty
    """
    insert into public.posts
    select turn, id, timestamptz '2024-01-01' + turn * interval '1 minute',
      (array['public', 'friends', 'circles'])[1 + turn % 3],
      md5('circle ' || n % 2000)::uuid, md5('type ' || n % 7)::uuid
    from generate_series(1, 1000000) as turn
    join public.ring on n = (turn::bigint * 7919) % 20000
    """,
    "create index posts_newest on public.posts (created_at desc)",
    "create index posts_of_author on public.posts (author_id, created_at desc)",
    "grant select on public.posts to authenticated",
    "set session_replication_role = replica",
    """
    insert into amity.circles (id, name, created_by)
    select md5('circle ' || n)::uuid, 'circle', null from generate_series(0, 1999) as n
    """,
    """
    insert into amity.circle_members (circle_id, person_id, status, invited_by, joined_at)
    select md5('circle ' || (n + 400 * step) % 2000)::uuid, id, 'member', null, now()
    from public.ring cross join generate_series(0, 4) as step
    """,
    "reset session_replication_role",
    "vacuum analyze public.posts, amity.circles, amity.circle_members",
)
EMPTY: tuple[LiteralString, ...] = (
    "select amity.unguard_table('public.posts')",
    "drop table public.posts",
    "set session_replication_role = replica",
    "delete from amity.circle_members",
    "delete from amity.circles",
)

GUARD: LiteralString = "select amity.guard_table('public.posts', 'author_id', "
GUARDS: dict[str, LiteralString] = {
    "everyone": GUARD + "'everyone')",
    "connections": GUARD + "'connections')",
    "followers": GUARD + "'followers')",
    "circle": GUARD + "'circle', circle_column => 'circle_id')",
    "label": GUARD + "'label', label_column => 'type_id')",
    "each row's own": GUARD + "audience_column => 'audience', circle_column => 'circle_id')",
}
BY_HAND: LiteralString = """
alter table public.posts enable row level security;
create policy friends on public.posts for select to authenticated
  using (author_id in (select amity.connected_people()))
"""
FEED: LiteralString = "select id from public.posts order by created_at desc limit 20"
PAGE: LiteralString = (
    "select id from public.posts where author_id = %s order by created_at desc limit 20"
)
COUNT: LiteralString = "select count(*) from public.posts"


@pytest.fixture(scope="module")
def posts(million: tuple[str, Person]) -> Iterator[None]:
    """The posts, and circles, for as long as these tests run."""
    with psycopg.connect(million[0], autocommit=True) as conn:
        for statement in FILL:
            conn.execute(statement)
        yield
        for statement in EMPTY:
            conn.execute(statement)


Asked = Callable[..., list[Node]]


@pytest.fixture
def asked(
    posts: None,
    conn: psycopg.Connection[Any],
    me: Person,
    watched: Callable[..., list[dict[str, Any]]],
) -> Asked:
    """Give a function that guards the posts, asks for some, and gives every node that ran."""

    def run(guard: LiteralString, query: LiteralString, *values: object) -> list[Node]:
        with conn.transaction(force_rollback=True):
            conn.execute(guard)
            with speaking_as(conn, me.me):
                plans = watched(lambda: conn.execute(query, values))
        return [node for plan in plans for node in nodes(plan["Plan"])]

    return run


def of_posts(every: list[Node]) -> Node:
    (scan,) = (node for node in every if node.get("Relation Name") == "posts")
    return scan


def complaints(every: list[Node]) -> list[str]:
    """What no plan may have, the posts aside."""
    wrong = [
        f"{node['Node Type']} of {node['Relation Name']}: {node.read:.0f}"
        for node in every
        if node.get("Relation Name") in {*BIG, "circle_members", "circles"}
        and (node["Node Type"] == "Seq Scan" or (node.is_scan and not node.is_lookup))
    ]
    # of a set: once a statement
    wrong += [
        f"{node['Subplan Name']}: {node['Actual Loops']} times"
        for node in every
        if node.get("Subplan Name", "").startswith(("SubPlan", "InitPlan"))
        and node["Actual Loops"] > 1
    ]
    return wrong + [f"me() for each row: {node}" for node in every if node.asks_me_each_time]


@dataclass(frozen=True)
class Shown:
    """What the filter of the posts has to hold, and whether each row is asked about."""

    hashed: int
    per_row: bool = False


SHOWN = {
    "everyone": Shown(1, per_row=True),
    "connections": Shown(2),
    "followers": Shown(2),
    "circle": Shown(2, per_row=True),
    "label": Shown(1, per_row=True),
    "each row's own": Shown(4, per_row=True),
}


def judge(scan: Node, shown: Shown) -> None:
    assert len(set(re.findall(r"hashed SubPlan \d+", scan["Filter"]))) == shown.hashed, scan[
        "Filter"
    ]
    assert ("amity_private." in scan["Filter"]) is shown.per_row, scan["Filter"]


@pytest.mark.parametrize("audience", ["everyone", "connections", "followers", "each row's own"])
def test_a_feed(audience: str, asked: Asked) -> None:
    every = asked(GUARDS[audience], FEED)
    scan = of_posts(every)
    assert (scan["Node Type"], scan.index) == ("Index Scan", "posts_newest")
    assert scan["Actual Rows"] == 20
    judge(scan, SHOWN[audience])
    assert not complaints(every)
    assert not [node for node in every if node["Node Type"] == "Sort" and node.read > 100]


@pytest.mark.parametrize("audience", GUARDS)
def test_the_posts_of_one(audience: str, asked: Asked, me: Person) -> None:
    every = asked(GUARDS[audience], PAGE, me.connected)
    scan = of_posts(every)
    assert [node.is_lookup for node in every if node.index == "posts_of_author"] == [True]
    assert scan.read <= 50
    judge(scan, SHOWN[audience])
    assert not complaints(every)


@pytest.mark.parametrize("audience", ["connections", "followers"])
def test_all_of_them(audience: str, asked: Asked) -> None:
    every = asked(GUARDS[audience], COUNT)
    scan = of_posts(every)
    assert scan.read == 1_000_000
    judge(scan, SHOWN[audience])
    assert not complaints(every)


def test_a_policy_written_by_hand(asked: Asked) -> None:
    """The set is hashed as in a guard, and asked once."""
    every = asked(BY_HAND, FEED)
    judge(of_posts(every), Shown(1))
    assert not complaints(every)
