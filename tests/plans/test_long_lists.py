"""A page of a long list reads about as many rows as it shows, the last page as well as the first.

One person has twenty thousand of everything, and is in a circle that is as large. Judged as in
test_plans.py: by the nodes of every plan that ran and the rows they read, never by time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from plans.conftest import explaining
from plans.kinds import BIG
from plans.test_plans import Case, complaints
from psycopg.rows import namedtuple_row
from support.clusters import Cluster, Template

from amity import blocks, circles, labels, step_backs, suggestions
from amity.calls import Call
from amity.speaking import speaking_as

ME, FRIEND, LARGE, LABELLED = UUID(int=1), UUID(int=2), UUID(int=100_000), UUID(int=200_000)

FILL: tuple[LiteralString, ...] = (
    "set session_replication_role = replica",
    """
    create function public.id(n integer) returns uuid
    return lpad(to_hex(n), 32, '0')::uuid
    """,
    # ten at each moment: ids tell them apart
    """
    create view public.others as
    select n, public.id(n) as id, timestamptz '2024-01-01' + n / 10 * interval '1 minute' as moment
    from generate_series(2, 20001) as n
    """,
    "insert into amity.people (id) select public.id(n) from generate_series(1, 20001) as n",
    """
    insert into amity.blocks (blocker_id, blocked_id, created_at)
    select public.id(1), gen_random_uuid(), moment from public.others
    """,
    """
    insert into amity.step_backs (owner_id, person_id, since)
    select public.id(1), id, moment from public.others
    """,
    """
    insert into amity.dismissed_suggestions (owner_id, person_id, dismissed_at)
    select public.id(1), id, moment from public.others
    """,
    """
    insert into amity.label_types (id, owner_id, name)
    values (public.id(1), public.id(1), 'friend')
    """,
    """
    insert into amity.labels (owner_id, person_id, type_id)
    select public.id(1), id, public.id(1) from public.others
    """,
    """
    insert into amity.circles (id, name, created_by, label_type_id, created_at)
    select public.id(100000), 'large', null, null, now()
    union all
    select public.id(200000), 'labelled', public.id(1), public.id(1), timestamptz '2023-01-01'
    union all
    select public.id(100000 + n), 'small', null, null, now() from public.others
    """,
    # half of the large circle is invited; so am I, to half of the small ones
    """
    insert into amity.circle_members
      (circle_id, person_id, role, status, invited_by, invited_at, joined_at)
    select circle_id, person_id, role::amity.circle_role,
      (case when joined then 'member' else 'invited' end)::amity.circle_status,
      case when not joined then public.id(2) end, moment, case when joined then moment end
    from (
      select public.id(100000) as circle_id, public.id(1) as person_id, 'admin' as role,
        true as joined, timestamptz '2023-01-01' as moment
      union all
      select public.id(100000), id, 'member', n % 2 = 0, moment from public.others
      union all
      select public.id(100000 + n), public.id(1), 'member', n % 2 = 0, moment from public.others
    ) as memberships
    """,
    "reset session_replication_role",
    "vacuum analyze",
)

# Each list from a row on, and the query that has its rows.
Page = Callable[[Any], Call[list[Any]]]
LISTS: dict[str, tuple[Page, LiteralString]] = {
    "blocks": (
        lambda after: blocks.mine(limit=20, after=after),
        "select * from amity.blocks order by created_at desc, id desc",
    ),
    "step-backs": (
        lambda after: step_backs.mine(limit=20, after=after),
        "select * from amity.step_backs order by since desc, id desc",
    ),
    "dismissed suggestions": (
        lambda after: suggestions.dismissed(limit=20, after=after),
        "select * from amity.dismissed_suggestions order by dismissed_at desc, person_id desc",
    ),
    "labels": (
        lambda after: labels.mine(limit=20, after=after),
        "select * from amity.labels order by created_at desc, id desc",
    ),
    "labels of a type": (
        lambda after: labels.of_type(ME, limit=20, after=after),
        "select * from amity.labels order by created_at desc, id desc",
    ),
    "circles": (
        lambda after: circles.mine(limit=20, after=after),
        """
        select circle_id as id, joined_at as since from amity.circle_members
        where status = 'member' and person_id = public.id(1)
        order by joined_at desc, circle_id desc
        """,
    ),
    "invitations to circles": (
        lambda after: circles.invitations(limit=20, after=after),
        """
        select circle_id as id, invited_at as since from amity.circle_members
        where status = 'invited' and person_id = public.id(1)
        order by invited_at desc, circle_id desc
        """,
    ),
    "members of a circle": (
        lambda after: circles.members(LARGE, limit=20, after=after),
        """
        select * from amity.circle_members
        where status = 'member' and circle_id = public.id(100000)
        order by joined_at desc, id desc
        """,
    ),
    "invited to a circle": (
        lambda after: circles.invited(LARGE, limit=20, after=after),
        """
        select * from amity.circle_members
        where status = 'invited' and circle_id = public.id(100000)
        order by invited_at desc, id desc
        """,
    ),
    "people of a circle": (
        lambda after: circles.people(LARGE, limit=20, after=after and after.id),
        """
        select person_id as id from amity.circle_members
        where status = 'member' and circle_id = public.id(100000)
        order by person_id
        """,
    ),
    "people of a dynamic circle": (
        lambda after: circles.people(LABELLED, limit=20, after=after and after.id),
        "select person_id as id from amity.labels order by person_id",
    ),
}


def told(row: Any) -> UUID:
    """The id that tells a row of a list from the others."""
    found: UUID = getattr(row, "id", None) or getattr(row, "person_id", row)
    return found


@pytest.fixture(scope="module")
def long(server: Cluster, template: Template) -> Iterator[str]:
    with server.clone(template("migrated")) as url:
        with psycopg.connect(url, autocommit=True) as conn:
            for statement in FILL:
                conn.execute(statement)
        yield url


@pytest.fixture
def conn(long: str) -> Iterator[psycopg.Connection[Any]]:
    with explaining(long) as conn:
        yield conn


@pytest.mark.parametrize("name", LISTS)
def test_a_page(
    name: str, conn: psycopg.Connection[Any], watched: Callable[..., list[dict[str, Any]]]
) -> None:
    page, query = LISTS[name]
    with conn.cursor(row_factory=namedtuple_row) as cursor:
        rows = cursor.execute(query).fetchall()
    assert len(rows) >= 10_000
    with speaking_as(conn, ME):
        for begin in (0, 21, len(rows) - 21):
            call = page(rows[begin - 1] if begin else None)
            shown: list[Any] = []
            plans = watched(lambda call=call, shown=shown: shown.extend(call.on(conn)))
            assert [*map(told, shown)] == [*map(told, rows[begin : begin + 20])]
            wrong = complaints(plans, Case(page, most=160, big=BIG))
            assert not wrong, "\n".join(wrong)


# the last admin is in twenty thousand circles, whose ids are read
@pytest.mark.parametrize(
    ("person", "most"), [(FRIEND, 100), (ME, 20_100)], ids=["a member", "the last admin"]
)
def test_leaving_a_large_circle(
    person: UUID,
    most: int,
    conn: psycopg.Connection[Any],
    watched: Callable[..., list[dict[str, Any]]],
) -> None:
    """Who leads it is looked up, not looked for among its members."""
    call = circles.leave(LARGE)
    with conn.transaction(force_rollback=True), speaking_as(conn, person):
        plans = watched(lambda: call.on(conn))
    big = BIG - {"circle_members_history", "notifications"}
    wrong = complaints(plans, Case(lambda _: call, most=most, big=big))
    assert not wrong, "\n".join(wrong)
