"""`up`: apply what is pending, once, however many processes ask for it at the same time.

yoyo applies, bent to one transaction a migration, which is sent to the server as one text. As it
comes, it commits a migration before it notes that it did, and its lock is a row that a killed
process leaves behind: here both are one transaction, which begins with an advisory lock. It also
splits a migration into statements, which takes longer than all of them take to run.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg
import sqlparse
from psycopg import Connection
from psycopg.rows import class_row
from yoyo.backends.core.postgresql import PostgresqlPsycopgBackend
from yoyo.migrations import (
    Migration,
    MigrationList,
    get_migration_hash,
    parse_metadata_from_sql_comments,
)

from amity.database import SESSION, connected, explained
from amity.errors import OperationFailedError
from amity.migrations.errors import InvalidMigrationError
from amity.migrations.state import TAKE_LOCK, Applied, Status, known_state, refuse_edited
from amity.migrations.templates import ROOT, Rendered, around, rendered

Progress = Callable[[str, int, int], None]
"""Called before each migration with its id, which one it is (from 1), and of how many."""


def up(database: str, on_progress: Progress | None = None, *, _root: Path = ROOT) -> list[Applied]:
    """Apply every migration that the database does not have, each in one transaction.

    A second process waits for the first and finds nothing to do. After a crash, run it again.

    Args:
        database: a URL or connection string, as libpq takes them; "" means the PG* variables.
        on_progress: called before each migration.

    Returns:
        What this call applied, in order; nothing if all was there.

    Raises:
        MigrationEditedError, UnknownMigrationError, SchemaMissingError: before anything is done.
        ForeignObjectsError: a schema of these names is not Amity's; nothing was done.
        InsufficientPrivilegeError, OperationFailedError: the migration was rolled back; those
            before it stay.
        InvalidUrlError, DatabaseUnreachableError, AuthenticationError, ServerTooOldError.
    """
    ours = rendered(_root)
    with connected(database, "Applying the migrations") as connection:
        backend = Backend(connection, ours)
        refuse_edited(backend.state())
        pending = backend.to_apply(_read(ours))
        done = []
        for which, migration in enumerate(pending, 1):
            if on_progress:
                on_progress(migration.id, which, len(pending))
            try:
                applied = backend.apply_one(migration)
            except psycopg.Error as error:
                raise explained(error, f"Migration {migration.id}") from error
            done += [applied] if applied else []
    return done


class OneText(Migration):  # type: ignore[misc] # yoyo has no types
    """A migration of one step, which is all of its text."""

    def __init__(self, ours: Rendered, needed: Sequence[Migration]) -> None:
        """Take the migrations that it needs: those that its leading comments name."""
        super().__init__(ours.id, f"{ours.id}.sql", "")
        self.ours = ours
        self.steps: list[object] = []  # it counts as loaded: yoyo would read a file
        self._depends = set(needed)


class Backend(PostgresqlPsycopgBackend):  # type: ignore[misc] # yoyo has no types
    """Apply migrations over one psycopg connection, and note them in a table of our own.

    The lock lives as long as its transaction: it works behind a pooler, ends with the process, and
    a process that waited for it sees what the one before has written.
    """

    def __init__(self, connection: Connection, ours: Sequence[Rendered]) -> None:
        """Leave out yoyo's own, which reads a URL its way and opens a connection of its own."""
        self._connection = connection
        self._ours = ours

    def state(self) -> Status:
        """Compare what is applied with what we have. Raises what `known_state` raises."""
        return known_state(self._connection, self._ours)

    def get_applied_migration_hashes(self) -> list[str]:
        """Give what is applied, as yoyo calls it."""
        return [get_migration_hash(migration.id) for migration in self.state().applied]

    def apply_one(self, migration: OneText) -> Applied | None:
        """Apply one migration, unless another process did since; None then."""
        with self._connection.transaction():
            self._execute(TAKE_LOCK)
            state = self.state()
            refuse_edited(state)
            if migration.id not in state.pending:
                return None
            if any(needed.id in state.pending for needed in migration.depends):
                raise OperationFailedError(
                    f"Migration {migration.id} lost what it builds on: another process is taking "
                    "Amity down at this moment.",
                    "Agree who does what, and run this again.",
                )
            if not state.applied:
                self._execute(around("refuse_foreign"))
            # The default privileges of the current role are set aside meanwhile.
            self._execute(around("before"))
            if not state.applied:
                self._execute(around("ledger"))
            self._send(migration)
            # A role or a search_path that the migration left behind ends with it.
            self._execute("reset role")
            self._execute(around("after"))
            self._execute("reset all")
            self._execute(SESSION)
            cursor = self._connection.cursor(row_factory=class_row(Applied))
            cursor.execute(
                "insert into amity_private.migrations (id, checksum) values (%s, %s) returning *",
                [migration.id, migration.ours.checksum],
            )
            return cursor.fetchone()

    def _send(self, migration: OneText) -> None:
        """Run all its statements in one round trip, and find out which of them failed."""
        text = migration.ours.sql
        try:
            with self._connection.transaction():
                self._execute(text)
        except psycopg.Error as error:
            raise explained(error, f"Migration {migration.id}", self._failing(text)) from error

    def _execute(self, text: str) -> None:
        self._connection.execute(text.encode())

    def _failing(self, text: str) -> str:
        """Name the statement that fails, which is known once they run one by one.

        "" where none fails again, or the connection is gone.
        """
        statement = ""
        try:
            with self._connection.transaction(force_rollback=True):
                for statement in sqlparse.split(text):
                    self._execute(statement)
        except psycopg.Error:
            lines = (line.strip() for line in statement.splitlines())
            first = next((line for line in lines if line and not line.startswith("--")), "")
            return f" at `{first}`" if first else ""
        return ""


def _read(ours: Sequence[Rendered]) -> MigrationList:
    """Tell yoyo what there is, and what builds on what. Raises InvalidMigrationError."""
    read: dict[str, OneText] = {}
    for migration in ours:
        said, _, _ = parse_metadata_from_sql_comments(migration.sql)
        needed = said.get("depends", "").split()
        if absent := [id_ for id_ in needed if id_ not in read]:
            raise InvalidMigrationError(
                f"Migration {migration.id}.sql depends on one that is not before it: {absent[0]}."
            )
        read[migration.id] = OneText(migration, [read[id_] for id_ in needed])
    return MigrationList(read.values())
