"""What can stop a migration, beside what can stop every use of a database: see amity.errors."""

import psycopg

from amity.errors import AmityError


class MigrationEditedError(AmityError):
    """A migration reads differently now than when it was applied."""


class UnknownMigrationError(AmityError):
    """The database has a migration that this Amity does not know: a newer one was here."""


class SchemaMissingError(AmityError):
    """The schema amity was dropped by hand, and the list of what is applied is still there."""


class InvalidMigrationError(AmityError):
    """A migration's own text cannot be rendered: an error of its author."""


class StatementError(Exception):
    """Carries the failing statement past yoyo, which would keep only Postgres' own error."""

    def __init__(self, statement: str, cause: psycopg.Error) -> None:
        super().__init__(str(cause))
        self.statement = statement
        self.cause = cause

    @property
    def first_line(self) -> str:
        """The first line of the statement that is no comment."""
        lines = (line.strip() for line in self.statement.splitlines())
        return next((line for line in lines if line and not line.startswith("--")), "")
