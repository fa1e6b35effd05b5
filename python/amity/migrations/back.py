"""`down`: take everything back, and before that: say what would go."""

from dataclasses import dataclass
from pathlib import Path

from psycopg import Connection, sql

from amity.database import connected
from amity.errors import ForeignObjectsError
from amity.migrations.snapshots import take, title
from amity.migrations.state import TAKE_LOCK, known_state
from amity.migrations.templates import ROOT, Rendered, around, rendered

# Amity fills these itself: a host changes what it finds there.
_BROUGHT = {
    "amity.badges",
    "amity.rate_limits",
    "amity.settings",
    "amity_private.migrations",
    "amity_private.refusals",
}

_GUARDED = """
  select format('%I.%I', nspname, relname)
  from amity_private.guards
  join pg_class on pg_class.oid = host_table
  join pg_namespace on pg_namespace.oid = relnamespace
  order by 1
"""

ROLES = ("anon", "authenticated", "service_role", "amity_sync", "amity_receiver")
"""The roles that the migrations make where they are missing, and `down` leaves."""

_SHOWN = 10
_MOVE = "Drop it, or move it to a schema of your own, and run this again."
_ANOTHER = (
    "Another Amity than this one made the database: install that version to take it back. Or, "
    "where all that depends on it may go too: drop schema amity, amity_private cascade."
)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds in Amity's two schemas."""

    database: str
    rows: dict[str, int]
    """Rows by table, in alphabetical order; what Amity brought along itself is left out."""
    guarded: list[str]
    """The tables of the host that are guarded, as SQL names them."""


def contents(database: str) -> Contents:
    """Count the rows in every table of Amity's two schemas: what `down` would delete.

    Raises:
        ForeignObjectsError: `down` would be refused; and what `connected` raises.
    """
    with connected(database, "Counting the rows") as connection:
        _refuse_dependents(connection)
        found = connection.execute(
            """
            select nspname, relname
            from pg_class join pg_namespace on pg_namespace.oid = relnamespace
            where nspname in ('amity', 'amity_private') and relkind in ('r', 'p')
              and not relispartition
            order by 1, 2
            """
        ).fetchall()
        rows = {}
        for schema, table in found:
            count = sql.SQL("select count(*) from {}").format(sql.Identifier(schema, table))
            ((rows[f"{schema}.{table}"],),) = connection.execute(count).fetchall()
        guarded = connection.execute(_GUARDED).fetchall() if "amity_private.guards" in rows else []
        rows = {name: number for name, number in rows.items() if name not in _BROUGHT}
        return Contents(connection.info.dbname, rows, [name for (name,) in guarded])


def down(database: str, *, _root: Path = ROOT) -> list[str]:
    """Take Amity and all of its data back, in one transaction: all of it, or nothing. Never asks.

    The `ROLES` stay: the database may not be the only one that uses them. Guarded tables keep row
    security: only policies of the host's own show their rows then.

    Args:
        database: a URL or connection string, as libpq takes them; "" means the PG* variables.

    Returns:
        The ids of the migrations that this call took back, the last one first.

    Raises:
        UnknownMigrationError, ForeignObjectsError, and what `connected` raises: nothing was done.
    """
    ours = rendered(_root)
    with connected(database, "Taking Amity back") as connection, connection.transaction():
        connection.execute(TAKE_LOCK.encode())
        state = known_state(connection, ours)
        if not state.applied:
            return []
        _refuse_dependents(connection)
        done = [each.id for each in state.applied]
        applied = [each for each in ours if each.id in done]
        _refuse_additions(connection, applied, _ANOTHER if state.edited else _MOVE)
        connection.execute(around("down").encode())
        return done[::-1]


def _refuse_additions(connection: Connection, applied: list[Rendered], hint: str) -> None:
    """Raise ForeignObjectsError if something of the host's would go with the schemas unnoticed."""
    found = [title(key) for key in take(connection, applied, []).additions()]
    if found:
        more = f", and {len(found) - _SHOWN:,} more" if len(found) > _SHOWN else ""
        raise ForeignObjectsError(
            "Something that is not Amity's is in its schemas or on its tables: "
            f"{', '.join(found[:_SHOWN])}{more}. Nothing was done.",
            hint,
        )


def _refuse_dependents(connection: Connection) -> None:
    """Raise ForeignObjectsError if an object of the host depends on ours."""
    found = connection.execute(around("dependents").encode()).fetchall()
    if found:
        raise ForeignObjectsError(
            f"Objects of yours depend on Amity: {'; '.join(what for what, _ in found)}. "
            "Nothing was done.",
            "Remove that dependency, and run this again:\n"
            + "\n".join(f"  {remedy};" for remedy in dict.fromkeys(remedy for _, remedy in found)),
        )
