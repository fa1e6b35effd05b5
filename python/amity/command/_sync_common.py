"""What the commands of both sides of a sync connection share."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, get_args
from uuid import UUID

import psycopg
import typer

from amity.command._installed import installed
from amity.command._target import required
from amity.errors import AmityError, Refusal
from amity.sync_connections.receiver.errors import printable

Which = Annotated[
    str, typer.Argument(metavar="CONNECTION", help="Its name or id: see `amity sync list`.")
]
By = Annotated[UUID | None, typer.Option("--by", help="Who does it, for the history: an id.")]
Reason = Annotated[str | None, typer.Option(help="Why: at most 500 characters.")]


class RefusedError(AmityError):
    """The database refused."""


class InvalidChoiceError(AmityError):
    """The value of an option is not one of its choices."""


@contextmanager
def database(url: str | None) -> Iterator[psycopg.Connection[Any]]:
    """Open the local database; a refusal in the block becomes a sentence.

    Raises:
        RefusedError: the database refused; and the errors of `installed`.
    """
    with installed(required(url), "Syncing") as conn:
        try:
            yield conn
        except Refusal as refusal:
            raise RefusedError(f"{printable(refusal)}.", refusal.hint) from refusal
        except psycopg.OperationalError:
            raise
        except psycopg.Error as error:
            message = printable(error.diag.message_primary or error)
            raise RefusedError(
                f"Postgres refused: {message}.", error.diag.message_hint or ""
            ) from error


def one_of(choices: Any, value: str, what: str) -> Any:
    """Give the value, which is one of those choices.

    Raises:
        InvalidChoiceError: it is not.
    """
    if value not in get_args(choices):
        raise InvalidChoiceError(
            f"{printable(value)} is not a {what}.", f"Choose one of {', '.join(get_args(choices))}."
        )
    return value


def moment(value: Any) -> str:
    """Give a moment as a table shows it."""
    return f"{value:%Y-%m-%d %H:%M %Z}" if value else ""
