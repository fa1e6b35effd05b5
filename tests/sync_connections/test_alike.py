"""A caller without a token learns nothing: not from the answer, and not from what it costs.

A wrong token, one that was rotated away, one whose connection is gone, revoked or never was, and
none at all take the same path: the same functions, the same scans of the same tables, so many
times each. A clock would say so only on a quiet machine.
"""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from sync_connections.site import sending

from amity import sync_connections

SETUP = "create table public.things (id integer primary key); insert into public.things values (1)"

FUNCTIONS = """
select schemaname || '.' || funcname, calls from pg_stat_xact_user_functions order by 1
"""
TABLES = """
select relname, seq_scan, idx_scan, seq_tup_read, idx_tup_fetch, n_tup_upd, n_tup_ins
from pg_stat_xact_all_tables where schemaname in ('amity', 'amity_private')
  and coalesce(seq_scan, 0) + coalesce(idx_scan, 0) + n_tup_ins > 0
order by 1
"""
CALLS = {
    "pull": "select p::text from amity.sync_pull(%(token)s, %(table)s) as p",
    "pull with a password": (
        "select p::text from amity.sync_pull(%(token)s, %(table)s, password => 'hunter2') as p"
    ),
    "request": "select p::text from amity.sync_request(%(token)s, %(table)s) as p",
    "tables": "select p::text from amity.sync_tables(%(token)s) as p",
    "authorize": "select p::text from amity.sync_authorize(%(token)s, %(table)s) as p",
}


@pytest.fixture
def tokens(database: str) -> dict[str, str | None]:
    """Tokens that open nothing, and one that does."""
    site = sending(database, SETUP, "public.things")
    with psycopg.connect(database) as conn:

        def made(name: str) -> Any:
            return sync_connections.create(name, f"https://{name}.example").on(conn)

        rotated, gone = made("rotated"), made("gone")
        sync_connections.rotate_token(rotated.id).on(conn)
        sync_connections.forget(gone.id).on(conn)
    return {
        "right": site.token,
        "wrong": "A" * 43,
        "nearly right": site.token[:-1] + ("A" if site.token[-1] != "A" else "B"),
        "rotated away": rotated.token,
        "of a connection that is gone": gone.token,
        "none": None,
        "empty": "",
    }


def path(database: str, call: str, token: str | None, table: str) -> tuple[Any, ...]:
    """What a call answers, and which way it went."""
    values = {"token": token, "table": table}
    with psycopg.connect(database) as conn:
        conn.execute("set track_functions = 'all'")
        answer = conn.execute(CALLS[call], values).fetchone()  # type: ignore[call-overload]
        functions = conn.execute(FUNCTIONS).fetchall()
        tables = conn.execute(TABLES).fetchall()
        conn.rollback()
    assert functions
    return answer, functions, tables


def blocks(database: str, call: str, token: str | None, table: str) -> int:
    """How many blocks a call reads, once everything is warm."""
    values = {"token": token, "table": table}
    query = f"explain (analyze, buffers, format json) {CALLS[call]}"
    with psycopg.connect(database) as conn:
        for _ in range(6):
            row = conn.execute(query, values).fetchone()  # type: ignore[call-overload]
            conn.rollback()
    read: int = row[0][0]["Plan"]["Shared Hit Blocks"]
    return read


@pytest.mark.parametrize("call", CALLS)
def test_without_a_token_everything_is_alike(
    call: str, database: str, tokens: dict[str, str | None]
) -> None:
    right = path(database, call, tokens.pop("right"), "public.things")
    paths = {
        (which, table): path(database, call, token, table)
        for which, token in tokens.items()
        for table in ("public.things", "public.nowhere", "amity.people", "no name at all")
    }
    expected = paths["wrong", "public.things"]
    assert "sync_invalid_token" in expected[0][0]
    assert {which: each for which, each in paths.items() if each != expected} == {}
    # the measure tells ways apart
    assert right[1] != expected[1]


@pytest.mark.parametrize("call", ["pull", "request", "authorize"])
def test_and_reads_as_much(call: str, database: str, tokens: dict[str, str | None]) -> None:
    """Also where the functions are the same ones: which tables there are takes looking."""
    right = blocks(database, call, tokens["right"], "public.things")
    read = [
        blocks(database, call, tokens[which], table)
        for which in ("wrong", "rotated away", "empty")
        for table in ("public.things", "public.nowhere", "pg_catalog.pg_class")
    ]
    assert max(read) - min(read) <= 4, read
    assert right > max(read) + 20
