"""The database of a command: its argument, DATABASE_URL, PG* or the embedded one, in this order."""

import os
from typing import Annotated

import typer

from amity.errors import AmityError

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


class NoDatabaseError(AmityError):
    """No database was named."""


def named(url: str | None) -> str | None:
    """Give the database that the argument or the environment names, else None."""
    if url := url or os.environ.get("DATABASE_URL"):
        return url
    return "" if any(os.environ.get(name) for name in _PG) else None


def required(url: str | None) -> str:
    """Give the named database, else the embedded one that `amity up` started.

    Raises:
        NoDatabaseError: there is none, and the embedded one does not run.
    """
    if (database := named(url)) is not None or (database := _embedded()) is not None:
        return database
    raise NoDatabaseError(
        "No database was named.",
        "Give its URL, or set DATABASE_URL; `amity up` starts an embedded one.",
    )


def _embedded() -> str | None:
    from amity import servers  # noqa: PLC0415 - takes a while

    try:
        server = servers.running_persistent()
    except servers.EmbeddedMissingError:
        return None
    return server.url if server else None
