"""Each invariant of each kind, broken behind the triggers, is found by its name."""

from __future__ import annotations

import re
from typing import Any

import psycopg
import pytest
from support import world

BROKEN: dict[tuple[str, str], tuple[str, ...]] = world.told("BROKEN")
CASES = [(*name, statement) for name, statements in BROKEN.items() for statement in statements]

# the word that each branch of a verify_<kind>() begins with
WORD = re.compile(r"\bselect\s+(?:distinct\s+)?'([a-z_]+)'", re.IGNORECASE)


def broken(conn: psycopg.Connection[Any]) -> set[tuple[str, str]]:
    rows = conn.execute("select kind, invariant, detail from amity.verify()").fetchall()
    assert all(detail for _, _, detail in rows)
    return {(kind, invariant) for kind, invariant, _ in rows}


def test_nothing_is_broken(lived: psycopg.Connection[Any]) -> None:
    assert broken(lived) == set()


def test_each_is_found(lived: psycopg.Connection[Any]) -> None:
    missed = []
    for kind, invariant, statement in CASES:
        with world.undone(lived):
            lived.execute("set local session_replication_role = replica")
            lived.execute(world.sql(statement).encode())
            if (kind, invariant) not in broken(lived):
                missed.append(f"{kind} {invariant}: {statement}")
    assert missed == []


def invariants(conn: psycopg.Connection[Any]) -> set[tuple[str, str]]:
    """Whatever any verify_<kind>() can say, read off its text."""
    bodies = conn.execute(
        "select substr(proname, 8), pg_get_functiondef(oid) from pg_proc"
        " where pronamespace = 'amity_private'::regnamespace and proname like 'verify\\_%'"
    ).fetchall()
    words = {kind: WORD.findall(body) for kind, body in bodies}
    assert [kind for kind, said in words.items() if not said] == []
    return {(kind, word) for kind, said in words.items() for word in said}


def test_each_has_been_broken(lived: psycopg.Connection[Any]) -> None:
    """A new invariant is broken in the facts.py of its kind, or this fails."""
    assert invariants(lived) == BROKEN.keys()


def test_a_new_invariant_is_noticed(lived: psycopg.Connection[Any]) -> None:
    before = invariants(lived)
    lived.execute(
        "create function amity_private.verify_waves() returns table (invariant text, detail text)"
        " language sql begin atomic select 'never_alone', 'x' where false; end"
    )
    assert invariants(lived) - before == {("waves", "never_alone")}


@pytest.mark.parametrize("speaker", ["no_sub", "ada", "anon"])
def test_only_a_service_asks(lived: psycopg.Connection[Any], speaker: str) -> None:
    world.speak(lived, speaker)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        lived.execute("select * from amity.verify()")
