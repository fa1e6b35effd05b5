"""What can stop a migration, beside what can stop every use of a database: see amity.errors."""

import psycopg

from amity.database import explained
from amity.errors import AmityError


class MigrationEditedError(AmityError):
    """A migration reads differently now than when it was applied."""


class UnknownMigrationError(AmityError):
    """The database has a migration that this Amity does not know: a newer one was here."""


class SchemaMissingError(AmityError):
    """The schema amity was dropped by hand, and the list of what is applied is still there."""


class NoRollbackError(AmityError):
    """An applied migration has no rollback file."""


class InvalidMigrationError(AmityError):
    """A migration's own text cannot be rendered: an error of its author."""


class StatementError(Exception):
    """Carries the failing statement past yoyo, which would keep only Postgres' own error."""

    def __init__(self, statement: str, cause: psycopg.Error) -> None:
        super().__init__(str(cause))
        self.statement = statement
        self.cause = cause

    def explained(self, doing: str) -> AmityError:
        """Say which migration failed, at which statement, and what Postgres said."""
        return explained(self.cause, doing, f" at `{first_line(self.statement)}`")


def first_line(statement: str) -> str:
    """Give the first line of a statement that is no comment."""
    lines = (line.strip() for line in statement.splitlines())
    return next((line for line in lines if line and not line.startswith("--")), "")
