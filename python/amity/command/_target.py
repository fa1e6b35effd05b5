"""Which database a command is about: its argument, DATABASE_URL, PG*, in this order."""

import os
from typing import Annotated

import typer

from amity.migrations import Problem

Url = Annotated[
    str | None,
    typer.Argument(
        metavar="[URL]",
        help="Postgres URL or connection string. Otherwise DATABASE_URL, otherwise PG*.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object, for programs.")]

# Any of these says that libpq's own environment is meant; "" then leaves everything to it.
_PG = ("PGHOST", "PGHOSTADDR", "PGDATABASE", "PGSERVICE", "PGPORT", "PGUSER")


class NoDatabase(Problem):
    """Nothing says which database is meant."""

    slug = "no_database"


def named(url: str | None) -> str | None:
    """Give the database that was named in any of the three ways, else None."""
    if url := url or os.environ.get("DATABASE_URL"):
        return url
    return "" if any(os.environ.get(name) for name in _PG) else None


def required(url: str | None) -> str:
    """Give the database that was named.

    Raises:
        NoDatabase: none was.
    """
    if (database := named(url)) is None:
        raise NoDatabase(
            "No database was named.",
            "Give its URL, or set DATABASE_URL; `amity up` prints the one that it keeps itself.",
        )
    return database
