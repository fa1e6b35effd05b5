"""`amity import --query` reads the lines of a SELECT over the same database."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest
from imports.test_command import Amity, rows, said

from amity import accounts


def test_a_report_of_a_query(amity: Amity, database: str, tmp_path: Path) -> None:
    report = tmp_path / "refused.jsonl"
    query = "select 1::numeric as follower, 2 as followed, '2020-01-02Z'::timestamptz as created_at"
    amity("import", "follows", database, "--query", query, "--report", str(report))
    (told,) = map(json.loads, report.read_text().splitlines())
    assert (told["follower"], told["followed"]) == ("1", 2)
    assert told["created_at"].startswith("2020-01-02 ")


def test_a_friendship_that_is_stored_twice(amity: Amity, database: str) -> None:
    """As django-friendship does: nothing is wrong with the second of the two."""
    with psycopg.connect(database) as conn:
        conn.execute(HOST)
    done = amity("import", "connections", database, "--query", QUERY, *MAPPED)
    assert "2 connections imported from 5 lines: " in done.stdout
    assert "\n2 lines were already present.\n" in done.stdout
    assert "already_connected" not in done.stdout
    assert "person_not_found" in done.stdout
    assert "`--report FILE`" in done.stdout


HOST = """
create table public.auth_user (id bigint primary key);
create table public."Friendship_friend" (
  id serial, from_user_id bigint, "To; user" bigint, created timestamptz
);
insert into public.auth_user select generate_series(1, 4);
select amity.attach_people('public.auth_user');
insert into public."Friendship_friend" (from_user_id, "To; user", created)
values (1, 2, '2020-01-01Z'), (2, 1, '2020-01-01Z'), (3, 4, '2021-01-01Z'), (4, 3, '2021-01-01Z'),
  (1, 99, null);
"""
QUERY = (
    'select from_user_id, "To; user", created from public."Friendship_friend" -- where 1 % 1 = 0;'
)
MAPPED = (
    *("--map", "requester=from_user_id"),
    *("--map", "recipient=To; user", "--map", "accepted_at=created"),
)


def test_a_query(amity: Amity, database: str) -> None:
    with psycopg.connect(database) as conn:
        conn.execute(HOST)
    done = said(amity("import", "connections", database, "--query", QUERY, *MAPPED, "--json"))
    assert done == {
        "kind": "connections",
        "lines": 5,
        "imported": 2,
        "refused": {"already_connected": 2, "person_not_found": 1},
        "run": done["run"],
    }
    assert rows(
        database,
        "select one.host_key, other.host_key, extract(year from responded_at)::int"
        " from amity.connections join amity.people as one on one.id = requester_id"
        " join amity.people as other on other.id = recipient_id order by 1",
    ) == [("1", "2", 2020), ("3", "4", 2021)]
    with psycopg.connect(database) as conn:
        assert not accounts.verify().on(conn)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("select 1 as requester; drop table public.auth_user", "syntax error"),
        ("delete from public.auth_user returning id as requester", "syntax error"),
        ("with gone as (delete from public.auth_user returning id) table gone", "top level"),
        (
            "select setval('public.\"Friendship_friend_id_seq\"', 9) as requester, 1 as recipient",
            "read-only",
        ),
        ("select 1 as a", "no column"),
        ("select 1 / 0 as requester, 2 as recipient", "division by zero"),
        ("table nowhere", "does not exist"),
        ("", "syntax error"),
    ],
)
def test_a_query_that_gives_no_lines(amity: Amity, database: str, query: str, word: str) -> None:
    with psycopg.connect(database) as conn:
        conn.execute(HOST)
    done = amity("import", "connections", database, "--query", query)
    assert done.exit_code == 1
    assert word in done.stderr
    assert "Traceback" not in done.output
    assert rows(database, "select count(*) from public.auth_user") == [(4,)]
