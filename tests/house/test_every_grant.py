"""With everything granted to them, people forge nothing: no rule is kept by a grant alone.

Hosts run `grant all on all tables in schema amity to authenticated`, because that is the recipe for
schemas of their own. Here it is done for both schemas, in the lived world of support/world.py. Then
people write each column of each table and view that they had no right to write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from support import world
from support.clusters import Cluster, Template

Conn = psycopg.Connection[Any]
Rows = dict[str, list[dict[str, Any]]]
Forgery = tuple[str, str]
"""Who, and the statement."""

RIGHTS: dict[str, world.Rights] = world.told("RIGHTS")
SPEAKERS = ("ada", "ben", "dora", "fay", "gus", "no_sub", "anon")
SCHEMAS = ("amity", "amity_private")
FORGED = str(uuid4())
NUMBERED = {"entry", "slot"}

GRANTS = " ".join(
    f"grant all on {kind} {', '.join(SCHEMAS)} to anon, authenticated;"
    for kind in (
        "schema",
        *(f"all {kind} in schema" for kind in ("tables", "sequences", "routines")),
    )
)

# what people may write before that
COLUMNS = """
    select attrelid::regclass::text, attname, format_type(atttypid, null),
      has_column_privilege('authenticated', attrelid, attnum, 'insert'),
      has_column_privilege('authenticated', attrelid, attnum, 'update'),
      array(select quote_literal(enumlabel) from pg_enum where enumtypid = atttypid)
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = any (%s::text[]::regnamespace[])
      and relkind in ('r', 'p', 'v', 'm') and attnum > 0 and not attisdropped
    order by 1, attnum
"""

# How many rows a statement is about, when that person says it: none if it is refused. It is undone.
ROWS_OF = """
    create function public.rows_of(role text, claims text, statement text) returns bigint
    language plpgsql as $$
    declare
      v_rows bigint;
    begin
      perform set_config('role', role, true), set_config('request.jwt.claims', claims, true);
      execute statement;
      get diagnostics v_rows = row_count;
      raise exception using errcode = 'UNDO0';
    exception
      when sqlstate 'UNDO0' then return v_rows;
      when others then return 0;
    end $$
"""

VALUES = {
    "uuid": [f"'{FORGED}'", ":cleo", ":ada"],
    "timestamp with time zone": ["'2001-02-03'", "now() + '1 day'"],
    "boolean": ["true", "false"],
    "text": ["'forged'"],
    "jsonb": ["""'{"forged": true}'"""],
    "inet": ["'192.0.2.1'"],
    "regclass": ["'public.posts'"],
    "interval": ["'1 second'"],
}


class Column:
    """A column, and what a caller may like to see in it."""

    def __init__(self, table: str, name: str, kind: str, *granted: bool, labels: list[str]) -> None:
        self.table, self.name = table, name
        self.insert, self.update = granted
        forged = ["'{}'"] if kind.endswith("[]") else labels or VALUES.get(kind, ["7"])
        self.values = ["null", *map(world.sql, forged)]


@dataclass
class Opened:
    """The world with everything granted; how it was and what people could do, before that."""

    conn: Conn
    columns: list[Column]
    content: Rows
    rows: dict[Forgery, int]

    def attempt(self, speaker: str, statement: str) -> Rows | None:
        """What stands after a statement, which is undone; None if it was refused."""
        with world.undone(self.conn):
            world.speak(self.conn, speaker)
            try:
                with self.conn.transaction():
                    self.conn.execute(statement.encode())
            except psycopg.Error:
                return None
            world.speak(self.conn, "owner")
            return content(self.conn)

    def changing(self, forgeries: Iterable[Forgery]) -> list[Forgery]:
        """Those that change something."""
        did = [forgery for forgery, rows in rows_of(self.conn, forgeries).items() if rows]
        return [forgery for forgery in did if self.attempt(*forgery) not in (None, self.content)]


@pytest.fixture
def opened(server: Cluster, template: Template) -> Iterator[Opened]:
    with server.clone(template("lived")) as url, psycopg.connect(url) as conn:
        conn.execute(ROWS_OF)
        columns = [
            Column(*row, labels=labels) for *row, labels in conn.execute(COLUMNS, [list(SCHEMAS)])
        ]
        rows = rows_of(conn, of_each_table(conn, "select from {}", "delete from {}"))
        conn.execute(GRANTS.encode())
        yield Opened(conn, columns, content(conn), rows)


def tables(conn: Conn) -> list[str]:
    return [table for schema in SCHEMAS for table in world.relations(conn, schema, "rp")]


def of_each_table(conn: Conn, *statements: str) -> list[Forgery]:
    """Everybody says each of these."""
    return [
        (speaker, statement.format(table))
        for statement in statements
        for table in tables(conn)
        for speaker in SPEAKERS
    ]


def rows_of(conn: Conn, forgeries: Iterable[Forgery]) -> dict[Forgery, int]:
    told = list(forgeries)
    claims = {}
    for speaker in SPEAKERS:
        with world.undone(conn):
            world.speak(conn, speaker)
            claims[speaker] = conn.execute(
                "select current_setting('role'), current_setting('request.jwt.claims')"
            ).fetchone()
    counts = conn.execute(
        "select public.rows_of(role, claims, statement)"
        " from unnest(%s::text[], %s::text[], %s::text[])"
        " with ordinality as forgeries (role, claims, statement, number) order by number",
        [
            [claims[speaker][0] for speaker, _ in told],
            [claims[speaker][1] for speaker, _ in told],
            [statement for _, statement in told],
        ],
    ).fetchall()
    return {forgery: count for forgery, (count,) in zip(told, counts, strict=True)}


def content(conn: Conn) -> Rows:
    """Every row of every table of ours."""
    found: Rows = {table: [] for table in tables(conn)}
    every = " union all ".join(
        f"select '{table}', to_jsonb(rows)::text from {table} as rows" for table in found
    )
    for table, row in conn.execute(f"{every} order by 1, 2".encode()):
        found[table].append(json.loads(row))
    return found


def told(value: Any, known: str) -> Any:
    """A value, but for what the database gives: an id that is new, the present."""
    if isinstance(value, str) and re.fullmatch(r"[0-9a-f-]{36}", value):
        return value if value in known or value == FORGED else "a new id"
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value):
        ago = datetime.now(UTC) - datetime.fromisoformat(value)
        return "now" if abs(ago) < timedelta(hours=1) else value
    return value


def added(before: Rows, after: Rows) -> set[str]:
    """The rows that are new, as far as they do not differ each time."""
    known = json.dumps(before)
    return {
        f"{table} {sorted((name, told(row[name], known)) for name in row.keys() - NUMBERED)}"
        for table, rows in after.items()
        for row in rows
        if row not in before[table]
    }


def test_update(opened: Opened) -> None:
    """A column that was not granted stays as it is, in every row, whichever role tries."""
    tried = [
        (speaker, f"update {column.table} set {column.name} = {value}")
        for column in opened.columns
        for value in ("default", *column.values)
        for speaker in {"ada", getattr(RIGHTS.get(column.table), "other", "anon")}
        if not column.update
    ]
    assert len(tried) > 1000
    assert opened.changing(tried) == []


def test_insert(opened: Opened) -> None:
    """To say more than was granted is refused, or does what saying less does."""
    wrong, tried = [], []
    for table, rights in RIGHTS.items():
        said = re.fullmatch(r"\((.*?)\) values \((.*)\)", world.sql(rights.insert))
        plain = said and opened.attempt("ada", f"insert into {table} {said[0]}")
        if not said or not plain:
            continue
        tried.append(table)
        for column in opened.columns:
            if column.table != table or column.insert or column.name in said[1].split(", "):
                continue
            for value in column.values:
                forgery = (
                    f"insert into {table} ({said[1]}, {column.name}) values ({said[2]}, {value})"
                )
                after = opened.attempt("ada", forgery)
                if after and added(opened.content, after) != added(opened.content, plain):
                    wrong.append(forgery)
    assert wrong == []
    assert {"amity.connections", "amity.connection_requests"} <= set(tried)


def test_insert_where_no_role_may(opened: Opened) -> None:
    """Where people were granted no insert, none comes about: neither new rows nor copies."""
    tried = []
    for table in {column.table for column in opened.columns}:
        mine = [column for column in opened.columns if column.table == table]
        if any(column.insert for column in mine):
            continue
        names = ", ".join(column.name for column in mine)
        sources = [
            f"select {names} from jsonb_populate_record(null::{table}, '{json.dumps(row)}')"
            for row in opened.content.get(table, [])[:3]
        ]
        sources += [
            f"values ({', '.join(column.values[which] for column in mine)})" for which in (1, -1)
        ]
        tried += [
            (speaker, f"insert into {table} ({names}) overriding system value {source}")
            for source in sources
            for speaker in SPEAKERS
        ]
        tried += [(speaker, f"insert into {table} default values") for speaker in SPEAKERS]
    assert len(tried) > 100
    assert opened.changing(tried) == []


def test_select_and_delete(opened: Opened) -> None:
    """People see and end the rows that they did before; none of a history with its causes."""
    assert rows_of(opened.conn, opened.rows) == {
        forgery: 0 if forgery[1].endswith("_history") else rows
        for forgery, rows in opened.rows.items()
    }


def test_truncate(opened: Opened) -> None:
    """Row security does not look at TRUNCATE: a trigger refuses it, but on the ledger of `up`."""
    truncate = of_each_table(opened.conn, "truncate {} cascade")
    emptied = {what for who, what in truncate if opened.attempt(who, what) is not None}
    assert emptied == {"truncate amity_private.migrations cascade"}
