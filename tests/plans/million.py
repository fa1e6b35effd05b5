"""A million connections and a million follows, with their history: twenty thousand in a ring.

Person n knows the fifty that follow at steps of 97, and so the fifty before: a hundred, of whom
every tenth only asked. Person n follows fifty others, and blocks and dismisses three. And there is
a star.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

import psycopg

# As indexes are: taken away, and built over the whole at the end.
INDEXES = """
select indexrelid::regclass::text, pg_get_indexdef(indexrelid)
from pg_index join pg_class on pg_class.oid = indrelid
where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
  and relname ~ '^(connections|follows|blocks)' and not exists (
    select from pg_constraint where conindid = indexrelid)
"""

FILL: tuple[LiteralString, ...] = (
    "create table public.ring (n int primary key, id uuid not null)",
    # growing, as those of uuid_v7(), which takes a third of the time of all this
    "create sequence public.ids",
    """
    create function public.next_id() returns uuid language sql volatile
    return lpad(to_hex(nextval('public.ids')), 32, '0')::uuid
    """,
    """
    insert into public.ring
    select n, md5('person ' || n)::uuid from generate_series(0, 19999) as n
    """,
    "insert into amity.people (id) select id from public.ring",
    "analyze public.ring",
    """
    create view public.pairs as
    select one.id as one_id, other.id as other_id, (one.n + step) % 10 = 0 as pending,
      timestamptz '2024-01-01' + (one.n * 7919 + step * 104729) % 20000000 * interval '1 second'
        as moment
    from public.ring as one
    cross join generate_series(1, 50) as step
    join public.ring as other on other.n = (one.n + 97 * step) % 20000
    union all
    select case when n % 4 > 1 then id else md5('star')::uuid end,
      case when n % 4 > 1 then md5('star')::uuid else id end, n % 2 = 1,
      timestamptz '2024-01-01' + n * interval '1 minute'
    from public.ring where n > 12000
    """,
    """
    insert into amity.connections (id, requester_id, recipient_id, status, requested_at)
    select public.next_id(), one_id, other_id, 'pending', moment from public.pairs where pending
    """,
    """
    insert into amity.connections
      (id, requester_id, recipient_id, status, requested_at, responded_at)
    select public.next_id(), one_id, other_id, 'accepted', moment, moment + interval '1 hour'
    from public.pairs where not pending
    """,
    """
    insert into amity.follows (id, follower_id, followed_id, created_at)
    select public.next_id(), one.id, other.id,
      timestamptz '2024-01-01' + (one.n * 7919 + step * 104729) % 20000000 * interval '1 second'
    from public.ring as one
    cross join generate_series(1, 50) as step
    join public.ring as other on other.n = (one.n + 131 * step) % 20000
    """,
    # the star: everybody follows them and is followed, thousands know them, and they block as many
    """
    insert into amity.people (id) values (md5('star')::uuid)
    """,
    """
    insert into amity.follows (id, follower_id, followed_id, created_at)
    select public.next_id(), id, md5('star')::uuid,
      timestamptz '2024-01-01' + n * interval '1 minute'
    from public.ring
    union all
    select public.next_id(), md5('star')::uuid, id,
      timestamptz '2024-01-01' + n * interval '1 minute'
    from public.ring
    """,
    """
    insert into amity.blocks (id, blocker_id, blocked_id, created_at)
    select public.next_id(), md5('star')::uuid, gen_random_uuid(),
      timestamptz '2024-01-01' + n * interval '1 minute'
    from public.ring
    """,
    """
    insert into amity.blocks (id, blocker_id, blocked_id, created_at)
    select public.next_id(), one.id, other.id,
      timestamptz '2024-01-01' + (one.n * 7919 + step) * interval '1 second'
    from public.ring as one
    cross join generate_series(1, 3) as step
    join public.ring as other on other.n = (one.n + 7000 + step) % 20000
    """,
    """
    insert into amity.dismissed_suggestions (owner_id, person_id)
    select one.id, other.id
    from public.ring as one
    cross join generate_series(1, 3) as step
    join public.ring as other on other.n = (one.n + 8000 + step) % 20000
    """,
    """
    insert into amity_private.connections_history
      (connection_id, requester_id, recipient_id, action, actor_id, cause, occurred_at)
    select id, requester_id, recipient_id, 'requested', requester_id, 'user', requested_at
    from amity.connections
    """,
    """
    insert into amity_private.connections_history
      (connection_id, requester_id, recipient_id, action, actor_id, cause, occurred_at)
    select id, requester_id, recipient_id, 'accepted', recipient_id, 'user', responded_at
    from amity.connections where status = 'accepted'
    """,
    """
    insert into amity_private.follows_history
      (follow_id, follower_id, followed_id, action, actor_id, cause, occurred_at)
    select id, follower_id, followed_id, 'followed', follower_id, 'user', created_at
    from amity.follows
    """,
    """
    insert into amity_private.blocks_history
      (block_id, blocker_id, blocked_id, action, actor_id, cause, occurred_at)
    select id, blocker_id, blocked_id, 'blocked', blocker_id, 'user', created_at
    from amity.blocks
    """,
)


@dataclass(frozen=True)
class Person:
    """A typical person, others as they stand to them, and the star."""

    me: UUID
    star: UUID
    connected: UUID
    asked_me: UUID
    asked_by_me: UUID
    followed: UUID
    follower: UUID
    blocked: UUID
    dismissed: UUID
    stranger: UUID


PERSON: LiteralString = """
with ring as materialized (select n, id from public.ring)
select me.id, md5('star')::uuid,
  (select recipient_id from amity.connections
    where requester_id = me.id and status = 'accepted' limit 1),
  (select requester_id from amity.connections
    where recipient_id = me.id and status = 'pending' limit 1),
  (select recipient_id from amity.connections
    where requester_id = me.id and status = 'pending' limit 1),
  (select id from ring where n = 10000 + 131), (select id from ring where n = 10000 - 131),
  (select id from ring where n = 10000 + 7002), (select id from ring where n = 10000 + 8002),
  (select id from ring where n = 15001)
from ring as me where n = 10000
"""


def fill(url: str) -> Person:
    """Loads it all, and gives a person to look at it."""
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("set session_replication_role = replica")
        conn.execute("set synchronous_commit = off")
        conn.execute("set maintenance_work_mem = '256MB'")
        indexes = conn.execute(INDEXES).fetchall()
        for name, _ in indexes:
            conn.execute(f"drop index {name}")
        for statement in FILL:
            conn.execute(statement)
        for _, definition in indexes:
            conn.execute(definition)
        conn.execute("vacuum analyze")
        return Person(*(conn.execute(PERSON).fetchone() or ()))


BIG = frozenset(
    {
        "people",
        "connections",
        "connections_history",
        "follows",
        "follows_history",
        "blocks",
        "blocks_history",
        "dismissed_suggestions",
    }
)


class Node(dict[str, Any]):
    """A node of a plan: what EXPLAIN says of it."""

    @property
    def is_scan(self) -> bool:
        return "Scan" in self["Node Type"] and "Bitmap Heap" not in self["Node Type"]

    @property
    def index(self) -> str | None:
        return self.get("Index Name")

    @property
    def is_lookup(self) -> bool:
        """Whether it goes into an index with something to look for, or knows the row's place."""
        by_index = "Index" in self["Node Type"] and bool(self.get("Index Cond"))
        return by_index or "TID Cond" in self

    @property
    def read(self) -> float:
        """How many rows it read, found or thrown away."""
        thrown = self.get("Rows Removed by Filter", 0) + self.get(
            "Rows Removed by Index Recheck", 0
        )
        read: float = (self["Actual Rows"] + thrown) * self["Actual Loops"]
        return read

    @property
    def asks_me_each_time(self) -> bool:
        """Whether amity.me() was called for each row, which a search in an index does not."""
        conditions = ("Filter", "Recheck Cond", "Join Filter", "Hash Cond")
        return self.read > 1 and any("amity.me()" in self.get(name, "") for name in conditions)


def nodes(plan: dict[str, Any]) -> list[Node]:
    """Every node of a plan, from the top."""
    return [Node(plan), *(node for child in plan.get("Plans", ()) for node in nodes(child))]
