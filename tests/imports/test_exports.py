"""What people can download elsewhere is imported as it is: files of the same form, all made up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest
from imports.test_command import Amity, rows, said

EXPORTS = Path(__file__).with_name("exports")
PEOPLE = ("--people", str(EXPORTS / "people.csv"))
ADA = ("--as", "ada")

TIES = {
    "connections": ("requester_id", "recipient_id", "responded_at"),
    "requests": ("requester_id", "recipient_id", "requested_at"),
    "follows": ("follower_id", "followed_id", "created_at"),
    "blocks": ("blocker_id", "blocked_id", "created_at"),
}


@pytest.fixture
def named(database: str) -> str:
    """A database whose people have names for keys."""
    with psycopg.connect(database) as conn:
        conn.execute("create table public.members (name text primary key)")
        conn.execute(
            "insert into public.members"
            " select unnest('{ada,ben,cleo,dan}'::text[]) union select n::text"
            " from generate_series(0, 3) as n"
        )
        conn.execute("select amity.attach_people('public.members', 'name')")
    return database


def ties(database: str, kind: str) -> set[tuple[Any, ...]]:
    """Who, whom and the date, which is today's where the source had none."""
    one, other, since = TIES[kind]
    return set(
        rows(
            database,
            f"select one.host_key, other.host_key,"
            f" nullif(({since} at time zone 'UTC')::date, (now() at time zone 'UTC')::date)::text"
            f" from amity.{kind.replace('requests', 'connections')} as ties"
            f" join amity.people as one on one.id = {one}"
            f" join amity.people as other on other.id = {other}",
        )
    )


@pytest.mark.parametrize(
    ("file", "kind", "options", "expected", "refused"),
    [
        (
            "mastodon_following.csv",
            "follows",
            (*ADA, *PEOPLE, "--map", "followed=Account address"),
            {("ada", "ben", None), ("ada", "cleo", None)},
            {"person_not_found": 1},
        ),
        (
            "mastodon_blocks.csv",
            "blocks",
            (*ADA, *PEOPLE, "--no-header"),
            {("ada", "dan", None)},
            {"person_not_found": 1},
        ),
        (
            "x_following.js",
            "follows",
            (*ADA, *PEOPLE, "--map", "followed=following.accountId"),
            {("ada", "ben", None), ("ada", "cleo", None)},
            {},
        ),
        (
            "x_block.js",
            "blocks",
            (*ADA, *PEOPLE, "--map", "blocked=blocking.accountId"),
            {("ada", "dan", None)},
            {},
        ),
        (
            "instagram_following.json",
            "follows",
            (
                *(*ADA, "--map", "followed=string_list_data.0.value"),
                *("--map", "created_at=string_list_data.0.timestamp"),
            ),
            {("ada", "ben", "2020-09-13"), ("ada", "cleo", "2022-04-15")},
            {},
        ),
        (
            "instagram_followers_1.json",
            "follows",
            (
                *(*ADA, "--map", "follower=string_list_data.0.value"),
                *("--map", "created_at=string_list_data.0.timestamp"),
            ),
            {("dan", "ada", "2023-11-14")},
            {},
        ),
        (
            "linkedin_connections.csv",
            "connections",
            (
                *(*ADA, *PEOPLE, "--skip", "3", "--map", "recipient=URL"),
                *("--map", "accepted_at=Connected On"),
            ),
            {("ada", "ben", "2023-11-05"), ("ada", "cleo", "2024-02-01")},
            {"person_missing": 1},
        ),
        (
            "snap_edges.txt",
            "follows",
            (),
            {("0", "1", None), ("0", "2", None), ("3", "0", None)},
            {},
        ),
        (
            "snap_combined.txt",
            "follows",
            ("--map", "follower=2", "--map", "followed=1"),
            {("1", "0", None), ("2", "0", None), ("0", "3", None)},
            {},
        ),
        (
            "django_dumpdata.json",
            "connections",
            (
                *("--map", "requester=fields.from_user", "--map", "recipient=fields.to_user"),
                *("--map", "accepted_at=fields.created"),
            ),
            {("1", "2", "2020-01-02"), ("1", "3", "2021-01-02")},
            {"already_connected": 1},
        ),
        (
            "django_dumpdata_indented.json",
            "requests",
            (
                *("--map", "requester=fields.from_user", "--map", "recipient=fields.to_user"),
                *("--map", "requested_at=fields.created"),
            ),
            {("1", "2", "2020-01-02"), ("3", "1", "2021-01-02")},
            {},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_an_export(
    amity: Amity,
    named: str,
    file: str,
    kind: str,
    options: tuple[str, ...],
    expected: set[tuple[Any, ...]],
    refused: dict[str, int],
) -> None:
    command = ("import", kind, str(EXPORTS / file), named, *options, "--json")
    tried = said(amity(*command, "--dry-run"))
    assert ties(named, kind) == set()
    done = said(amity(*command))
    assert ties(named, kind) == expected
    assert (done["imported"], done["refused"]) == (len(expected), refused)
    assert tried == done | {"run": None}
    undone = said(amity("import", "--undo", done["run"], named, "--json"))
    assert undone == {"run": done["run"], "undone": len(expected), "changed": 0}
    assert ties(named, kind) == set()
