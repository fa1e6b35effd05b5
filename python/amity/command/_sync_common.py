"""What the commands of both sides of a sync connection share."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Annotated, Any, get_args
from uuid import UUID

import psycopg
import typer

from amity.command._target import installed, required
from amity.errors import AmityError
from amity.sync_connections.receiver.errors import printable

Which = Annotated[
    str, typer.Argument(metavar="CONNECTION", help="Its name or id: see `amity sync list`.")
]
By = Annotated[UUID | None, typer.Option("--by", help="Who does it, for the history: an id.")]
Reason = Annotated[str | None, typer.Option(help="Why: at most 500 characters.")]
Transfer = Annotated[
    UUID,
    typer.Argument(metavar="TRANSFER", help="See `amity sync waiting` and `amity sync transfers`."),
]
Until = Annotated[datetime | None, typer.Option(help="When it expires, in UTC.")]
Downloads = Annotated[int | None, typer.Option("--max-downloads", help="Pages in all.")]
Records = Annotated[int | None, typer.Option("--max-records", help="Records in all.")]

group = typer.Typer(no_args_is_help=True, help="Tables between two sites: offer, approve, pull.")


def database(url: str | None) -> AbstractContextManager[psycopg.Connection]:
    """Open the local database."""
    return installed(required(url), "Syncing")


def one_of(choices: Any, value: str, what: str) -> Any:
    """Give the value. Raises AmityError if it is not one of those choices."""
    if value not in get_args(choices):
        raise AmityError(
            f"{printable(value)} is not a {what}.", f"Choose one of {', '.join(get_args(choices))}."
        )
    return value


def utc(until: datetime | None) -> datetime | None:
    """Give a moment of the command line, which is in UTC."""
    return until and until.replace(tzinfo=until.tzinfo or UTC)
