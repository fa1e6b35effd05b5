"""The catalog of Amity's two schemas as it is, and as the migrations make it on this server.

The second is made by running the migrations once more, in a transaction that is rolled back, while
both schemas bear other names. So Postgres itself writes out both, on any version and for any owner,
and nothing has to be stored that a dump, an upgrade of Postgres or an older Amity would falsify.
"""

from collections.abc import Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby

import psycopg
from psycopg import Connection

from amity.migrations.templates import Rendered, around

Key = tuple[str, str, str]
"""A kind, the table or object that it belongs to, and a name: ('policy', 'amity.follows', 'x')."""
Snapshot = Mapping[Key, str]
"""The definition of each object."""


@dataclass(frozen=True, slots=True)
class Snapshots:
    """What is there, and what the migrations make."""

    present: Snapshot
    expected: Snapshot
    optional: Set[Key]
    """What only pending migrations make."""
    unlisted: Sequence[str]
    """Pending migrations whose tables are there: their rows in the list of migrations are not."""
    equal: Set[Key]
    """What reads differently only because it came from a dump."""

    def additions(self) -> list[Key]:
        """Give what no migration makes, without the parts of an object that is listed itself."""
        extra = {key for key in self.present.keys() - self.expected if key[0] != "grant"}
        return sorted(key for key in extra if not within(key, extra))


def take(connection: Connection, ours: Sequence[Rendered], pending: Sequence[str]) -> Snapshots:
    """Take both snapshots. Nothing of it is committed, and no table is locked.

    Raises:
        psycopg.errors.InsufficientPrivilege: the role does not own the schemas.
        psycopg.errors.FeatureNotSupported: the server is a standby.
    """
    with connection.transaction(force_rollback=True):
        connection.execute("set local search_path = pg_catalog")
        connection.execute("set local client_min_messages = warning")
        present = _snapshot(connection)
        connection.execute("alter schema amity rename to amity_present")
        connection.execute("alter schema amity_private rename to amity_private_present")
        connection.execute(around("before").encode())
        connection.execute(around("ledger").encode())
        expected = _snapshot(connection) if pending else {}
        optional: set[Key] = set()
        unlisted = []
        for is_pending, migrations in groupby(ours, lambda each: each.id in pending and each.id):
            connection.execute("\n".join(each.sql for each in migrations).encode())
            before, expected = expected, _snapshot(connection)
            if not is_pending:
                continue
            if _stands(expected.keys() - before.keys(), present.keys()):
                unlisted.append(is_pending)
            else:
                optional |= {key for key in expected if expected[key] != before.get(key)}
        different = [k for k in expected.keys() & present.keys() if expected[k] != present[k]]
        for key in different:
            # An object that cannot be made again, as a primary key, reads the same after a dump.
            with suppress(psycopg.Error), connection.transaction():
                connection.execute(f"{drop(key)}{expected[key]}".encode())
        again = _snapshot(connection) if different else expected
        equal = {key for key in different if again.get(key) == present[key]}
        return Snapshots(present, expected, optional, unlisted, equal)


def _stands(made: Set[Key], present: Set[Key]) -> bool:
    """Tell whether the tables that a migration makes are there, or its functions if it has none."""
    objects = {key for key in made if not key[1] and key[0] != "grant"}
    objects = {key for key in objects if key[0] == "table"} or objects
    return bool(objects) and objects <= present


def within(key: Key, keys: Set[Key]) -> bool:
    """Tell whether what a thing belongs to is among these as well."""
    return any(not table and name == key[1] for _, table, name in keys)


def title(key: Key) -> str:
    """Name an object, as 'the policy select_mine of amity.follows'."""
    kind, table, name = key
    return f"the {kind} {name} of {table}" if table else f"the {kind} {name}"


def rename(key: Key, to: Key) -> str:
    """Give the statement that gives an object the name of another one; "" if it has none."""
    kind, table, name = key
    bare = to[2].partition("(")[0].rpartition(".")[2]
    if kind == "statistics target":
        return ""
    if kind in {"policy", "rule", "trigger"}:
        return f"alter {kind} {name} on {table} rename to {bare}"
    if kind in {"constraint", "column"}:
        return f"alter table {table} rename {kind} {name} to {bare}"
    schema = f"{table.partition('.')[0]}." if table else ""
    return f"alter {kind} {schema}{name} rename to {bare}"


_DROP = {
    "policy": "drop policy {name} on {table}; ",
    "rule": "drop rule {name} on {table}; ",
    "trigger": "drop trigger {name} on {table}; ",
    "index": "drop index {schema}.{name}; ",
    "constraint": "alter table {table} drop constraint {name}; ",
}


def drop(key: Key) -> str:
    """Give the statement that drops part of a table; nothing for what `create or replace` makes."""
    kind, table, name = key
    schema = table.partition(".")[0]
    return _DROP.get(kind, "").format(table=table, schema=schema, name=name)


def _snapshot(connection: Connection) -> Snapshot:
    """Let Postgres write out all that is in the two schemas."""
    rows = connection.execute(around("objects").encode()).fetchall()
    return {(kind, table, name): definition for kind, table, name, definition in rows}
