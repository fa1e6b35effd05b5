"""What only a service may do asks for one itself, and holds when everything is granted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from psycopg import sql
from support import world

Conn = psycopg.Connection[Any]

NOT_FOR_PEOPLE = """
select pg_proc.oid::regprocedure::text, prosecdef, array(
  select format_type(type, null) from unnest(proargtypes) with ordinality as args (type, place)
  order by place
)
from pg_proc
where pronamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
  and prorettype <> 'trigger'::regtype
  and not has_function_privilege('authenticated', oid, 'execute')
order by 1
"""
EVERYTHING = """
grant usage on schema amity, amity_private to anon, authenticated;
grant execute on all functions in schema amity, amity_private to anon, authenticated;
"""
# Who has a token may come as anybody, with PostgREST as anon; and what asks is not asked.
OTHERS = (
    *("sync_announce", "sync_challenge", "sync_checksum", "sync_tables", "sync_request"),
    *("sync_pull", "sync_grant", "sync_read", "sync_settle", "require_service_caller"),
)


@dataclass(frozen=True)
class Function:
    """A function that is not meant for people."""

    signature: str
    is_definer: bool
    types: list[str]

    @property
    def name(self) -> str:
        return self.signature.partition("(")[0]


@pytest.fixture
def functions(lived: Conn) -> list[Function]:
    return [Function(*row) for row in lived.execute(NOT_FOR_PEOPLE)]


@pytest.fixture
def opened(lived: Conn, functions: list[Function]) -> Iterator[Conn]:
    """Give the world after a grant of everything."""
    lived.execute(EVERYTHING)
    yield lived
    lived.rollback()


def call(function: Function, value: Callable[[str], str | None]) -> sql.Composed:
    arguments = [
        sql.SQL("{}::{}").format(sql.Literal(value(type_)), sql.SQL(type_))  # type: ignore[arg-type]
        for type_ in function.types
    ]
    name = sql.SQL(function.name)  # type: ignore[arg-type]
    return sql.SQL("select answer::text from {}({}) as answer").format(
        name, sql.SQL(", ").join(arguments)
    )


def attempt(conn: Conn, speaker: str, statement: sql.Composed) -> str | list[Any]:
    """What it was refused with; else its answer."""
    try:
        with conn.transaction():
            world.speak(conn, speaker)
            answer = conn.execute(statement).fetchall()
            world.speak(conn, "owner")
            return answer
    except psycopg.Error as error:
        slug = error.diag.message_detail if (error.sqlstate or "").startswith("PT") else None
        return slug or error.sqlstate or ""


@pytest.mark.parametrize("speaker", ["ada", "anon"])
def test_what_runs_as_the_owner_is_for_services(
    speaker: str, opened: Conn, functions: list[Function]
) -> None:
    definers = [each for each in functions if each.is_definer and not each.name.endswith(OTHERS)]
    assert len(definers) > 10
    for each in definers:
        assert attempt(opened, speaker, call(each, lambda _: None)) == "services_only", each


def test_who_was_never_granted_it_came_through_a_definer_of_the_hosts(lived: Conn) -> None:
    lived.execute(
        "create function public.delete_my_account() returns uuid language sql security definer"
        " begin atomic select amity.forget_person(amity.me()); end"
    )
    statement = sql.SQL("select public.delete_my_account()").format()
    with world.undone(lived):
        assert isinstance(attempt(lived, "ada", statement), list)
    lived.execute(EVERYTHING)
    assert attempt(lived, "ada", statement) == "services_only"
    lived.rollback()


@pytest.mark.deep
@pytest.mark.parametrize("speaker", ["ada", "anon"])
def test_nothing_changes_and_nothing_is_told(
    speaker: str, opened: Conn, functions: list[Function]
) -> None:
    """Called with the ids and rows of others: Ada knows nothing of Cleo, nor that of Emil."""
    rows = rows_by_type(opened)
    ids = [id_ for (id_,) in opened.execute(world.sql(IDS).encode())]
    assert len(ids) == 3
    answers = 0
    for each in functions:
        for id_ in ids:
            statement = call(each, values(id_, rows))
            before = writes(opened)
            answer = attempt(opened, speaker, statement)
            if isinstance(answer, list):
                answers += 1
                assert writes(opened) == before, each
                news = str(answer).replace(id_, "")
                told = {name for name in ("cleo", "emil") if str(world.CAST[name]) in news}
                assert not told, each
    assert answers > 100


IDS = """
select :ben::text
union all
select id::text from amity.connections where :cleo in (requester_id, recipient_id)
union all
select id::text from amity.sync_connections where direction = 'sender'
"""


def writes(conn: Conn) -> int:
    """How many rows this transaction has written so far, taken back or not."""
    row = conn.execute(
        "select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_xact_all_tables"
        " where schemaname in ('amity', 'amity_private')"
    ).fetchone()
    return int(row[0]) if row else 0


def rows_by_type(conn: Conn) -> dict[str, str]:
    """A row of each table, as text: for functions that take one."""
    found = {}
    for table in world.relations(conn, "amity", "rp"):
        row = conn.execute(f"select t::text from {table} as t".encode()).fetchone()
        assert row, table
        found[table] = row[0]
    return found


def values(id_: str, rows: dict[str, str]) -> Callable[[str], str | None]:
    """What to pass for a parameter of some type; null where nothing comes to mind."""
    known = rows | {
        **dict.fromkeys(["uuid", "text"], id_),
        **dict.fromkeys(["integer", "bigint"], "1"),
        "regclass": "amity.connections",
        "oid": "1259",
        "boolean": "true",
        "name": "id",
        "timestamp with time zone": "2020-01-01",
        "interval": "1 day",
        "jsonb": "{}",
        "inet": "127.0.0.1",
        "regprocedure": "amity.me()",
    }

    def value(type_: str) -> str | None:
        one = known.get(type_.removesuffix("[]"))
        return f"{{{one}}}" if one and type_.endswith("[]") else one

    return value
