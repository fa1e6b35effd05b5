"""`amity doctor` names what shows rows past their policies, where only the host knows if it may."""

from __future__ import annotations

import psycopg
import pytest

from amity.command._checks import Finding, findings

FUNCTION = """
create function public.f() returns bigint language {} security definer {} as $$ {} $$
"""


def shown(conn: psycopg.Connection) -> list[Finding]:
    return list(findings(conn, "shown"))


@pytest.mark.parametrize(
    "function",
    [
        FUNCTION.format("sql", "", "select count(*) from amity.blocks"),
        FUNCTION.format("plpgsql", "", 'begin return (select count(*) from "amity"."blocks"); end'),
        FUNCTION.format("sql", "set search_path = amity", "select count(*) from blocks"),
        FUNCTION.format("sql", "", "select count(*) from amity_private.blocks_history"),
        (
            "create function public.f() returns bigint language sql security definer"
            " begin atomic select count(*) from amity.blocks; end"
        ),
    ],
)
def test_a_function_that_reads_as_its_owner(function: str, conn: psycopg.Connection) -> None:
    conn.execute(function.encode())
    (note,) = shown(conn)
    assert note.is_note
    assert note.message.startswith("the function f() reads amity")
    assert note.message.endswith("with the rights of postgres")
    conn.execute(note.fix.split("`")[1].encode())
    assert shown(conn) == []


@pytest.mark.parametrize(
    "function",
    [
        FUNCTION.format("sql", "", "select count(*) from amity.blocks")
        + "; revoke execute on function public.f() from public",
        FUNCTION.format("plpgsql", "", "begin perform amity.block(null); return 1; end"),
        FUNCTION.format("sql", "", "select count(*) from amity.blocks").replace(
            "security definer", ""
        ),
        (
            "create function public.f() returns trigger language plpgsql security definer"
            " as $$ begin insert into amity.follows default values; return new; end $$"
        ),
        "create schema hidden;"
        + FUNCTION.format("sql", "", "select count(*) from amity.blocks").replace(
            "public.", "hidden."
        ),
    ],
)
def test_a_function_that_shows_people_nothing(function: str, conn: psycopg.Connection) -> None:
    conn.execute(function.encode())
    assert shown(conn) == []


@pytest.mark.parametrize(
    ("publication", "how", "is_note"),
    [
        ("supabase_realtime", "for table amity.follows", False),
        ("supabase_realtime", "for all tables", False),
        ("warehouse", "for table amity.follows", True),
        ("warehouse", "for tables in schema amity", True),
        ("warehouse", "for all tables", True),
    ],
)
def test_a_publication(publication: str, how: str, is_note: bool, conn: psycopg.Connection) -> None:
    conn.execute(f"create publication {publication} {how}".encode())
    (found,) = shown(conn)
    assert found.is_note == is_note
    assert found.message.startswith(f"the publication {publication} sends ")
    conn.execute(found.fix.split("`")[1].replace("…", "pg_temp.t").partition("create")[0].encode())
    assert shown(conn) == []


def test_notifications_may_be_published(conn: psycopg.Connection) -> None:
    conn.execute("create publication supabase_realtime for table amity.notifications")
    assert shown(conn) == []
    conn.execute("alter table amity.notifications replica identity full")
    (found,) = shown(conn)
    assert found.message.startswith("the publication supabase_realtime sends ")


def test_a_publication_of_the_host(conn: psycopg.Connection) -> None:
    conn.execute("create table public.posts (id int primary key)")
    conn.execute("create publication supabase_realtime for table public.posts")
    assert shown(conn) == []
