"""What the tests of calls share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from python.ways import Async, People, Sync, Way


@pytest.fixture(params=[Sync, Async], ids=["sync", "async"])
def way(request: pytest.FixtureRequest, database: str) -> Iterator[Way]:
    """A connection of either kind, on which calls are run."""
    way: Way = request.param(database)
    yield way
    way.close()


@pytest.fixture
def people(database: str) -> People:
    """Some people who have joined."""
    return People().join(database)
