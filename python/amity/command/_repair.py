"""`amity up --repair`: put back what a person or a restore without owners and privileges took.

It runs the statements that `amity doctor` names for what Amity made: roles, owners, grants,
definitions, row security, triggers. What a host wrote of its own stays.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial

import psycopg

from amity.command import _checks
from amity.command._checks import Connection, Finding
from amity.command._definitions import differences
from amity.command._screen import many
from amity.migrations.state import TAKE_LOCK, known_state, refuse_edited
from amity.migrations.templates import Rendered

_PLURALS = {
    "index": "indexes",
    "policy": "policies",
    "table with forced row security": "tables with forced row security",
    "table without its rows": "tables without their rows",
    "table without row security": "tables without row security",
    "grant too many": "grants too many",
}


def repair(connection: Connection, ours: Sequence[Rendered]) -> list[str]:
    """Repair what can be repaired, in one transaction; say in a sentence for each kind what it was.

    Raises:
        MigrationEditedError, UnknownMigrationError, SchemaMissingError: nothing was done.
        psycopg.errors.InsufficientPrivilege: the role does not own both schemas.
    """
    done: dict[str, str] = {}
    with connection.transaction():
        connection.execute(TAKE_LOCK.encode())
        refuse_edited(known_state(connection, ours))
        if connection.execute("select to_regclass('amity.people')").fetchone() == (None,):
            return []  # nothing is installed, or more than a repair can bring back
        # What one statement restores, another may need: so again, until nothing more is restored.
        while todo := {f.repair: f.what for f in _find(connection, ours) if f.repair not in done}:
            worked = {each: what for each, what in todo.items() if _works(connection, each)}
            if not worked:
                break
            done |= worked
    counts = Counter(done.values())
    return [f"Repaired {many(counts[what], what, _PLURALS.get(what, ''))}." for what in counts]


def _find(connection: Connection, ours: Sequence[Rendered]) -> list[Finding]:
    """Find what a statement mends. A check that fails now may work once others are mended."""
    pending = known_state(connection, ours).pending
    compared = differences(connection, ours, pending)
    checks: list[Callable[[Connection], Iterable[Finding]]] = [
        _checks.roles,
        lambda _: [*compared.unlisted, *compared.definitions, *compared.grants],
        partial(_checks.repairs, query="row_security"),
        partial(_checks.repairs, query="triggers"),
        _checks.invariants,
        _checks.attachment,
    ]
    found: list[Finding] = []
    for check in checks:
        with suppress(psycopg.Error), connection.transaction():
            found += check(connection)
    return [each for each in found if each.repair]


def _works(connection: Connection, statement: str) -> bool:
    """Run a statement; False, and nothing of it stays, if the database refuses it."""
    with suppress(psycopg.Error), connection.transaction():
        connection.execute(statement.encode())
        return True
    return False
