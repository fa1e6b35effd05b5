"""`down`: take everything back, and before that: say what would go."""

from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from amity.migrations.backend import Backend
from amity.migrations.connection import connected
from amity.migrations.dependents import refuse_dependents
from amity.migrations.errors import NoWayBack
from amity.migrations.forward import Progress
from amity.migrations.house import ROOT, rendered


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds in Amity's two schemas."""

    database: str
    rows: dict[str, int]
    """Rows by table, in alphabetical order; the list of migrations itself left out."""


def contents(database: str) -> Contents:
    """Count the rows in every table of Amity's two schemas: what `down` would delete.

    Raises:
        ForeignObjects: `down` would be refused.
        BadUrl, DatabaseUnreachable, WrongPassword, ServerTooOld, NotPermitted.
    """
    with connected(database, "Counting the rows") as connection:
        refuse_dependents(connection)
        tables = connection.execute(
            """
            select nspname, relname
            from pg_class join pg_namespace on pg_namespace.oid = relnamespace
            where nspname in ('amity', 'amity_private') and relkind in ('r', 'p')
              and not relispartition and (nspname, relname) <> ('amity_private', 'migrations')
            order by 1, 2
            """
        ).fetchall()
        rows = {}
        for schema, table in tables:
            count = sql.SQL("select count(*) from {}").format(sql.Identifier(schema, table))
            found = connection.execute(count).fetchone()
            rows[f"{schema}.{table}"] = found[0] if found else 0
        return Contents(connection.info.dbname, rows)


def down(database: str, on_progress: Progress | None = None, *, _root: Path = ROOT) -> list[str]:
    """Take every applied migration back, the last one first. All of Amity's data goes. Never asks.

    All of it is one transaction: whatever stops it, all is there as before. The roles anon,
    authenticated and service_role stay: the database may not be the only one that uses them.
    Guarded tables keep row security, so that nobody sees what a guard hid.

    Args:
        database: a URL or connection string, as libpq takes them; "" means the PG* variables.
        on_progress: called before each migration.

    Returns:
        The ids of what this call took back, in that order.

    Raises:
        UnknownMigration, NoWayBack, ForeignObjects, NotPermitted, MigrationFailed: nothing was
            done.
        BadUrl, DatabaseUnreachable, WrongPassword, ServerTooOld.
    """
    doing = "Taking Amity back"
    ours = rendered(_root)
    with connected(database, doing) as connection:
        backend = Backend(connection, ours)
        with backend.alone(doing):
            applied = backend.to_rollback(backend.migrations)
            one_way = {migration.id for migration in ours if migration.rollback is None}
            if stuck := [migration.id for migration in applied if migration.id in one_way]:
                raise NoWayBack(
                    f"There is no way back from {', '.join(stuck)}: no rollback file. "
                    "Nothing was done."
                )
            refuse_dependents(connection)
            for which, migration in enumerate(applied, 1):
                if on_progress:
                    on_progress(migration.id, which, len(applied))
                backend.rollback_one(migration)
            return [migration.id for migration in applied]
