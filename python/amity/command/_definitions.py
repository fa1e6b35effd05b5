"""What `amity doctor` says of grants, and of the definition of every object that Amity makes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import psycopg
from psycopg import sql

from amity.command._checks import Connection, Finding, rows
from amity.migrations.snapshots import Key, Snapshots, drop, rename, take, title, within
from amity.migrations.state import listing
from amity.migrations.templates import Rendered, around

_EXTRA = "If it is not yours, drop it."
_CLIENTS = {"PUBLIC", "anon", "authenticated", "service_role"}
_SEAMS = {"amity.me()", "amity.client_ip()"}
"""The functions that a host may replace by its own."""
_ATTACHED = "amity_private.host_profiles"
"""The view that amity.attach_profiles() replaces."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs from the migrations."""

    grants: Sequence[Finding] = ()
    definitions: Sequence[Finding] = ()
    unlisted: Sequence[Finding] = ()
    """Migrations that were applied, and are not in the list of what is applied."""


def compare(
    connection: Connection, ours: Sequence[Rendered], pending: Sequence[str] = ()
) -> Comparison:
    """Compare what the catalog holds with what the migrations make: grants, and definitions."""
    connection.read_only = False  # even where the database is read-only by default
    try:
        return differences(connection, ours, pending)
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported) as error:
        note = Finding(
            f"not compared: {error.diag.message_primary}",
            "Run this as the owner of both schemas, on a server that takes writes.",
            is_note=True,
        )
        return Comparison([note], [note])
    finally:
        connection.read_only = None


def differences(
    connection: Connection, ours: Sequence[Rendered], pending: Sequence[str]
) -> Comparison:
    """Do the same inside a transaction that may write. Raises what `take` raises."""
    found = take(connection, ours, pending)
    moved = {name: relation for relation, name in rows(connection, "moved")}
    definitions = [*_missing(found, ours, moved), *_different(found, ours), *_extra(found)]
    return Comparison(list(_grants(found)), definitions, list(_unlisted(found, ours)))


def _unlisted(found: Snapshots, ours: Sequence[Rendered]) -> Iterator[Finding]:
    for each in ours:
        if each.id in found.unlisted:
            message = f"{each.id} is applied, and not listed as applied"
            yield Finding.of(message, listing(each), "lists it", "migration")


def _missing(
    found: Snapshots, ours: Sequence[Rendered], moved: Mapping[str, str]
) -> Iterator[Finding]:
    missing = found.expected.keys() - found.present.keys() - found.optional

    def order(key: Key) -> tuple[object, ...]:
        """First what gets its name back, then tables."""
        return not _was_renamed(key, found), key[0] != "table", key

    for key in sorted(missing, key=order):
        if key[0] != "grant" and not within(key, missing):
            schema, _, name = key[2].partition(".")
            if key[0] == "table" and name in moved:
                statement = f"alter table {moved[name]} set schema {schema}"
            else:
                statement = _make(key, found, ours)
            yield _restored(f"{title(key)} is missing", key, statement)


def _different(found: Snapshots, ours: Sequence[Rendered]) -> Iterator[Finding]:
    common = found.expected.keys() & found.present.keys()
    for key in sorted(common - found.optional - found.equal):
        if key[0] == "grant" or found.expected[key] == found.present[key]:
            continue
        if key[2] == _ATTACHED:
            continue
        if key[0] == "function" and not _making(key, ours):
            continue  # made by a `do`: it depends on the server, and a dump may bring another
        message = f"{title(key)} differs from the migrations"
        if key[2] in _SEAMS:
            yield Finding(message, "", is_note=True)
        else:
            yield _restored(message, key, _change(key, found))


def _extra(found: Snapshots) -> Iterator[Finding]:
    for key in found.additions():
        is_policy = key[0] == "policy"
        fix = f"`{drop(key).strip()}` removes it." if is_policy else _EXTRA
        yield Finding(f"no migration makes {title(key)}", fix, is_note=not is_policy)


def _grants(found: Snapshots) -> Iterator[Finding]:
    objects = {key[2] for key in found.present if not key[1]} | {"amity", "amity_private"}
    for key in sorted(k for k in found.present.keys() | found.expected if k[0] == "grant"):
        _, target, role = key
        thing = target.partition(" ")[2]
        held = _privileges(found.present.get(key))
        granted = _privileges(found.expected.get(key))
        lacking = [] if key in found.optional else [each for each in granted if each not in held]
        if lacking and thing in objects:
            grant = f"grant {', '.join(lacking)} on {target} to {role}"
            yield Finding.of(f"a grant is missing: {grant}", grant, "restores it", "grant")
        excess = [each for each in held if each not in granted]
        if excess and role in _CLIENTS:
            yield Finding.of(
                f"{thing} is open to {role}, and no migration opens it",
                f"revoke {', '.join(excess)} on {target} from {role}",
                "closes it",
                "grant too many",
                is_note=role == "service_role",
            )


def _privileges(listed: str | None) -> list[str]:
    return listed.split(", ") if listed else []


def _restored(message: str, key: Key, statement: str) -> Finding:
    kind, table, _ = key
    if not statement:
        return Finding(message, "Restore it by hand, or restore both schemas from a backup.")
    if kind == "table" and not statement.startswith("alter"):
        fix = "Restore it from a backup. Without one, `amity up --repair` makes an empty one."
        return Finding(message, fix, repair=statement, what="table without its rows")
    if table or statement.startswith("alter"):
        return Finding.of(message, statement, "restores it", kind)
    return Finding(message, "`amity up --repair` restores it.", repair=statement, what=kind)


def _was_renamed(key: Key, found: Snapshots) -> Key | None:
    """Find the one object that no migration makes and that is this one but for its name."""
    kind, table, _ = key
    alike = [
        extra
        for extra in found.present.keys() - found.expected
        if extra[:2] == (kind, table)
        and _described(extra, found.present).replace(_bare(extra), _bare(key))
        == _described(key, found.expected)
        != ""
    ]
    return alike[0] if len(alike) == 1 else None


def _bare(key: Key) -> str:
    return key[2].partition("(")[0]


def _described(key: Key, snapshot: Mapping[Key, str]) -> str:
    """Give the definition of an object; for a table, that is its columns."""
    columns = (f"{of} {snapshot[of]}" for of in sorted(snapshot) if of[:2] == ("column", key[2]))
    return "\n".join([snapshot[key], *columns])


def _make(key: Key, found: Snapshots, ours: Sequence[Rendered]) -> str:
    """Give the statement that makes what is missing; "" where there is none."""
    kind, table, name = key
    if (extra := _was_renamed(key, found)) and (statement := rename(extra, key)):
        return statement
    if kind == "column":
        return f"alter table {table} add column {name} {found.expected[key]}"
    if table or kind in {"function", "view"}:
        return found.expected[key]
    return _making(key, ours)


def _change(key: Key, found: Snapshots) -> str:
    """Give the statement that changes what differs; "" where there is none."""
    kind, table, name = key
    expected, present = found.expected[key], found.present[key]
    if kind == "column":
        return _change_column(table, name, expected, present)
    if kind == "type":
        labels = zip(present.split(", "), expected.split(", "), strict=False)
        renamed = [pair for pair in labels if len(set(pair)) > 1]
        if len(renamed) != 1:
            return ""
        has, should = map(sql.quote, renamed[0])
        return f"alter type {name} rename value {has} to {should}"
    return drop(key) + expected


_COLUMN = re.compile(r"(.*?)( not null)?(?: default (.*))?", re.DOTALL)


def _change_column(table: str, column: str, expected: str, present: str) -> str:
    """Give the statement that changes a column's type, whether it may be null, and its default."""
    read = [_COLUMN.fullmatch(each) for each in (expected, present)]
    (type_, required, default), stands = (each.groups() if each else () for each in read)
    changes = (
        f"type {type_} using {column}::{type_}",
        f"{'set' if required else 'drop'} not null",
        f"set default {default}" if default else "drop default",
    )
    differ = zip(changes, (type_, required, default), stands, strict=True)
    wanted = [f"alter column {column} {change}" for change, is_, was in differ if is_ != was]
    return f"alter table {table} {', '.join(wanted)}"


def _making(key: Key, ours: Sequence[Rendered]) -> str:
    """Find the last statement of the migrations that makes this; "" if a `do` does."""
    made = re.compile(
        rf"^create (or replace )?{key[0]} {re.escape(_bare(key))}\b.*?;\n", re.MULTILINE | re.DOTALL
    )
    texts = [around("ledger"), *(each.sql for each in ours)]
    return next((found[0] for text in reversed(texts) if (found := made.search(text))), "")
