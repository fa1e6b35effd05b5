"""Which database a command is about: its argument, DATABASE_URL, PG*, our own, in this order."""

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

# Any of these says that libpq's own environment is meant; "" then leaves everything to it.
_PG = ("PGHOST", "PGHOSTADDR", "PGDATABASE", "PGSERVICE", "PGPORT", "PGUSER")


class NoDatabaseError(AmityError):
    """Nothing says which database is meant."""


def named(url: str | None) -> str | None:
    """Give the database that was named in any of the three ways, else None."""
    if url := url or os.environ.get("DATABASE_URL"):
        return url
    return "" if any(os.environ.get(name) for name in _PG) else None


def required(url: str | None) -> str:
    """Give the database that was named, or else the embedded one that `amity up` keeps.

    Raises:
        NoDatabaseError: none was, and that one does not run.
    """
    if (database := named(url)) is not None or (database := _embedded()) is not None:
        return database
    raise NoDatabaseError(
        "No database was named.",
        "Give its URL, or set DATABASE_URL; `amity up` starts one that it keeps itself.",
    )


def _embedded() -> str | None:
    from amity import servers  # noqa: PLC0415 - only who names no database waits for it

    try:
        server = servers.running_persistent()
    except servers.EmbeddedMissingError:
        return None
    return server.url if server else None
