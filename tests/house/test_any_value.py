"""Whatever value of the right type a client sends, it is taken, or refused by a slug.

Every argument of every function that a client may call, and every column that people may write, is
tried with the values that break things: null, extremes, infinities, texts that are too long.
"""

from __future__ import annotations

import random
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from support import world

Conn = psycopg.Connection[Any]

VALUES: dict[str, list[str | None]] = {
    "uuid": [None, str(uuid4()), *(str(world.CAST[name]) for name in ("ada", "emil", "fay"))],
    "text": [None, "", "x", " ", "\u200b", "\u202e", "a" * 100_000, "'\"%s\\", "infinity", "{}"],
    "integer": [None, "0", "-1", "2147483647", "-2147483648"],
    "bigint": [None, "0", "-1", "9223372036854775807", "-9223372036854775808"],
    "boolean": [None, "true", "false"],
    "timestamp with time zone": [None, "infinity", "-infinity", "294276-01-01", "4713-01-01 BC"],
    "date": [None, "infinity", "-infinity", "5874897-12-31", "4713-01-01 BC"],
    "interval": [None, "0", "-1 day", "178000000 years", "-178000000 years"],
    "jsonb": [None, "null", "{}", "[]", '"x"', "[1]", '["x"]'],
    "inet": [None, "0.0.0.0", "::1"],
    "regclass": [None, "amity.connections", "pg_catalog.pg_class", "amity.my_connections"],
}
# what stands for something in the lived world, beside ids
NAMED = (
    "request",
    "follow",
    "friends_are_public",
    "true",
    "5",
    "1 day",
    "climbers",
    "https://b.example",
)
# what else an argument is while another is tried
USUAL = {"uuid": str(world.CAST["ben"]), "text": "x", "integer": "5"}

FUNCTIONS = """
select proname, array(select format_type(type, null) from unnest(proargtypes) as type)
from pg_proc
where pronamespace = 'amity'::regnamespace and has_function_privilege(%s, oid, 'execute')
order by oid
"""
IDS = """
select id::text from amity.people union all select id::text from amity.connections
union all select id::text from amity.circles union all select id::text from amity.sync_connections
union all select id::text from amity.sync_transfers
"""
COLUMNS = """
select relname::text, attname::text, format_type(atttypid, null)
from pg_class join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
where relnamespace = 'amity'::regnamespace
  and has_column_privilege('authenticated', pg_class.oid, attnum, %s)
order by pg_class.oid, attnum
"""
NAMES = {"recipient_id", "followed_id", "blocked_id", "person_id", "addressee_id", "name"}


def values(conn: Conn, type_: str) -> list[str | None]:
    """Values of a type: of an enum all of them, of an array some with a value of its elements."""
    if type_.endswith("[]"):
        last = values(conn, type_[:-2])[-1]
        return [
            None,
            "{}",
            "{NULL}",
            *([f'{{"{last}"}}', f'{{"{last}","{last}"}}'] if last else []),
        ]
    labels = conn.execute("select enumlabel from pg_enum where enumtypid = %s::regtype", [type_])
    return VALUES.get(type_) or [None, *(label for (label,) in labels)]


def called(name: str, types: list[LiteralString]) -> sql.Composed:
    return sql.SQL("select to_jsonb(r) from amity.{}({}) as r").format(
        sql.Identifier(name), sql.SQL(", ").join(sql.SQL(f"%s::{type_}") for type_ in types)
    )


def heard(conn: Conn, speaker: str, statement: sql.Composed, given: list[str | None]) -> str:
    """What is wrong with how it was refused; nothing, if it was taken or refused by a slug."""
    try:
        with world.undone(conn):
            world.speak(conn, speaker)
            conn.execute(statement, given)
    except psycopg.Error as error:
        if not (error.sqlstate or "").startswith("PT"):
            return f"{speaker}: {statement.as_string(conn)} {str(given)[:80]}: {error}"
    return ""


@pytest.mark.parametrize(
    ("speaker", "role"), [("ada", "authenticated"), ("service", "service_role")]
)
def test_as_an_argument(speaker: str, role: str, lived: Conn) -> None:
    wrong = []
    for name, types in lived.execute(FUNCTIONS, [role]).fetchall():
        call = called(name, types)
        usual = [USUAL.get(type_) for type_ in types]
        for place, type_ in enumerate(types):
            for value in values(lived, type_):
                given = [*usual[:place], value, *usual[place + 1 :]]
                wrong.append(heard(lived, speaker, call, given))
    assert len(wrong) > 200
    assert [each for each in wrong if each] == []


@pytest.mark.deep
@pytest.mark.once
@pytest.mark.parametrize(
    ("speaker", "role"), [("ada", "authenticated"), ("service", "service_role")]
)
def test_as_several_arguments(speaker: str, role: str, lived: Conn) -> None:
    """Of values that fit each by itself, and what exists: what comes later is reached as well."""
    chance = random.Random(7)
    known = {"text": [*NAMED], "uuid": [id_ for (id_,) in lived.execute(IDS).fetchall()]}
    known["text"] += [name for (name,) in lived.execute("select name from amity.settings")]
    wrong = []
    for name, types in lived.execute(FUNCTIONS, [role]).fetchall():
        if len(types) < 2:
            continue
        call = called(name, types)
        tried = [values(lived, type_) + known.get(type_, []) for type_ in types]
        for _ in range(200):
            given = [chance.choice(each) for each in tried]
            wrong.append(heard(lived, speaker, call, given))
    assert len(wrong) > 2000
    assert [each for each in wrong if each] == []


def test_in_a_column(lived: Conn) -> None:
    """Of people. A service also meets the constraints of its tables: 400 and 409."""
    wrong = []
    columns = lived.execute(COLUMNS, ["insert"]).fetchall()
    for table, column, type_ in columns:
        needed = {c: t for (t_, c, t) in columns if t_ == table and c in NAMES and c != column}
        insert = sql.SQL("insert into amity.{} ({}) values (%s{}) returning *").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, [column, *needed])),
            sql.SQL(", %s" * len(needed)),
        )
        for value in values(lived, type_):
            given = [value, *(USUAL[type_] for type_ in needed.values())]
            wrong.append(heard(lived, "cleo", insert, given))
    for table, column, type_ in lived.execute(COLUMNS, ["update"]).fetchall():
        update = sql.SQL("update amity.{} set {} = %s returning *").format(
            *map(sql.Identifier, (table, column))
        )
        for speaker in ("ada", "ben", "gus"):
            wrong += [heard(lived, speaker, update, [value]) for value in values(lived, type_)]
    assert len(wrong) > 200
    assert [each for each in wrong if each] == []
