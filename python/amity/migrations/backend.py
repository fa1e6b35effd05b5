"""yoyo, bent to one transaction a migration, and one for the way back: all of it, or nothing.

As it comes, yoyo commits a migration before it notes that it did, and its lock is a row that a
killed process leaves behind. Here both are one transaction, which begins with an advisory lock.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import psycopg
from psycopg import Connection, Cursor
from psycopg.rows import class_row
from yoyo import read_migrations
from yoyo.backends.core.postgresql import PostgresqlPsycopgBackend
from yoyo.exceptions import BadMigration
from yoyo.migrations import Migration, MigrationList, get_migration_hash

from amity.database import explained
from amity.errors import OperationFailedError
from amity.migrations.errors import InvalidMigrationError, StatementError
from amity.migrations.state import (
    CREATE_LEDGER,
    Applied,
    Status,
    compared,
    read_ledger,
    refuse_edited,
    refuse_half_removed,
    refuse_unknown,
)
from amity.migrations.templates import Rendered, around

LOCK = int.from_bytes(b"amity")  # the key of our advisory lock: never to change
TAKE_LOCK = f"do $$ begin perform pg_advisory_xact_lock({LOCK}); end $$;\n"


class Backend(PostgresqlPsycopgBackend):  # type: ignore[misc] # yoyo has no types
    """Apply and take back migrations over one psycopg connection, in a table of our own.

    The lock lives as long as its transaction: it works behind a pooler, dies with the process, and
    whoever waited for it sees what the one before has written.
    """

    def __init__(self, connection: Connection, ours: Sequence[Rendered]) -> None:
        """Leave out yoyo's own, which reads a URL its way and opens a connection of its own."""
        self.DatabaseError = psycopg.DatabaseError
        self.has_transactional_ddl = True
        self._connection = connection
        self._ours = ours
        self.migrations = _read(ours)

    def ensure_internal_schema_updated(self) -> None:
        """Leave out yoyo's own tables."""

    def state(self) -> Status:
        """Compare what is applied with what we have.

        Raises:
            UnknownMigrationError: a newer Amity was here.
            SchemaMissingError: the schema amity is gone.
        """
        state = compared(read_ledger(self._connection), self._ours)
        refuse_unknown(state)
        refuse_half_removed(self._connection, state)
        return state

    def get_applied_migration_hashes(self) -> list[str]:
        """Give what is applied, as yoyo calls it."""
        return [get_migration_hash(migration.id) for migration in self.state().applied]

    def apply_one(
        self,
        migration: Migration,
        force: bool = False,  # noqa: ARG002 - yoyo's signature
        mark: bool = True,  # noqa: ARG002 - yoyo's signature
    ) -> Applied | None:
        """Apply one migration, unless somebody did since; None then."""
        with self.alone(f"Migration {migration.id}"):
            state = self.state()
            refuse_edited(state)
            if migration.id not in state.pending:
                return None
            if any(needed.id in state.pending for needed in migration.depends):
                raise OperationFailedError(
                    f"Migration {migration.id} lost what it builds on: somebody is taking Amity "
                    "down at this moment.",
                    "Agree who does what, and run this again.",
                )
            if not state.applied:
                self._connection.execute(around("refuse_foreign").encode())
            with self._nothing_granted_by_default():
                if not state.applied:
                    self._connection.execute(CREATE_LEDGER)
                migration.process_steps(self, "apply")
            self._leave_nothing_set()
            return self._mark(migration.id)

    def rollback_one(
        self,
        migration: Migration,
        force: bool = False,  # noqa: ARG002 - yoyo's signature
    ) -> None:
        """Take one migration back, inside `alone`: what comes before it goes with it, or stays."""
        with in_words(f"Nothing was taken back: the rollback of {migration.id}"):
            migration.process_steps(self, "rollback")
            self._leave_nothing_set()
            self._connection.execute(
                "delete from amity_private.migrations where id = %s", [migration.id]
            )
            if not read_ledger(self._connection):
                self._connection.execute("drop table amity_private.migrations")
                self._connection.execute("drop schema amity_private")

    @contextmanager
    def transaction(
        self,
        rollback_on_exit: bool = False,  # noqa: ARG002 - yoyo's signature
    ) -> Iterator[None]:
        """Join the one transaction: yoyo wants a savepoint for each statement."""
        yield

    def cursor(self) -> "_StepCursor":
        """Give yoyo what it runs a statement with."""
        return _StepCursor(self._connection)

    @contextmanager
    def alone(self, doing: str) -> Iterator[None]:
        """Hold the lock for one transaction, and put what fails in it into words."""
        with in_words(doing), self._connection.transaction():
            self._connection.execute(TAKE_LOCK)
            yield

    @contextmanager
    def _nothing_granted_by_default(self) -> Iterator[None]:
        """Set the default privileges of the current role aside, and give them back."""
        self._connection.execute(around("before").encode())
        yield
        self._connection.execute("reset role")
        self._connection.execute(around("after").encode())

    def _leave_nothing_set(self) -> None:
        """Undo a role or a search_path that the migration left behind."""
        self._connection.execute("reset role")
        self._connection.execute("reset all")

    def _mark(self, id_: str) -> Applied:
        checksum = next(each.checksum for each in self._ours if each.id == id_)
        cursor = self._connection.cursor(row_factory=class_row(Applied))
        cursor.execute(
            "insert into amity_private.migrations (id, checksum) values (%s, %s) returning *",
            [id_, checksum],
        )
        return cursor.fetchall()[0]


@contextmanager
def in_words(doing: str) -> Iterator[None]:
    """Put what fails into words, which begin with what we were doing."""
    try:
        yield
    except StatementError as failure:
        raise failure.explained(doing) from failure.cause
    except psycopg.Error as error:
        raise explained(error, doing) from error


class _StepCursor(Cursor[Any]):
    """Runs one statement of a migration, and remembers it if it fails."""

    @property
    def description(self) -> None:
        """Say that there are no rows: yoyo prints them on the screen."""
        return

    def execute(self, query: Any, *args: Any, **kwargs: Any) -> Self:
        """Run a statement.

        Raises:
            StatementError: with the statement, which psycopg's error does not carry.
        """
        try:
            return super().execute(query, *args, **kwargs)
        except psycopg.Error as error:
            raise StatementError(str(query), error) from error


def _read(ours: Sequence[Rendered]) -> MigrationList:
    """Let yoyo read the rendered texts: it splits them and finds out what depends on what.

    Raises:
        InvalidMigrationError: one depends on a migration that is not there.
    """
    with TemporaryDirectory(prefix="amity-") as name:
        for migration in ours:
            path = Path(name) / migration.id
            Path(f"{path}.sql").write_text(migration.sql, encoding="utf-8")
            Path(f"{path}.rollback.sql").write_text(migration.rollback or "", encoding="utf-8")
        migrations = read_migrations(name)
        try:
            for migration in migrations:
                migration.load()
        except BadMigration as error:
            raise InvalidMigrationError(
                f"A migration depends on one that is not there: {Path(str(error)).name}."
            ) from error
    return migrations
