"""What the tests of the Python package share: both ways to run a call, and some people."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from python.ways import WAYS, People, Way
from support.clusters import Cluster, Template


@pytest.fixture(scope="module")
def database(server: Cluster, template: Template) -> Iterator[str]:
    """One database for a whole file: its tests have people of their own, and change no setting."""
    with server.clone(template("migrated")) as url:
        yield url


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, database: str) -> Iterator[Way]:
    """A connection of either kind, on which calls are run."""
    way: Way = request.param(database)
    yield way
    way.close()


@pytest.fixture
def people(database: str) -> People:
    """Some people who have joined."""
    return People().join(database)
