"""What can stand in the way of a migration: each a sentence, a hint and a slug for programs."""

import re
from typing import ClassVar

import psycopg
from psycopg import errors as pg


class Problem(Exception):  # noqa: N818 - its kinds say what is wrong, as the slugs do
    """Something a person can put right. `str()` is the sentence, `hint` says what to do next."""

    slug: ClassVar[str] = "problem"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class BadUrl(Problem):
    """What was given is no database URL."""

    slug = "bad_url"


class DatabaseUnreachable(Problem):
    """No Postgres answers there, it has no such database, or it went away half-way."""

    slug = "database_unreachable"


class WrongPassword(Problem):
    """Postgres answers, and does not let this role in."""

    slug = "wrong_password"


class ServerTooOld(Problem):
    """The server is older than Postgres 15."""

    slug = "server_too_old"


class NotPermitted(Problem):
    """The role may not do what the migrations need."""

    slug = "not_permitted"


class MigrationEdited(Problem):
    """A migration reads differently now than when it was applied."""

    slug = "migration_edited"


class UnknownMigration(Problem):
    """The database has a migration that this Amity does not know: a newer one was here."""

    slug = "unknown_migration"


class HalfRemoved(Problem):
    """The schema amity was dropped by hand, and the list of what is applied is still there."""

    slug = "half_removed"


class MigrationFailed(Problem):
    """A statement failed. Its migration was rolled back as a whole."""

    slug = "migration_failed"


class ForeignObjects(Problem):
    """Something that is not Amity's stands in Amity's schemas, or depends on its tables."""

    slug = "foreign_objects"


class BrokenMigration(Problem):
    """A migration's own text cannot be rendered: a matter for whoever writes migrations."""

    slug = "broken_migration"


class StatementFailed(Exception):  # noqa: N818 - internal: becomes one of the problems above
    """Carries the failing statement past yoyo, which would keep only Postgres' own error."""

    def __init__(self, statement: str, cause: psycopg.Error) -> None:
        super().__init__(str(cause))
        self.statement = statement
        self.cause = cause

    def explained(self, doing: str) -> Problem:
        """Say which migration failed, at which statement, and what Postgres said."""
        line = first_line(self.statement)
        return explained(self.cause, doing, f" at `{line}`" if line else "")


def cannot_connect(error: psycopg.Error) -> Problem:
    """Turn the failure to connect into a sentence. libpq gives no SQLSTATE here, only words."""
    if not isinstance(error, psycopg.OperationalError):
        # libpq repeats the whole URL, password and all, so its words are not passed on.
        return BadUrl(
            "That is not a database URL that Postgres understands.",
            "It looks like postgresql://user:password@host:5432/database. "
            "In a password, write @ as %40, : as %3A, / as %2F and % as %25.",
        )
    words = _first_sentence(str(error))
    if re.search(
        r'password authentication failed|no password supplied|pg_hba|role "[^"]*" does', words
    ):
        return WrongPassword(
            f"Postgres did not let us in: {words}.", "Check the user and the password in the URL."
        )
    if re.search(r'database "[^"]*" does not exist', words):
        return DatabaseUnreachable(f"Postgres answers, but {words}.", "Create it with createdb.")
    return DatabaseUnreachable(
        f"Postgres could not be reached: {words}.",
        "Is the server running, and are host and port right?",
    )


def explained(error: psycopg.Error, doing: str, at: str = "") -> Problem:
    """Turn a Postgres error into a sentence that begins with what we were doing."""
    words = error.diag.message_primary or _first_sentence(str(error))
    match error:
        case pg.InsufficientPrivilege():
            return NotPermitted(
                f"{doing} needs more rights{at}: {words}.",
                "The role needs CREATE on the database and ownership of what Amity made there "
                "and, while anon, authenticated or service_role is missing, CREATEROLE.",
            )
        case pg.DependentObjectsStillExist():
            return ForeignObjects(
                f"{doing} stopped{at}: {words} ({_one_line(error.diag.message_detail or '')}).",
                "Drop or move those objects, which are not Amity's, and run this again.",
            )
        case pg.DuplicateSchema():
            return ForeignObjects(f"{words}. Nothing was done.", error.diag.message_hint or "")
        case pg.DeadlockDetected() | pg.LockNotAvailable():
            return MigrationFailed(
                f"{doing} came in the way of others{at}: {words}.",
                "What was begun was rolled back. Run this again, at best when nobody writes.",
            )
        case psycopg.OperationalError() if error.sqlstate is None or error.sqlstate[:2] in _GONE:
            return DatabaseUnreachable(
                f"{doing} was cut short: {words}.",
                "What was begun was rolled back. Run this again.",
            )
    return MigrationFailed(
        f"{doing} failed{at}: {words}.",
        error.diag.message_hint or "Nothing of it was kept.",
    )


# connection exceptions; the server is shutting down, or somebody ended our session
_GONE = ("08", "57")


def first_line(statement: str) -> str:
    """Give the first line of a statement that is no comment."""
    lines = (line.strip() for line in statement.splitlines())
    return next((line for line in lines if line and not line.startswith("--")), "")


def _first_sentence(words: str) -> str:
    """Shorten libpq's report to its last word on the matter."""
    words = words.strip().partition("\n")[0]
    words = re.sub(r"^connection (failed|is bad): ", "", words)
    return words.rpartition("FATAL:")[2].strip().rstrip(".")


def _one_line(words: str) -> str:
    return "; ".join(words.splitlines())
