"""A small world in which everything has happened to Ada, and what is true of each kind in it.

Each kind brings a `facts.py` in its folder of tests: what people do there (`LIVED`), who may do
what to a row (`RIGHTS`), and how each of its invariants is broken behind the triggers (`BROKEN`).
The tests in tests/house go through all of them and through the catalog: a table, an invariant or a
column for a person that no kind speaks for makes them fail.

ada   everything is about her
ben   her counterpart: connected, following both ways, in her circle, labelled, stepped back from
cleo  a third person, known to Ben alone
dora  blocked by Ada
emil  has blocked Ada
fay   connected with Ada, invited to her circle
gus   asked by Ada
hal   connected with Ada, and another admin of her circle
ivy   connected with Ada last of all
"""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import psycopg

from amity.migrations.templates import rendered

Conn = psycopg.Connection[Any]

CAST = {
    name: uuid5(NAMESPACE_URL, name)
    for name in ("ada", "ben", "cleo", "dora", "emil", "fay", "gus", "hal", "ivy")
}
TESTS = Path(__file__).parents[1]


@dataclass(frozen=True)
class Rights:
    """Who may do what to a row of a table, or of a view."""

    row: str
    """The condition that finds it: one row, of Ada's."""
    update: str
    """What comes after `set`."""
    outcomes: str
    """A grid of `yes` (it happens), `no` (nothing does) and what it is refused with."""
    other: str = "ben"
    """Who is on the other side of that row, or would most like to be."""
    insert: str = "default values"
    """What comes after `insert into` the table: a new row of Ada's."""

    def speaker(self, word: str) -> str:
        """The name of the speaker that a word above the grid means."""
        return {"other": self.other, "third": "cleo", "blocked": "dora"}.get(word, word)


@dataclass(frozen=True)
class Shape:
    """What a table takes, and what it does not: see tests/house/test_constraints.py."""

    nullable: str = ""
    """The columns that may be null."""
    keys: str = ""
    """Its primary key, unique constraints and unique indexes."""
    people: str = ""
    """Its foreign keys, which mostly lead to people."""
    checks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Each check, and what comes after `set` to violate each part of it."""
    made: str = ""
    """A statement without which no row would violate a key."""


def facts() -> Iterator[tuple[str, ModuleType]]:
    """Each kind that has facts, in the order in which the kinds are built."""
    kinds = {migration.kind: None for migration in rendered()}
    unknown = {path.parent.name for path in TESTS.glob("*/facts.py")} - kinds.keys()
    assert not unknown, f"facts of no kind: {unknown}"
    for kind in kinds:
        if (TESTS / kind / "facts.py").exists():
            yield kind, importlib.import_module(f"{kind}.facts")


def told(fact: str) -> Any:
    """A fact of every kind that has it, put together."""
    found: Any = {}
    for _, module in facts():
        more = getattr(module, fact, {})
        assert not found.keys() & more.keys(), "two kinds speak for one thing"
        found |= more
    return found


def sql(text: str) -> str:
    """A statement with `:ada` and the others filled in."""
    return re.sub(
        r"(?<!:):([a-z]+)\b",
        lambda match: f"'{CAST[match[1]]}'::uuid" if match[1] in CAST else match[0],
        text,
    )


def speak(conn: Conn, speaker: str) -> None:
    """Until the end of the transaction: a person, or one of the words below."""
    role, claims = {
        "owner": ("none", {}),
        "anon": ("anon", {"role": "anon"}),
        "no_sub": ("authenticated", {"role": "authenticated"}),
        "service": ("service_role", {"role": "service_role"}),
    }.get(speaker) or ("authenticated", {"role": "authenticated", "sub": str(CAST[speaker])})
    conn.execute(
        "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true)",
        [role, json.dumps(claims) if claims else ""],
    )


@contextmanager
def undone(conn: Conn) -> Iterator[None]:
    """Whatever is done inside is taken back, with who speaks."""
    with conn.transaction(force_rollback=True):
        yield


def build(url: str) -> None:
    """Makes the world, in a database that is migrated: what the template `lived` holds."""
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(
            "insert into amity.people (id) select unnest(%s::uuid[])", [list(CAST.values())]
        )
        for _, module in facts():
            for speaker, statement in getattr(module, "LIVED", ()):
                with conn.transaction():
                    speak(conn, speaker)
                    conn.execute(sql(statement).encode())


def relations(conn: Conn, schema: str, kinds: str) -> list[str]:
    """The tables (r), views (v) of a schema, by their full names."""
    rows = conn.execute(
        "select relname from pg_class where relnamespace = %s::regnamespace"
        " and relkind = any (%s::text[]) order by relname",
        [schema, list(kinds)],
    )
    return [f"{schema}.{name}" for (name,) in rows.fetchall()]


def traces(conn: Conn, of: UUID) -> dict[str, int]:
    """In how many rows of each table a text stands, in whatever column and shape."""
    found = {}
    for table in [*relations(conn, "amity", "rpm"), *relations(conn, "amity_private", "rpm")]:
        row = conn.execute(
            f"select count(*) from {table} as t"
            " where strpos(t::text, %(id)s) > 0 or strpos(to_jsonb(t)::text, %(id)s) > 0",
            {"id": str(of)},
        ).fetchone()
        if row and row[0]:
            found[table] = row[0]
    return found
