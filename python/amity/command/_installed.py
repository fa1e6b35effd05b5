"""A connection to a database that has Amity."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg

from amity import people
from amity.database import connected, whereabouts
from amity.errors import AmityError, PersonNotFound


class NotInstalledError(AmityError):
    """The database does not have Amity."""


@contextmanager
def installed(database: str, doing: str) -> Iterator[psycopg.Connection]:
    """Open a connection to a database that has Amity.

    Raises:
        NotInstalledError: it does not; and what `connected` raises.
    """
    with connected(database, doing) as connection:
        row = connection.execute("select to_regprocedure('amity.verify()')").fetchone()
        if row is None or row[0] is None:
            raise NotInstalledError(
                f"Amity is not installed: {whereabouts(database)}.", "`amity up` applies it."
            )
        yield connection


def person_id(connection: psycopg.Connection, person: str) -> UUID:
    """Give the person with that id or key.

    Raises:
        PersonNotFound: there is none.
    """
    if found := people.of(person).on(connection):
        return found
    raise PersonNotFound(
        f"No person has the id or key {person}.",
        "Give an id of amity.people, or a key of the attached table of users.",
        status=404,
    )
