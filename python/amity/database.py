"""A connection to the database whose failures are sentences, and ways to show where it leads."""

import os
import re
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import Connection, IsolationLevel
from psycopg import errors as pg
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Conninfo

from amity import errors

OLDEST = 15

# connection exceptions; the server shuts down, or an administrator ended the session
_GONE = ("08", "57")


SESSION = """
select set_config(name, fit, false)
from (
  values ('datestyle', 'ISO'), ('intervalstyle', 'postgres'), ('quote_all_identifiers', 'off'),
    ('standard_conforming_strings', 'on'), ('transform_null_equals', 'off'), ('row_security', 'on')
) as needed (name, fit)
where not starts_with(current_setting(name), fit)
"""
"""What a session of ours relies on, whatever the database sets for its own."""


@contextmanager
def connected(database: str, doing: str) -> Iterator[Connection]:
    """Open a connection; what Postgres refuses inside the block becomes an AmityError.

    Args:
        database: a URL or connection string, as libpq takes them; "" means the PG* variables.
        doing: the beginning of the sentence, should Postgres refuse something.

    Raises:
        InvalidUrlError, DatabaseUnreachableError, AuthenticationError, ServerTooOldError, and what
            `explained` gives.
    """
    try:
        connection = psycopg.connect(database, autocommit=True, **_defaults(database))
    except psycopg.Error as error:
        raise cannot_connect(error) from error
    with connection:
        if connection.info.server_version < OLDEST * 10_000:
            found = connection.info.server_version // 10_000
            raise errors.ServerTooOldError(
                f"This server is Postgres {found}; Amity needs {OLDEST} or later.",
                "Upgrade the server, or choose another one.",
            )
        # A process that waited for the lock must see what the one before has written.
        connection.isolation_level = IsolationLevel.READ_COMMITTED
        # A pooler hands out another session next time, which knows no prepared statement.
        connection.prepare_threshold = None
        try:
            connection.execute(SESSION)
            yield connection
        except psycopg.Error as error:
            raise explained(error, doing) from error


def _defaults(database: str) -> dict[str, Any]:
    """Give what a connection gets unless it was said: a name, and an end to waiting. And UTF-8."""
    defaults: dict[str, Any] = {"fallback_application_name": "amity", "client_encoding": "utf8"}
    if "PGCONNECT_TIMEOUT" not in os.environ and "connect_timeout" not in database:
        defaults["connect_timeout"] = 10
    return defaults


def masked(database: str) -> str:
    """Give a URL or connection string without its password, for showing.

    >>> masked("postgresql://ada:s@cret@localhost/app")
    'postgresql://ada:***@localhost/app'
    """
    database = re.sub(r"(://[^:/?@]*):.*@", r"\1:***@", database)
    return re.sub(r"(password\s*=\s*)('(?:\\.|[^'])*'|[^\s&]+)", r"\1***", database)


def whereabouts(database: str) -> str:
    """Say which database a URL means, as `app on localhost:5432`."""
    environment = {
        option.keyword.decode(): option.val.decode()
        for option in Conninfo.get_defaults()
        if option.val is not None
    }
    try:
        means: dict[str, Any] = environment | conninfo_to_dict(database)
    except psycopg.Error:
        return masked(database)
    name = means.get("dbname") or means.get("user") or "the database"
    host = means.get("host") or means.get("hostaddr") or "the local socket"
    return f"{name} on {host}:{means.get('port')}"


def cannot_connect(error: psycopg.Error) -> errors.AmityError:
    """Turn the failure to connect into a sentence. libpq gives no SQLSTATE here, only words."""
    if not isinstance(error, psycopg.OperationalError):
        # libpq repeats the whole URL, password and all, so its words are not passed on.
        return errors.InvalidUrlError(
            "That is not a database URL that Postgres understands.",
            "It looks like postgresql://user:password@host:5432/database. "
            "In a password, write @ as %40, : as %3A, / as %2F and % as %25.",
        )
    words = first_sentence(error)
    if re.search(
        r'password authentication failed|no password supplied|pg_hba|role "[^"]*" does', words
    ):
        return errors.AuthenticationError(
            f"Authentication failed: {words}.", "Check the user and the password in the URL."
        )
    if re.search(r'database "[^"]*" does not exist', words):
        return errors.DatabaseUnreachableError(
            f"Postgres answers, but {words}.", "Create it with createdb."
        )
    return errors.DatabaseUnreachableError(
        f"Postgres could not be reached: {words}.",
        "Is the server running, and are host and port right?",
    )


_RIGHTS = {
    "create role": "Let a role with CREATEROLE make anon, authenticated, service_role, amity_sync "
    "and amity_receiver (nologin), or run this as one.",
    "denied for database": "Let the owner of the database run: grant create on database … to …",
}
_OWNERSHIP = "Run this as the owner of what Amity made there: the role that ran `amity up` first."


def explained(error: psycopg.Error, doing: str, at: str = "") -> errors.AmityError:
    """Turn a Postgres error into a sentence that begins with what we were doing."""
    words = error.diag.message_primary or first_sentence(error)
    match error:
        case pg.InsufficientPrivilege():
            hint = next((hint for part, hint in _RIGHTS.items() if part in words), _OWNERSHIP)
            return errors.InsufficientPrivilegeError(
                f"{doing} needs more privileges{at}: {words}.", hint
            )
        case pg.DependentObjectsStillExist():
            objects = "; ".join((error.diag.message_detail or "").splitlines())
            return errors.ForeignObjectsError(
                f"{doing} stopped{at}: {words} ({objects}).",
                "Drop or move those objects, which are not Amity's, and run this again.",
            )
        case pg.DuplicateSchema():
            return errors.ForeignObjectsError(
                f"{words}. Nothing was done.", error.diag.message_hint or ""
            )
        case pg.DeadlockDetected() | pg.LockNotAvailable():
            return errors.OperationFailedError(
                f"{doing} conflicted with another session{at}: {words}.",
                "It was rolled back. Run this again, at best while no other session writes.",
            )
        case psycopg.OperationalError() if error.sqlstate is None or error.sqlstate[:2] in _GONE:
            return errors.DatabaseUnreachableError(
                f"{doing} was interrupted: {words}.", "It was rolled back. Run this again."
            )
    hint = "Check its name and its schema." if isinstance(error, pg.UndefinedTable) else ""
    return errors.OperationFailedError(
        f"{doing} failed{at}: {words}.", error.diag.message_hint or hint or "It was rolled back."
    )


def first_sentence(error: psycopg.Error) -> str:
    """Shorten libpq's report of each address and attempt to what follows FATAL, or the first."""
    words = str(error).rpartition("FATAL:")[2].strip().partition("\n")[0]
    return re.sub(r"^connection (failed|is bad): ", "", words).rstrip(".")


def expect_connection(conn: object, kind: type[Any], takes: str) -> None:
    """Refuse what is no connection of psycopg, and say where those of others have one."""
    if not isinstance(conn, kind):
        raise TypeError(
            f"{takes} of psycopg, not {type(conn).__module__}.{type(conn).__qualname__}."
            " SQLAlchemy's has one as `connection.driver_connection`, Django's as"
            " `cursor().connection`, and a pool gives one: `with pool.connection()`."
        )


# Postgres refuses some input before any code of Amity runs; programs still get a slug.
_UNREADABLE = {
    *("42804", "42846", "42883"),  # a value of a type that cannot be cast
    *("42601", "42602"),  # a name that cannot be one
}


def translated(error: psycopg.Error | UnicodeError) -> Exception:
    """The error of Amity that an error is; itself, where it is something else."""
    return _not_installed(error) or _refusal(error) or error


def _not_installed(error: psycopg.Error | UnicodeError) -> errors.NotInstalledError | None:
    said = str(error).partition("\n")[0]
    match error:
        case pg.InvalidSchemaName():
            ours = "amity" in said
        case pg.UndefinedTable():
            ours = "amity." in said
        case pg.InvalidParameterValue():
            ours = '"authenticated"' in said or '"service_role"' in said
        case _:
            ours = False
    return (
        errors.NotInstalledError(
            f"Amity is not installed in this database, or older than this package: {said}",
            "`amity up` installs it, and brings it up to date.",
        )
        if ours
        else None
    )


def _refusal(error: psycopg.Error | UnicodeError) -> errors.Refusal | None:
    if isinstance(error, UnicodeError):
        return errors.InvalidInput("A text cannot be written as UTF-8", "Leave surrogates out.")
    sqlstate = error.sqlstate
    diagnosis = error.diag
    if sqlstate is not None and sqlstate.startswith("PT") and diagnosis.message_detail:
        slug = diagnosis.message_detail
        return errors.Refusal.by_slug.get(slug, errors.Refusal)(
            diagnosis.message_primary or slug,
            diagnosis.message_hint or "",
            status=int(sqlstate[2:]),
            slug=slug,
        )
    if isinstance(error, pg.InsufficientPrivilege):
        return errors.NotAllowed(
            diagnosis.message_primary or str(error),
            "Speak as a person, or as a service where one is needed.",
            status=403,
        )
    if isinstance(error, pg.ReadOnlySqlTransaction):
        return errors.ReadOnly(
            "This connection can only read",
            "Write on the primary, in a transaction that is not read-only.",
            status=405,
        )
    # psycopg itself refuses what cannot even be sent: a NUL in a text, a type it cannot adapt
    sent = not isinstance(error, psycopg.DataError | psycopg.ProgrammingError) or sqlstate
    if not sent or sqlstate in _UNREADABLE or (sqlstate or "")[:2] in {"22", "23"}:
        # Postgres repeats the value, however long it is
        message = textwrap.shorten(diagnosis.message_primary or str(error), 200)
        return errors.InvalidInput(message, "Check the values that were passed.")
    return None
