"""A connection to a database that has Amity."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from amity.database import connected, whereabouts
from amity.errors import AmityError


class NotInstalledError(AmityError):
    """The database does not have Amity."""


class PersonNotFoundError(AmityError):
    """Nobody has that id or key."""

    def __init__(self, person: str) -> None:
        super().__init__(
            f"Nobody here has the id or key {person}.",
            "Give an id of amity.people, or a key of the attached table of users.",
        )


@contextmanager
def installed(database: str, doing: str) -> Iterator[psycopg.Connection]:
    """Open a connection to a database that has Amity; what fails in the block is an AmityError.

    Raises:
        NotInstalledError: it does not; and whatever `connected` raises.
    """
    with connected(database, doing) as connection:
        row = connection.execute("select to_regprocedure('amity.verify()')").fetchone()
        if row is None or row[0] is None:
            raise NotInstalledError(
                f"Amity is not there: {whereabouts(database)}.", "`amity up` applies it."
            )
        yield connection
