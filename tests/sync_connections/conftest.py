"""Two databases on two servers: the one under test receives, one on the other version sends.

Or one alone, which asks sites that lie.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from support import clusters
from support.clusters import Cluster
from sync_connections.lying import receiving
from sync_connections.pair import Pair

from amity import migrations


@pytest.fixture(scope="session")
def elsewhere(server: Cluster, _running: tuple[ExitStack, dict[int, Cluster]]) -> Cluster:
    """The server of the other version."""
    stack, known = _running
    (major,) = set(clusters.VERSIONS) - {server.major}
    if major not in known:
        known[major] = stack.enter_context(clusters.started(major))
    return known[major]


@pytest.fixture
def pair(server: Cluster, elsewhere: Cluster) -> Iterator[Pair]:
    """A site that gives, on the other server, and one that takes, on this one."""
    with (
        server.database("migrated", migrations.up) as here,
        elsewhere.database("migrated", migrations.up) as there,
    ):
        yield Pair(here, there, elsewhere)


@pytest.fixture
def alone(database: str, server: Cluster) -> Pair:
    """The receiving side; what it asks are liars."""
    return receiving(database, server)


@pytest.fixture(scope="module")
def written_once(server: Cluster) -> Iterator[Pair]:
    with server.database("migrated", migrations.up) as url:
        yield receiving(url, server)


@pytest.fixture
def untouched(written_once: Pair) -> Iterator[Pair]:
    """The same, one for all of them, because none of what they do leaves anything."""
    yield written_once
    assert written_once.rows(written_once.here, "public.things") == []
    assert written_once.transfers() == []
