"""Everything that a client can say to amity about a person, read from the catalog.

Whatever a later kind grants to `authenticated` is found here without being named: each table and
view with the columns that it may be written by, each function with the arguments that take a uuid.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

RELATIONS = """
select c.oid::regclass::text, attname, format_type(atttypid, atttypmod),
  has_column_privilege('authenticated', c.oid, attnum, 'insert'),
  has_column_privilege('authenticated', c.oid, attnum, 'update'),
  has_column_privilege('authenticated', c.oid, attnum, 'select'),
  has_table_privilege('authenticated', c.oid, 'delete'),
  (select array_agg(enumlabel::text) from pg_enum where enumtypid = atttypid)
from pg_class as c
join pg_attribute on attrelid = c.oid and attnum > 0 and not attisdropped
where relnamespace = 'amity'::regnamespace and relkind in ('r', 'p', 'v', 'm')
  and (has_any_column_privilege('authenticated', c.oid, 'select, insert, update')
    or has_table_privilege('authenticated', c.oid, 'delete'))
order by 1, attnum
"""

FUNCTIONS = """
select p.oid::regproc::text, coalesce(proargnames[1:pronargs], '{}'),
  (select coalesce(array_agg(format_type(type, null) order by n), '{}')
    from unnest(proargtypes) with ordinality as types (type, n)),
  pronargs - pronargdefaults
from pg_proc as p
where pronamespace = 'amity'::regnamespace and prokind = 'f'
  and prorettype <> 'trigger'::regtype
  and has_function_privilege('authenticated', p.oid, 'execute')
order by 1
"""

# A row of each table and view, as an argument: one that names the person in all its uuids.
ROWS = """
select c.oid::regclass::text, 'jsonb_populate_record(null::' || c.oid::regclass
  || ', jsonb_build_object(' || string_agg(quote_literal(attname) || ', :probe', ', ') || '))'
from pg_class as c join pg_attribute on attrelid = c.oid and attnum > 0 and not attisdropped
where relnamespace = 'amity'::regnamespace and atttypid = 'uuid'::regtype
group by c.oid
"""

ASKED = {"uuid": ":probe", "uuid[]": "array[:probe]"}

# What an argument without a default is given where it is no uuid.
SAMPLES = {
    "text": "'hello'",
    "integer": "5",
    "bigint": "5",
    "boolean": "true",
    "interval": "interval '1 day'",
    "timestamp with time zone": "now()",
    "date": "current_date",
    "jsonb": "'{}'::jsonb",
    "text[]": "'{}'::text[]",
}


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    insertable: bool
    updatable: bool
    readable: bool
    labels: tuple[str, ...]


def statements(conn: psycopg.Connection[Any]) -> dict[str, str]:
    """Every statement about a person, with `:probe` where the person stands, by what it is."""
    said = dict(_of_functions(conn))
    found = conn.execute(RELATIONS).fetchall()
    for relation, rows in itertools.groupby(found, key=lambda row: row[0]):
        listed = list(rows)
        columns = [
            Column(row[1], row[2], row[3], row[4], row[5], tuple(row[7] or ())) for row in listed
        ]
        said |= dict(_of_relation(relation, columns, may_delete=listed[0][6]))
    return said


def _of_functions(conn: psycopg.Connection[Any]) -> Iterator[tuple[str, str]]:
    rows = dict(conn.execute(ROWS).fetchall())
    for name, arguments, types, required in conn.execute(FUNCTIONS).fetchall():
        takers = [n for n, type_ in enumerate(types) if type_ in ASKED or type_ in rows]
        # each uuid in turn, all of them at once, and nothing but what must be given
        for chosen in {*((n,) for n in takers), tuple(takers)}:
            given = []
            for n, type_ in enumerate(types):
                if n in chosen or (n < required and (type_ in ASKED or type_ in rows)):
                    value = ASKED.get(type_) or rows[type_]
                elif n < required:
                    value = SAMPLES[type_]
                else:
                    continue
                given.append(f"{arguments[n]} => {value}")
            yield f"{name}({', '.join(given)})", f"select * from {name}({', '.join(given)})"


def _of_relation(
    relation: str, columns: list[Column], *, may_delete: bool
) -> Iterator[tuple[str, str]]:
    people = [column.name for column in columns if column.type == "uuid" and column.readable]
    if any(column.readable for column in columns):
        yield f"select {relation}", f"select * from {relation}"
    for person in people:
        yield f"select {relation} by {person}", f"select * from {relation} where {person} = :probe"
    for column in columns:
        if column.insertable and column.type == "uuid":
            for ending in ("returning *", "on conflict do nothing returning *"):
                yield (
                    f"insert {relation}.{column.name} {ending}",
                    f"insert into {relation} ({column.name}) values (:probe) {ending}",
                )
        if column.updatable:
            for value in column.labels or (SAMPLES.get(column.type, ":probe"),):
                literal = f"'{value}'" if column.labels else value
                for person in people:
                    change = f"update {relation} set {column.name} = {literal}"
                    yield (
                        f"update {relation}.{column.name} = {literal} by {person}",
                        f"{change} where {person} = :probe returning *",
                    )
    named = [column.name for column in columns if column.insertable and column.type == "uuid"]
    for one, other in itertools.permutations(named, 2):
        yield (
            f"insert {relation} ({one} = me, {other})",
            f"insert into {relation} ({one}, {other}) values (amity.me(), :probe) returning *",
        )
    if may_delete:
        for person in people:
            yield (
                f"delete {relation} by {person}",
                f"delete from {relation} where {person} = :probe returning *",
            )


@dataclass(frozen=True)
class Answer:
    """Everything that a user of psql sees of the answer to a statement."""

    error: tuple[str | None, ...]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[.\d]*(\+\d\d(:\d\d)?|Z)?")
ID = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")

# 32 random bytes, shown once
TOKEN = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])")


class Likeness:
    """What is left of a text when the probe, the ids made up meanwhile and the moments are alike.

    The first new id that is met becomes `id 1`, the second `id 2`: equal ids stay equal.
    """

    def __init__(self, probe: UUID, known: dict[UUID, str]) -> None:
        self._names = {str(probe): "the probe", **{str(id_): name for id_, name in known.items()}}

    def of(self, text: object) -> str:
        def named(match: re.Match[str]) -> str:
            count = sum(name.startswith("id ") for name in self._names.values())
            return self._names.setdefault(match[0], f"id {count + 1}")

        return ID.sub(named, TOKEN.sub("a token", MOMENT.sub("a moment", str(text))))


def ask(conn: psycopg.Connection[Any], statement: str, probe: UUID, alike: Likeness) -> Answer:
    """What the speaker hears to a statement about the probe. What it did stays."""
    with conn.transaction() as block:
        answer = _hear(conn, statement, probe, alike)
        if answer.error:
            raise psycopg.Rollback(block)
    return answer


# Sent along with the statement that comes next, it costs no round trip.
BACK = "rollback to savepoint asked;"


def ask_each(
    conn: psycopg.Connection[Any], asked: dict[str, str], probe: UUID, known: dict[UUID, str]
) -> dict[str, Answer]:
    """What the speaker hears to each statement, as if it were the only one."""
    heard = {}
    conn.execute("savepoint asked")
    for name, statement in asked.items():
        heard[name] = _hear(conn, statement, probe, Likeness(probe, known), BACK)
    conn.execute(BACK)
    return heard


def _hear(
    conn: psycopg.Connection[Any], statement: str, probe: UUID, alike: Likeness, first: str = ""
) -> Answer:
    text = statement.replace(":probe", f"'{probe}'::uuid")
    try:
        cursor = conn.execute((first + text).encode(), prepare=False)
        if first:
            cursor.nextset()
        columns = tuple(column.name for column in cursor.description or ())
        rows = [tuple(alike.of(value) for value in row) for row in _in_order(cursor.fetchall())]
        return Answer((), columns, tuple(rows))
    except psycopg.Error as error:
        diagnosis = error.diag
        return Answer(
            tuple(
                None if part is None else alike.of(part)
                for part in (
                    error.sqlstate,
                    diagnosis.severity,
                    diagnosis.message_primary,
                    diagnosis.message_detail,
                    diagnosis.message_hint,
                    diagnosis.context,
                    diagnosis.internal_query,
                    diagnosis.schema_name,
                    diagnosis.table_name,
                    diagnosis.column_name,
                    diagnosis.constraint_name,
                    diagnosis.source_function,
                )
            )
        )


def _in_order(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows by what they say and when, since nothing promises their order."""
    moments = [sorted(str(value) for value in row if MOMENT.fullmatch(str(value))) for row in rows]
    return [row for _, _, row in sorted(zip(moments, map(str, rows), rows, strict=True))]
