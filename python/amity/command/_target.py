"""The database of a command: its argument, DATABASE_URL, PG* or the embedded one, in this order."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Annotated
from uuid import UUID

import psycopg
import typer

from amity import people
from amity.database import connected, whereabouts
from amity.errors import AmityError, NotInstalledError, PersonNotFound

Url = Annotated[
    str | None,
    typer.Argument(
        metavar="[URL]",
        help="Postgres URL or connection string. Otherwise DATABASE_URL, PG*, or the embedded one.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object, for programs.")]

# Any of these makes libpq's environment name the database; "" leaves everything to it.
_PG = ("PGHOST", "PGHOSTADDR", "PGDATABASE", "PGSERVICE", "PGPORT", "PGUSER")


def named(url: str | None) -> str | None:
    """Give the database that the argument or the environment names, else None."""
    if url := url or os.environ.get("DATABASE_URL"):
        return url
    return "" if any(os.environ.get(name) for name in _PG) else None


def required(url: str | None) -> str:
    """Give the named database, else the embedded one that runs. Raises AmityError."""
    if (database := named(url)) is not None:
        return database
    from amity import servers  # noqa: PLC0415 - it needs POSIX, a named database does not

    with suppress(servers.EmbeddedMissingError):
        if server := servers.running_persistent():
            return server.url
    raise AmityError(
        "No database was named.",
        "Give its URL, or set DATABASE_URL; `amity up` starts an embedded one.",
    )


def embedded_place() -> str:
    """Say where the embedded Postgres keeps its data."""
    from amity import servers  # noqa: PLC0415 - it needs POSIX

    return f"The embedded Postgres is in {servers.default_home()}."


@contextmanager
def installed(database: str, doing: str) -> Iterator[psycopg.Connection]:
    """Open a connection to a database. Raises NotInstalledError where it has no Amity."""
    with connected(database, doing) as connection:
        refuse_missing(connection, database)
        yield connection


def refuse_missing(connection: psycopg.Connection, database: str) -> None:
    """Raise NotInstalledError where a database has no Amity."""
    row = connection.execute("select to_regprocedure('amity.verify()')").fetchone()
    if row is None or row[0] is None:
        raise NotInstalledError(
            f"Amity is not installed: {whereabouts(database)}.", "`amity up` applies it."
        )


def person_id(connection: psycopg.Connection, person: str) -> UUID:
    """Give the person with that id or key. Raises PersonNotFound."""
    if found := people.of(person).on(connection):
        return found
    raise PersonNotFound(
        f"No person has the id or key {person}.",
        "Give an id of amity.people, or a key of the attached table of users.",
        status=404,
    )
