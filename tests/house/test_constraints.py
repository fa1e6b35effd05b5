"""Each constraint of each table is violated once, and nothing else stands in the way of that.

The owner writes, triggers and all other constraints are off: what refuses is the constraint. When
it is gone as well, the same statement goes through. SHAPES in the facts.py of each kind says which
there are, so that one that is gone is missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from support import world
from support.world import Shape

SHAPES: dict[str, Shape] = world.told("SHAPES")

Conn = psycopg.Connection[Any]


def constraints(conn: Conn, table: str) -> dict[str, str]:
    """The letter of each, by its name, as in pg_constraint; also of unique indexes."""
    rows = conn.execute(
        "select conname, contype::text from pg_constraint"
        " where conrelid = %(table)s::regclass and contype in ('c', 'f', 'p', 'u', 'x')"
        " union select relname, 'i' from pg_index join pg_class on pg_class.oid = indexrelid"
        " where indrelid = %(table)s::regclass and indisunique"
        " and not exists (select from pg_constraint where conindid = indexrelid)",
        {"table": table},
    )
    return dict(rows.fetchall())


def columns(conn: Conn, table: str, *, nullable: bool) -> list[str]:
    """Those that may be null, or those that may not and could be set so."""
    rows = conn.execute(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0"
        " and not attisdropped and attnotnull <> %s and attidentity = '' order by attnum",
        [table, nullable],
    )
    return [name for (name,) in rows.fetchall()]


def tables(conn: Conn) -> list[str]:
    return [*world.relations(conn, "amity", "rp"), *world.relations(conn, "amity_private", "rp")]


def test_every_table_has_a_shape(lived: Conn) -> None:
    assert set(tables(lived)) == SHAPES.keys()


@pytest.mark.parametrize("table", SHAPES)
def test_the_shape_is_the_whole_of_it(table: str, lived: Conn) -> None:
    shape = SHAPES[table]
    found = constraints(lived, table)
    assert columns(lived, table, nullable=True) == shape.nullable.split()
    assert {name for name, letter in found.items() if letter in "pui"} == set(shape.keys.split())
    assert {name for name, letter in found.items() if letter == "f"} == set(shape.people.split())
    assert {name for name, letter in found.items() if letter in "cx"} == shape.checks.keys()


def violations(conn: Conn, table: str) -> Iterator[tuple[str, str]]:
    """Each constraint, or column that may not be null, with what violates it."""
    shape = SHAPES[table]
    for name in shape.keys.split():
        yield name, f"insert into {table} overriding system value select * from {table}"
    for name in shape.people.split():
        (column,) = conn.execute(
            "select format('%%1$I = %%2$s where %%1$I is not null', attname,"
            " case atttypid when 'uuid'::regtype then 'gen_random_uuid()' else '''nowhere''' end)"
            " from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]"
            " where conrelid = %s::regclass and conname = %s",
            [table, name],
        ).fetchone() or ("",)
        yield name, f"update {table} set {column}"
    for name, changes in shape.checks.items():
        for change in changes:
            yield name, world.sql(f"update {table} set {change}")
    for column in columns(conn, table, nullable=False):
        yield column, f"update {table} set {column} = null"


def drop(conn: Conn, table: str, name: str, letter: str | None) -> None:
    """Takes away a constraint; a name without a letter is a column that may not be null."""
    if letter is None:
        statement = SQL("alter table {table} alter {name} drop not null")
    elif letter == "i":
        statement = SQL("drop index {schema}.{name}")
    else:
        statement = SQL("alter table {table} drop constraint {name} cascade")
    schema, _, relation = table.partition(".")
    conn.execute(
        statement.format(
            table=Identifier(schema, relation), schema=Identifier(schema), name=Identifier(name)
        )
    )


def refused(conn: Conn, statement: str) -> bool:
    """Whether a constraint refuses it; some checks raise a refusal of their own."""
    try:
        with conn.transaction():
            return conn.execute(statement.encode()).rowcount == 0
    except psycopg.errors.IntegrityError:
        return True
    except psycopg.DatabaseError as error:
        if (error.sqlstate or "").startswith("PT4"):
            return True
        raise


@pytest.mark.parametrize("table", SHAPES)
def test_each_is_what_refuses(table: str, lived: Conn) -> None:
    wrong = []
    letters = constraints(lived, table)
    for name, statement in violations(lived, table):
        with world.undone(lived):
            lived.execute(f"alter table {table} disable trigger user".encode())
            if SHAPES[table].made:
                lived.execute(world.sql(SHAPES[table].made).encode())
            for other, letter in letters.items():
                if other != name:
                    drop(lived, table, other, letter)
            if not refused(lived, statement):
                wrong.append(f"{name} lets through: {statement}")
            drop(lived, table, name, letters.get(name))
            if refused(lived, statement):
                wrong.append(f"without {name} it is not done either: {statement}")
    assert wrong == []
