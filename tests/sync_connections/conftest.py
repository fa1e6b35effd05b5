"""Two databases on two servers: the one under test receives, one on the other version sends.

Or one alone, which asks sites that lie.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from python.ways import WAYS, Way
from support.clusters import VERSIONS, Cluster, Template
from sync_connections.lying import everything, receiving, size
from sync_connections.pair import Pair


@pytest.fixture(scope="session")
def elsewhere(server: Cluster, request: pytest.FixtureRequest) -> Cluster:
    """The server of the other version."""
    (major,) = set(VERSIONS) - {server.major}
    cluster: Cluster = request.getfixturevalue(f"postgres_{major}")
    return cluster


@pytest.fixture
def pair(
    server: Cluster, elsewhere: Cluster, template: Template, request: pytest.FixtureRequest
) -> Iterator[Pair]:
    """A site that sends, on the other server, and one that receives, on this one."""
    migrated = request.getfixturevalue(f"migrated_{elsewhere.major}")
    with (
        server.clone(template("migrated")) as here,
        elsewhere.clone(migrated.template_dbname) as there,
    ):
        yield Pair(here, there, elsewhere)


@pytest.fixture
def alone(database: str, server: Cluster) -> Pair:
    """The receiving side; what it asks are liars."""
    return receiving(database, server)


@pytest.fixture(scope="module")
def written_once(server: Cluster, template: Template) -> Iterator[Pair]:
    with server.clone(template("migrated")) as url:
        pair = receiving(url, server)
        before, bytes_before = everything(url), size(url)
        yield pair
        assert size(url) - bytes_before < 500_000
        after = everything(url)
        assert {name for name in after if after[name] != before.get(name)} == set()


@pytest.fixture
def untouched(written_once: Pair) -> Iterator[Pair]:
    """The same, one for all of them, because none of what they do leaves anything."""
    yield written_once
    assert written_once.rows(written_once.here, "public.things") == []
    assert written_once.transfers() == []


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, database: str) -> Iterator[Way]:
    """A connection of either kind, to a database with a table of five things."""
    with psycopg.connect(database) as conn:
        conn.execute("create table public.things (id integer primary key)")
        conn.execute("insert into public.things select generate_series(1, 5)")
    way: Way = request.param(database)
    yield way
    way.close()
