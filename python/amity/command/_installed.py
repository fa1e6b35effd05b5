"""A connection to a database that has Amity."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from amity.migrations import Problem, whereabouts
from amity.migrations.connection import connected


class NotInstalled(Problem):
    """The database does not have Amity."""

    slug = "not_installed"


@contextmanager
def installed(database: str, doing: str) -> Iterator[psycopg.Connection]:
    """Open a connection to a database that has Amity; what fails in the block is a Problem.

    Raises:
        NotInstalled: it does not; and whatever `connected` raises.
    """
    with connected(database, doing) as connection:
        row = connection.execute("select to_regprocedure('amity.verify()')").fetchone()
        if row is None or row[0] is None:
            raise NotInstalled(
                f"Amity is not there: {whereabouts(database)}.", "`amity up` applies it."
            )
        yield connection
