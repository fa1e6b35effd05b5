"""What the commands of both sides of a sync connection share."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, Any, get_args
from uuid import UUID

import psycopg
import typer

from amity import sync_connections
from amity.command._installed import installed
from amity.command._target import required
from amity.errors import AmityError, Refusal
from amity.receiver.errors import shown
from amity.sync_connections import Direction, SyncConnection

Which = Annotated[
    str, typer.Argument(metavar="CONNECTION", help="Its name or id: see `amity sync list`.")
]
By = Annotated[UUID | None, typer.Option("--by", help="Who does it, for the history: an id.")]
Reason = Annotated[str | None, typer.Option(help="Why: at most 500 characters.")]

_EVERY = 1_000_000


class Refused(AmityError):
    """The database said no."""

    slug = "refused"


class NotFound(AmityError):
    """No sync connection is called so, or more than one is."""

    slug = "sync_connection_not_found"


class NoSuchChoice(AmityError):
    """What was said is none of the few words that there are for it."""

    slug = "no_such_choice"


@contextmanager
def serving(url: str | None) -> Iterator[psycopg.Connection[Any]]:
    """Open the database here; what it refuses in the block becomes a sentence.

    Raises:
        Refused: it said no; and whatever `installed` raises.
    """
    with installed(required(url), "Syncing") as conn:
        try:
            yield conn
        except Refusal as refusal:
            raise Refused(f"{shown(refusal)}.", refusal.hint) from refusal
        except psycopg.OperationalError:
            raise
        except psycopg.Error as error:
            said = shown(error.diag.message_primary or error)
            raise Refused(f"Postgres said no: {said}.", error.diag.message_hint or "") from error


def find(
    conn: psycopg.Connection[Any], which: str, direction: Direction | None = None
) -> SyncConnection:
    """Give the connection of that name or id; one that is revoked by its id only.

    Raises:
        NotFound: there is none, or there are several.
    """
    fitting = [
        site
        for site in sync_connections.every(limit=_EVERY).on(conn)
        if (str(site.id) == which.lower() or (site.name == which and site.status != "revoked"))
        and direction in {None, site.direction}
    ]
    if len(fitting) == 1:
        return fitting[0]
    what = {"sender": "sending connection", "receiver": "receiving connection"}.get(
        direction or "", "connection"
    )
    if not fitting:
        raise NotFound(
            f"No {what} is called {shown(which)}.",
            "`amity sync list` shows them all. One that is revoked is found by its id only.",
        )
    raise NotFound(
        f"More than one {what} is called {shown(which)}.",
        f"Give the id: {', '.join(str(site.id) for site in fitting)}.",
    )


def one_of(words: Any, said: str, what: str) -> Any:
    """Give what was said back, which is one of those words.

    Raises:
        NoSuchChoice: it is not.
    """
    if said not in get_args(words):
        raise NoSuchChoice(
            f"{shown(said)} is no {what}.", f"It is one of {', '.join(get_args(words))}."
        )
    return said


def receivers(conn: psycopg.Connection[Any]) -> list[SyncConnection]:
    """Give the receiving connections that are not over."""
    return [
        site
        for site in sync_connections.every(limit=_EVERY).on(conn)
        if site.direction == "receiver" and site.status != "revoked"
    ]


def plain(record: Any) -> dict[str, Any]:
    """Give a record as JSON has it."""
    return {name: _plain(value) for name, value in asdict(record).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if value is None or isinstance(value, bool | int | str | dict):
        return value
    if isinstance(value, UUID | IPv4Network | IPv6Network):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
