"""Why a table cannot be received: each error has a sentence, a hint and a slug."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from amity.calls import Conn
from amity.errors import AmityError, Refusal

_MAX_LENGTH = 300


class TokenMissingError(AmityError):
    """The token is missing or malformed, or other users can read its file."""


class NameTakenError(AmityError):
    """Another receiving connection has this name."""


class SiteNotAllowedError(AmityError):
    """The URL of a site has another scheme, or leads to a private host."""


class SiteUnreachableError(AmityError):
    """The site does not respond, or not in time."""


class InvalidResponseError(AmityError):
    """The response is not what a sending site responds."""


class SiteRefusedError(AmityError):
    """The sending site refused. ``slug`` is that of its refusal."""


class CannotReceiveError(AmityError):
    """The local table cannot take what the site sends."""


class SyncBusyError(AmityError):
    """Another session is receiving the same table."""


class SyncInterruptedError(AmityError):
    """The receiving connection is no longer active."""


def unreachable(reason: str) -> SiteUnreachableError:
    """Make the error for a site that no connection reaches."""
    return SiteUnreachableError(
        f"Cannot reach the site: {printable(reason)}.",
        "Check that the site is running and that its URL is right.",
    )


def invalid_response(reason: str) -> InvalidResponseError:
    """Make the error for a response that cannot be used."""
    return InvalidResponseError(
        f"The site's response is invalid: {reason}.",
        "Nothing of it was stored. Check the site's URL, or ask the site's administrator.",
    )


def printable(text: object) -> str:
    """Give foreign text as one short line that a terminal only prints."""
    line = " ".join(str(text)[: _MAX_LENGTH * 4].split())
    line = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)
    return line if len(line) <= _MAX_LENGTH else line[: _MAX_LENGTH - 1] + "…"


@contextmanager
def errors_explained(conn: Conn, table: str) -> Iterator[None]:
    """Turn what the local database refuses into a sentence, unless its connection is lost."""
    try:
        yield
    except Refusal as refusal:
        raise CannotReceiveError(f"Cannot receive {table}: {refusal}.", refusal.hint) from refusal
    except SiteUnreachableError as error:
        error.hint = "What has arrived is kept; run this again to continue."
        raise
    except psycopg.Error as error:
        if conn.broken:
            raise
        raise CannotReceiveError(
            f"Cannot receive {table}: {printable(error.diag.message_primary or error)}.",
            "What was written before is kept; run this again to continue.",
        ) from error
