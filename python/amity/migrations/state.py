"""What is applied: the table `amity_private.migrations`, compared with our migrations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from psycopg import Connection
from psycopg.rows import class_row

from amity._install import NEWER
from amity.database import connected
from amity.migrations.errors import MigrationEditedError, SchemaMissingError, UnknownMigrationError
from amity.migrations.templates import ROOT, Rendered, rendered

LOCK = int.from_bytes(b"amity")  # the key of our advisory lock: never to change
TAKE_LOCK = f"do $$ begin perform pg_advisory_xact_lock({LOCK}); end $$;\n"


@dataclass(frozen=True, slots=True)
class Applied:
    """One migration that the database has."""

    id: str
    checksum: str
    applied_at: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """The migrations of a database, compared with those of this package."""

    applied: list[Applied]
    pending: list[str]
    edited: list[str]
    unknown: list[str]

    @property
    def up_to_date(self) -> bool:
        """True when all are applied and none changed."""
        return not (self.pending or self.edited or self.unknown)


def status(database: str, *, _root: Path = ROOT) -> Status:
    """Compare the migrations of a database with ours. Raises what `connected` raises."""
    with connected(database, "Reading the migrations") as connection:
        return _compared(connection, rendered(_root))


def known_state(connection: Connection, ours: Sequence[Rendered]) -> Status:
    """Compare what is applied with our migrations, of which it has to be a part.

    Raises:
        UnknownMigrationError: a newer Amity was here.
        SchemaMissingError: the schema amity was dropped, and the ledger was not.
    """
    state = _compared(connection, ours)
    if state.unknown:
        raise UnknownMigrationError(
            f"The database has {', '.join(state.unknown)}, which this Amity does not know: "
            "a newer one was applied.",
            NEWER,
        )
    found = connection.execute("select from pg_catalog.pg_namespace where nspname = 'amity'")
    if state.applied and found.fetchone() is None:
        raise SchemaMissingError(
            "The schema amity was dropped, but amity_private still lists its migrations.",
            "Restore both schemas from a backup. Or, if no data is left: "
            "drop schema amity_private cascade, and run this again.",
        )
    return state


def _compared(connection: Connection, ours: Sequence[Rendered]) -> Status:
    applied = _read_ledger(connection)
    theirs = {migration.id: migration.checksum for migration in applied}
    known = {migration.id for migration in ours}
    return Status(
        applied=applied,
        pending=[migration.id for migration in ours if migration.id not in theirs],
        edited=[m.id for m in ours if theirs.get(m.id, m.checksum) != m.checksum],
        unknown=[id_ for id_ in theirs if id_ not in known],
    )


def _read_ledger(connection: Connection) -> list[Applied]:
    """Read what is applied, in that order; nothing where the table is missing, or not ours."""
    # By the rows of the catalog: to_regclass may answer from a cache that is older than the lock.
    has_ledger = connection.execute(
        "select from pg_catalog.pg_class as tables"
        " join pg_catalog.pg_namespace as schemas on schemas.oid = tables.relnamespace"
        " join pg_catalog.pg_attribute as columns on columns.attrelid = tables.oid"
        " where schemas.nspname = 'amity_private' and tables.relname = 'migrations'"
        " and columns.attname = 'checksum'"
    )
    if has_ledger.fetchone() is None:
        return []
    cursor = connection.cursor(row_factory=class_row(Applied))
    cursor.execute(
        "select id, checksum, applied_at from amity_private.migrations order by applied_at, id"
    )
    return cursor.fetchall()


def listing(migration: Rendered) -> str:
    """Give the statement that lists a migration as applied."""
    return (
        "insert into amity_private.migrations (id, checksum)\n"  # noqa: S608 - both are ours
        f"  values ('{migration.id}', '{migration.checksum}')"
    )


def refuse_edited(state: Status) -> None:
    """Raise MigrationEditedError if the text of an applied migration has changed."""
    if state.edited:
        raise MigrationEditedError(
            "A different version of Amity made the database: its text of "
            f"{', '.join(state.edited)} differs. Nothing was done.",
            "Install the version that made it. If its data can be deleted, run `amity down` and "
            "`amity up`. If you edited that text, restore it, and write the change as a new "
            "migration.",
        )
