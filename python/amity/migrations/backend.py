"""yoyo, bent to one transaction a migration, which is sent to the server as one text.

As it comes, yoyo commits a migration before it notes that it did, and its lock is a row that a
killed process leaves behind. Here both are one transaction, which begins with an advisory lock.
It also splits a migration into statements, which takes longer than all of them take to run.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self

import psycopg
import sqlparse
from psycopg import Connection, Cursor
from psycopg.rows import class_row
from yoyo.backends.core.postgresql import PostgresqlPsycopgBackend
from yoyo.migrations import (
    Migration,
    MigrationList,
    StepCollector,
    get_migration_hash,
    parse_metadata_from_sql_comments,
)

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
    refuse_missing_schema,
    refuse_unknown,
)
from amity.migrations.templates import Rendered, around

LOCK = int.from_bytes(b"amity")  # the key of our advisory lock: never to change
TAKE_LOCK = f"do $$ begin perform pg_advisory_xact_lock({LOCK}); end $$;\n"


class OneText(Migration):  # type: ignore[misc] # yoyo has no types
    """A migration of one step, which is all of its text."""

    def __init__(self, ours: Rendered, needed: Sequence[Migration]) -> None:
        """Take the migrations that it needs: those that its leading comments name."""
        super().__init__(ours.id, f"{ours.id}.sql", "")
        collector = StepCollector(migration=self)
        collector.add_step(ours.sql)
        self.steps = collector.create_steps(use_transactions=True)
        self._depends = set(needed)


class Backend(PostgresqlPsycopgBackend):  # type: ignore[misc] # yoyo has no types
    """Apply migrations over one psycopg connection, and note them in a table of our own.

    The lock lives as long as its transaction: it works behind a pooler, ends with the process, and
    a process that waited for it sees what the one before has written.
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
        refuse_missing_schema(self._connection, state)
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
        """Apply one migration, unless another process did since; None then."""
        with self.alone(f"Migration {migration.id}"):
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
                self._connection.execute(around("refuse_foreign").encode())
            with self._nothing_granted_by_default():
                if not state.applied:
                    self._connection.execute(CREATE_LEDGER)
                migration.process_steps(self, "apply")
            self._leave_nothing_set()
            return self._mark(migration.id)

    @contextmanager
    def transaction(
        self,
        rollback_on_exit: bool = False,  # noqa: ARG002 - yoyo's signature
    ) -> Iterator[None]:
        """Join the one transaction: yoyo wants a savepoint for each step."""
        yield

    def cursor(self) -> "_StepCursor":
        """Give yoyo what it runs a step with."""
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
        at = f" at `{failure.first_line}`" if failure.first_line else ""
        raise explained(failure.cause, doing, at) from failure.cause
    except psycopg.Error as error:
        raise explained(error, doing) from error


class _StepCursor(Cursor[Any]):
    """Runs a migration, and finds out which of its statements failed."""

    @property
    def description(self) -> None:
        """Say that there are no rows: yoyo prints them on the screen."""
        return

    def execute(self, query: Any, *_: Any, **__: Any) -> Self:
        """Run all statements of a text in one round trip.

        Raises:
            StatementError: with the statement, which psycopg's error does not carry.
        """
        try:
            with self.connection.transaction():
                return super().execute(query.encode())
        except psycopg.Error as error:
            raise StatementError(self._failing(query), error) from error

    def _failing(self, text: str) -> str:
        """Give the statement that fails, which is known once they run one by one.

        "" where it does not fail again, or the connection is gone.
        """
        statement = ""
        try:
            with self.connection.transaction(force_rollback=True):
                for statement in sqlparse.split(text):
                    super().execute(statement.encode())
        except psycopg.Error:
            return statement
        return ""


def _read(ours: Sequence[Rendered]) -> MigrationList:
    """Tell yoyo what there is, and what builds on what.

    Raises:
        InvalidMigrationError: one depends on a migration that is not there.
    """
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
