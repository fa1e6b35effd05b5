"""The pytest plugin: python/amity/testing/README.md says how to use its fixtures.

pytest loads this wherever Amity is installed. So it is outside the package, whose import brings
psycopg, and imports Amity when a test asks for a fixture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

if TYPE_CHECKING:
    from amity import testing


_testing = partial(import_module, "amity.testing")


@pytest.fixture(scope="session")
def amity_server() -> Iterator[str]:
    """URL of a server on which databases are made: AMITY_TEST_URL, or an embedded Postgres."""
    with _testing().server() as url:
        yield url


@pytest.fixture(scope="session")
def amity_setup() -> Sequence[testing.Step]:
    """What fills the template, in this order. Override it to add your tables to Amity's."""
    return [_testing().up]


@pytest.fixture(scope="session")
def amity_template(amity_server: str, amity_setup: Sequence[testing.Step]) -> Iterator[str]:
    """URL of a database that is set up once a session, or once a worker of pytest-xdist."""
    with _testing().database(amity_server) as url:
        _testing().fill(url, amity_setup)
        yield url


@pytest.fixture
def amity_database(amity_server: str, amity_template: str) -> Iterator[str]:
    """URL of a copy of the template, which is dropped after the test."""
    with _testing().database(amity_server, amity_template) as url:
        yield url


@pytest.fixture
def amity_connection(amity_database: str) -> Iterator[testing.Connection]:
    """The owner's connection to `amity_database`, in autocommit; `person` and `speak_as` use it."""
    with _testing().connect(amity_database) as connection:
        yield connection


@pytest.fixture
def person(amity_connection: testing.Connection) -> Callable[..., UUID]:
    """Add a person at each call, and return the id."""
    return partial(_testing().add_person, amity_connection)


@pytest.fixture
def speak_as(amity_connection: testing.Connection) -> Callable[..., testing.Speaking]:
    """Let a person speak, and give the connection: for `with` or `async with`."""
    return partial(_testing().Speaking, amity_connection)
