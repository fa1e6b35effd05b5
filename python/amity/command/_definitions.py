"""What `amity doctor` says of grants, and of the definition of every object that Amity makes."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import psycopg

from amity.command._checks import Connection, Finding
from amity.migrations.snapshots import Key, Snapshots, drop, take, title, within
from amity.migrations.templates import Rendered

_EXTRA = "If it is not yours, drop it."
_CLIENTS = {"PUBLIC", "anon", "authenticated", "service_role"}
_SEAMS = {"amity.me()", "amity.client_ip()"}
"""The functions that a host may replace by its own."""


class Comparison(NamedTuple):
    """What differs from the migrations."""

    grants: list[Finding]
    definitions: list[Finding]


def compare(
    connection: Connection, ours: Sequence[Rendered], pending: Sequence[str] = ()
) -> Comparison:
    """Compare what the catalog holds with what the migrations make: grants, and definitions."""
    connection.read_only = False  # even where the database is read-only by default
    try:
        found = take(connection, ours, pending)
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported) as error:
        note = Finding(
            f"not compared: {error.diag.message_primary}",
            "Run this as the owner of both schemas, on a server that takes writes.",
            is_note=True,
        )
        return Comparison([note], [note])
    finally:
        connection.read_only = None
    definitions = [*_missing(found, ours), *_different(found, ours), *_extra(found)]
    return Comparison(list(_grants(found)), definitions)


def _missing(found: Snapshots, ours: Sequence[Rendered]) -> Iterator[Finding]:
    missing = found.expected.keys() - found.present.keys() - found.optional
    for key in sorted(missing, key=lambda key: (key[0] != "table", key)):
        if key[0] != "grant" and not within(key, missing):
            fix = _fix(key, found.expected[key], ours)
            yield Finding(f"{title(key)} is missing", fix)


def _different(found: Snapshots, ours: Sequence[Rendered]) -> Iterator[Finding]:
    common = found.expected.keys() & found.present.keys()
    for key in sorted(common - found.optional - found.equal):
        if key[0] == "grant" or found.expected[key] == found.present[key]:
            continue
        if key[0] == "function" and not _migration(key, ours):
            continue  # made by a `do`: it depends on the server, and a dump may bring another
        is_seam = key[2] in _SEAMS
        fix = "" if is_seam else _fix(key, found.expected[key], ours, drop(key))
        yield Finding(f"{title(key)} differs from the migrations", fix, is_note=is_seam)


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
            yield Finding(f"a grant is missing: {grant}", f"`{grant};` restores it.")
        excess = [each for each in held if each not in granted]
        if excess and role in _CLIENTS:
            revoke = f"revoke {', '.join(excess)} on {target} from {role}"
            yield Finding(
                f"{thing} is open to {role}, and no migration opens it",
                f"`{revoke};` closes it.",
                is_note=role == "service_role",
            )


def _privileges(listed: str | None) -> list[str]:
    return listed.split(", ") if listed else []


def _fix(key: Key, definition: str, ours: Sequence[Rendered], drop_first: str = "") -> str:
    kind, table, _ = key
    if kind == "column":
        return f"It should be `{definition}`: use `alter table {table}`."
    if table:
        return f"`{drop_first}{definition};` restores it."
    return (
        f"`amity render DIR` writes {_migration(key, ours) or 'the migrations'}: run its statement"
        " there again, and then `amity doctor`."
    )


def _migration(key: Key, ours: Sequence[Rendered]) -> str | None:
    """Find the last migration with a statement that makes this."""
    kind, _, name = key
    made = re.compile(
        rf"^create (or replace )?{kind} {re.escape(name.partition('(')[0])}\b", re.MULTILINE
    )
    return next((each.id for each in reversed(ours) if made.search(each.sql)), None)
