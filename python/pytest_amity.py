"""The pytest plugin: fixtures that import Amity when a test asks for one. See amity.testing.

pytest loads this in every environment with Amity, so it is beside the package, whose import brings
psycopg, and imports nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from amity import testing


@pytest.fixture(scope="session")
def amity_server() -> Iterator[testing.Server]:
    """Where databases are made: the server of AMITY_TEST_URL, or an embedded one.

    Override it to return a URL, or an executor of pytest-postgresql.
    """
    from amity import testing

    with testing.server() as server:
        yield server


@pytest.fixture(scope="session")
def amity_setup() -> Sequence[testing.Step]:
    """What fills the template, in this order: override it to add your tables to Amity's.

    A step is a function, which is given a URL, a Path of an SQL file, or SQL.
    """
    from amity import migrations

    return [migrations.up]


@pytest.fixture(scope="session")
def amity_template(
    amity_server: testing.Server, amity_setup: Sequence[testing.Step]
) -> Iterator[testing.Template]:
    """A database that is set up once a session, for each worker of pytest-xdist."""
    from amity import testing

    with testing.template(amity_server, amity_setup) as template:
        yield template


@pytest.fixture
def amity_database(amity_template: testing.Template) -> Iterator[str]:
    """The URL of a database like the template, for this test alone."""
    with amity_template.clone() as url:
        yield url


@pytest.fixture
def amity_connection(amity_database: str) -> Iterator[testing.Connection]:
    """A connection of the owner to `amity_database`, in autocommit: what the fixtures below use."""
    from amity import testing

    with testing.connect(amity_database) as connection:
        yield connection


@pytest.fixture
def person(amity_connection: testing.Connection) -> testing.NewPerson:
    """Give a function that adds a person, and returns the id."""
    from amity import testing

    return testing.NewPerson(amity_connection)


@pytest.fixture
def speak_as(amity_connection: testing.Connection) -> testing.SpeakAs:
    """Give a function: `with speak_as(ada) as conn`, or `async with` on a connection of its own."""
    from amity import testing

    return testing.SpeakAs(amity_connection)
