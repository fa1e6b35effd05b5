"""Who may do what to whose row, for every table and view there is: role, command, and outcome.

The grids are in the facts.py of each kind. `yes` means that it happened: the row was read, made,
changed or gone afterwards; `no`, that nothing was refused and nothing happened.
"""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from support import world
from support.world import Rights

RIGHTS: dict[str, Rights] = world.told("RIGHTS")
SPEAKERS = ("anon", "no_sub", "ada", "other", "third", "blocked", "service")
COMMANDS = ("select", "insert", "update", "delete", "truncate")

NO_RIGHT = "42501"

Conn = psycopg.Connection[Any]


def grid(outcomes: str) -> dict[tuple[str, str], str]:
    """A grid as it is written: speakers above, a command before each line."""
    head, *lines = [line.split() for line in outcomes.strip().splitlines()]
    assert head == list(SPEAKERS)
    assert [line[0] for line in lines] == list(COMMANDS)
    return {
        (line[0], speaker): outcome
        for line in lines
        for speaker, outcome in zip(head, line[1:], strict=True)
    }


def statement(table: str, command: str, rights: Rights, *, blind: bool = False) -> str:
    where = "" if blind else f"where {rights.row}"
    return world.sql(
        {
            "select": f"select from {table} {where}",
            "insert": f"insert into {table} {rights.insert}",
            "update": f"update {table} set {rights.update} {where}",
            "delete": f"delete from {table} {where}",
            "truncate": f"truncate {table}",
        }[command]
    )


def content(conn: Conn, tables: list[str], where: str = "true") -> list[Any]:
    """Everything that stands in these tables."""
    every = " union all ".join(
        f"(select array_agg(t::text order by t::text) from {table} as t where {where})"
        for table in tables
    )
    return conn.execute(every.encode()).fetchall()


def attempt(conn: Conn, speaker: str, said: str) -> str | int:
    """What it was refused with; else how many rows it was about."""
    try:
        with conn.transaction():
            world.speak(conn, speaker)
            count = conn.execute(said.encode()).rowcount
            world.speak(conn, "owner")
    except psycopg.Error as error:
        slug = error.diag.message_detail if (error.sqlstate or "").startswith("PT") else None
        return slug or error.sqlstate or ""
    return count


def outcome(conn: Conn, table: str, command: str, word: str, tables: list[str]) -> str:
    rights = RIGHTS[table]
    before = content(conn, tables)
    with world.undone(conn):
        heard = attempt(conn, rights.speaker(word), statement(table, command, rights))
        if isinstance(heard, str):
            return heard
        happened = heard > 0 if command == "select" else content(conn, tables) != before
    return "yes" if happened else "no"


def drawn(outcomes: dict[tuple[str, str], str]) -> str:
    """A grid as it would be written: to copy into facts.py."""
    lines = [["", *SPEAKERS]]
    lines += [[command, *(outcomes[command, who] for who in SPEAKERS)] for command in COMMANDS]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def exposed(conn: Conn) -> list[str]:
    return world.relations(conn, "amity", "rpvmf")


def test_every_table_and_view_has_a_grid(lived: Conn) -> None:
    """A new one gets its grid in the facts.py of its kind."""
    assert set(exposed(lived)) == RIGHTS.keys()


@pytest.mark.parametrize("table", RIGHTS)
def test_who_may_do_what(table: str, lived: Conn) -> None:
    tables = world.relations(lived, "amity", "rp")
    seen = {
        (command, word): outcome(lived, table, command, word, tables)
        for command in COMMANDS
        for word in SPEAKERS
    }
    assert seen == grid(RIGHTS[table].outcomes), drawn(seen)


def test_nor_blindly(lived: Conn) -> None:
    """Without a condition no policy for select protects a row: it is as it was all the same."""
    wrong = []
    for table, rights in RIGHTS.items():
        hers = world.sql(rights.row)
        before = content(lived, [table], hers)
        for (command, word), allowed in grid(rights.outcomes).items():
            if command in {"update", "delete"} and allowed != "yes":
                with world.undone(lived):
                    said = statement(table, command, rights, blind=True)
                    heard = attempt(lived, rights.speaker(word), said)
                    # a role without a right to it has none to do it blindly
                    if allowed == NO_RIGHT != heard or content(lived, [table], hers) != before:
                        wrong.append(f"{word}: {command} {table}")
    assert wrong == []


def test_there_is_something_to_hide(lived: Conn) -> None:
    for table in world.relations(lived, "amity", "rp"):
        found = content(lived, [table], world.sql(RIGHTS[table].row))
        assert [len(rows or ()) for (rows,) in found] == [1], table


def test_no_speaker_gives_a_row_another_id(lived: Conn) -> None:
    """Not even the owner: the history knows a row by its id. (Ties hold that of a person.)"""
    wrong = []
    for table in set(world.relations(lived, "amity", "rp")) - {"amity.people"}:
        row = lived.execute(
            "select from pg_attribute where attrelid = %s::regclass and attname = 'id'", [table]
        ).fetchone()
        if row is not None:
            heard = attempt(lived, "owner", f"update {table} set id = amity.uuid_v7()")
            if heard not in {"pair_is_fixed", "sync_field_fixed"}:
                wrong.append(f"{table}: {heard}")
    assert wrong == []
