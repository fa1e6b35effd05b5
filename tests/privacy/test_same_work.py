"""To a person you blocked you do not exist: in what the planner estimates, and in the work.

Ada says whatever the catalog lets her say about a person: about Emil, who blocked her; about a
stranger; and about unknown ids. Emil and the stranger are popular: see crowd.py. The work
is the number of blocks that are read, of tables and of indexes: time depends on the machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from privacy.crowd import ABSENT, ASKER, BLOCKER, STRANGER, fill
from privacy.probing import Answer, Likeness, ask, statements
from support.clusters import Cluster
from support.world import CAST

from amity.speaking import as_service, speaking_as

Conn = psycopg.Connection[Any]

READ: LiteralString = """
select oid::regclass::text, pg_stat_get_xact_blocks_fetched(oid) from pg_class
where relnamespace = any ('{amity,amity_private,public}'::regnamespace[])  -- the host's as well
  and relkind in ('r', 'i', 't')
"""


@pytest.fixture(scope="module")
def crowd(server: Cluster) -> Iterator[str]:
    with server.database("crowd", fill) as url:
        yield url


@pytest.fixture
def conn(crowd: str) -> Iterator[Conn]:
    with psycopg.connect(crowd) as conn:
        yield conn
        conn.rollback()


def asked(conn: Conn) -> dict[str, str]:
    """Every statement about a person; more of those that a planner could answer."""
    said = statements(conn)
    for name, statement in list(said.items()):
        if statement.endswith(" = :probe") and name.startswith("select"):
            for comparison in ("in (:probe, :probe, :probe)", "> :probe", "<> :probe"):
                changed = statement.replace("= :probe", comparison)
                said[f"{name} {comparison}"] = changed
    # each may be searched by an index of its own
    circle = "(select id from amity.circles where name = 'climbers')"
    for part in (
        "status = 'member'",
        f"status = 'member' and circle_id = {circle}",
        "joined_at is not null",
        "joined_at is null",
    ):
        said[f"circle members, {part}"] = (
            f"select * from amity.circle_members where person_id = :probe and {part}"
        )
    said["dynamic circles"] = (
        "select * from amity.circles where created_by = :probe and label_type_id is not null"
    )
    said["relations with friends in common"] = (
        "select * from amity.relations_with(array[:probe], true)"
    )
    return said


def acts(conn: Conn) -> set[str]:
    """The functions that can change something."""
    rows = conn.execute("""
        select oid::regproc::text from pg_proc
        where pronamespace = 'amity'::regnamespace and provolatile = 'v'
    """)
    return {name for (name,) in rows.fetchall()}


# --- what the planner estimates ---


def estimates(conn: Conn, probe: UUID) -> dict[str, str]:
    """The plan of every statement, with its costs and rows."""
    found = {}
    with speaking_as(conn, ASKER):
        for name, statement in asked(conn).items():
            text = statement.replace(":probe", f"'{probe}'::uuid")
            rows = conn.execute(f"explain {text}").fetchall()
            found[name] = "\n".join(row for (row,) in rows).replace(str(probe), "the probe")
    return found


def differing(conn: Conn, person: UUID) -> dict[str, str]:
    """What the planner estimates otherwise of a person than of an unknown id."""
    one, other = estimates(conn, person), estimates(conn, ABSENT[person])
    return {
        name: f"{name}\n{plan}\n{other[name]}" for name, plan in one.items() if plan != other[name]
    }


def without_hint(conn: Conn) -> None:
    """Take away what makes the planner expect one row for any id: it would hide a difference."""
    conn.execute("""
        create or replace function amity_private.search_by(mine uuid) returns boolean
        language sql immutable return true
    """)
    # policies of acts write the same range out: see foundation/tie.macro
    conn.execute(r"""
        do $$
        declare
          v_policy record;
        begin
          for v_policy in
            select *, regexp_replace(
              qual, '\(\w+ (>= ''0|<= ''f)[^'']*''::uuid\)', 'true', 'g'
            ) as without
            from pg_policies where schemaname in ('amity', 'amity_private')
          loop
            if v_policy.without <> v_policy.qual then
              execute format('alter policy %I on %I.%I using (%s)',
                v_policy.policyname, v_policy.schemaname, v_policy.tablename, v_policy.without);
            end if;
          end loop;
        end;
        $$
    """)


@pytest.mark.deep
@pytest.mark.parametrize("target", [100, 10000])
@pytest.mark.parametrize("person", [BLOCKER, STRANGER], ids=["blocked", "stranger"])
def test_the_planner_estimates_the_same(person: UUID, target: int, conn: Conn) -> None:
    conn.execute(f"set local default_statistics_target = {target}")
    conn.execute("analyze")
    assert len(asked(conn)) > 300
    found = differing(conn, person)
    assert not found, "\n".join(found.values())
    without_hint(conn)
    found = differing(conn, person)
    assert not found, "\n".join(found.values())


@pytest.mark.deep
def test_an_estimate_that_tells_is_found(conn: Conn) -> None:
    without_hint(conn)
    conn.execute("alter table amity.follows alter column followed_id set statistics 100")
    conn.execute("analyze amity.follows")
    assert "select amity.follows by followed_id" in differing(conn, BLOCKER)


# --- the work ---


def work(conn: Conn, statement: str, probe: UUID) -> tuple[Counter[str], Answer]:
    """How many blocks are read of each table and index, and the answer."""

    def read() -> Counter[str]:
        return Counter(dict(conn.execute(READ).fetchall()))

    with conn.transaction(force_rollback=True):
        before = read()
        with speaking_as(conn, ASKER):
            answer = ask(conn, statement, probe, Likeness(probe, {}))
        after = read()
    return after - before, answer


def differences(conn: Conn, chosen: dict[str, str], person: UUID) -> dict[str, str]:
    """By what statements a person can be told from an absent id, and what is read by which."""
    found = {}
    for name, statement in chosen.items():
        for _ in range(5):  # the first times, plans are made, and a page is full now and then
            (one, answer), (other, absent) = (
                work(conn, statement, probe) for probe in (person, ABSENT[person])
            )
            if one.total() == other.total():
                break
        else:  # a row that was taken back costs either a block now and then: what they usually read
            reads: dict[UUID, list[Counter[str]]] = {person: [], ABSENT[person]: []}
            # in turns, and the turns turned: each meets every state of the pages
            for probe in (person, ABSENT[person], ABSENT[person], person) * 16:
                reads[probe].append(work(conn, statement, probe)[0])
            one, other = (sorted(each, key=Counter.total)[16] for each in reads.values())
        if one.total() != other.total():
            # a documented answer differs: it may take what it takes
            if person == STRANGER and answer != absent:
                continue
            found[name] = f"{name}: {one.total()} and {other.total()}\n{one - other}\n{other - one}"
    return found


@pytest.mark.deep
@pytest.mark.parametrize(
    "public", [False, pytest.param(True, marks=pytest.mark.once)], ids=["", "counts are public"]
)
def test_blocked_is_as_much_work_as_absent(public: bool, conn: Conn) -> None:
    with as_service(conn):
        conn.execute("select amity.set_setting('counts_are_public', %s)", [str(public).lower()])
    found = differences(conn, asked(conn), BLOCKER)
    assert not found, "\n".join(found.values())


@pytest.mark.deep
def test_an_invite_across_a_block_is_as_much_work_as_a_token_that_never_was(conn: Conn) -> None:
    """Whatever else is true of the invite."""
    tokens = ["x" * 43, "y" * 43]
    with speaking_as(conn, CAST["cleo"]):
        for kind in ("connect", "request"):
            issued = conn.execute("select (amity.issue_invite(kind => %s)).token", [kind])
            tokens += issued.fetchone() or ()
        conn.execute("select amity.block(%s)", [ASKER])
    for _ in range(3):  # the first times, plans are made
        redeemed = [work(conn, f"select amity.redeem_invite('{token}')", ASKER) for token in tokens]
    assert [answer.error[3] for _, answer in redeemed] == ["invite_not_found"] * 4
    assert len({read.total() for read, _ in redeemed}) == 1, [read for read, _ in redeemed]


@pytest.mark.deep
def test_a_request_that_a_block_ended_is_as_much_work_as_one_that_was_rejected(conn: Conn) -> None:
    """Their ids are known to their requester, who hears the same of an id that never was."""
    ids = [UUID(int=0)]
    # not the stranger: a row that was taken back costs other tests a block
    (new,) = conn.execute("insert into amity.people default values returning id").fetchone() or ()
    for other, end in ((CAST["cleo"], "reject_connection"), (new, "block")):
        with speaking_as(conn, ASKER):
            query = "select (amity.request_connection(%s)).id"
            ids += conn.execute(query, [other]).fetchone() or ()
        with speaking_as(conn, other):
            conn.execute(f"select amity.{end}(%s)", [ASKER])
    for _ in range(3):  # the first times, plans are made
        found = [work(conn, "select amity.annotate_request(:probe)", id_) for id_ in ids]
    assert [answer.error[3] for _, answer in found] == ["request_not_found"] * 3
    assert found[0][1] == found[1][1] == found[2][1]
    assert found[1][0].total() == found[2][0].total(), found


@pytest.mark.deep
def test_to_read_about_a_stranger_is_as_much_work_as_about_an_unknown_id(conn: Conn) -> None:
    """An act towards a stranger may succeed, or be refused for what there is not between them."""
    changing = acts(conn)
    reads = {
        name: statement
        for name, statement in asked(conn).items()
        if statement.startswith("select") and name.split("(")[0] not in changing
    }
    assert len(reads) > 100
    found = differences(conn, reads, STRANGER)
    assert not found, "\n".join(found.values())


@pytest.mark.deep
@pytest.mark.parametrize("absent", ["nobody", "00000000-0000-4000-8000-00000000dead"])
def test_a_key_of_a_blocker_is_as_much_work_as_one_of_no_person(absent: str, conn: Conn) -> None:
    known = absent.replace("nobody", "somebody").replace("dead", "beef")
    conn.execute("update amity.people set host_key = id || 'x' where host_key is null")
    conn.execute("update amity.people set host_key = %s where id = %s", [known, BLOCKER])
    conn.execute("analyze amity.people")
    for _ in range(3):  # the first time, plans are made
        found = [
            work(conn, f"select amity.find_person('{key}')", BLOCKER) for key in (known, absent)
        ]
    assert [(read.total(), answer) for read, answer in found] == [
        (found[0][0].total(), found[0][1])
    ] * 2
