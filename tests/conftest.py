"""Every test that touches a database runs on Postgres 15 and on 18, in a clone that is its own."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest
import pytest_asyncio
from xdist.scheduler import LoadScopeScheduling

# Test modules of two kinds may share a name, so pytest puts no directory of theirs on the path.
sys.path.insert(0, str(Path(__file__).parent))

from support import clusters, tap
from support.clusters import Cluster

from amity import migrations

pytest_plugins = ["support.no_skip"]

# --- servers and databases ---


@pytest.fixture(autouse=True)
def _no_server_that_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the embedded server of whoever runs the tests out of them."""
    monkeypatch.setenv("AMITY_HOME", "/nowhere")


@pytest.fixture(scope="session")
def _running() -> Iterator[tuple[ExitStack, dict[int, Cluster]]]:
    with ExitStack() as stack:
        yield stack, {}


@pytest.fixture(scope="session", params=clusters.VERSIONS, ids=lambda major: f"pg{major}")
def server(
    request: pytest.FixtureRequest, _running: tuple[ExitStack, dict[int, Cluster]]
) -> Cluster:
    """The server under test; both stay up until the end, in whatever order the tests come."""
    stack, known = _running
    if request.param not in known:
        known[request.param] = stack.enter_context(clusters.started(request.param))
    return known[request.param]


@pytest.fixture
def database(server: Cluster) -> Iterator[str]:
    """The URL of a migrated database."""
    with server.database("migrated", migrations.up) as url:
        yield url


@pytest.fixture
def empty_database(server: Cluster) -> Iterator[str]:
    """The URL of a database with nothing in it."""
    with server.database("empty", lambda url: None) as url:
        yield url


@pytest.fixture
def tap_database(server: Cluster) -> Iterator[str]:
    """The URL of a migrated database with pgTAP and our helpers: see support/tap.py."""

    def build(url: str) -> None:
        migrations.up(url)
        tap.load(url)

    with server.database("tapped", build) as url:
        yield url


@pytest.fixture
def conn(database: str) -> Iterator[psycopg.Connection]:
    """A superuser's connection to `database`: each statement, or block of one, is a transaction."""
    with psycopg.connect(database, autocommit=True) as conn:
        yield conn


@pytest_asyncio.fixture
async def aconn(database: str) -> AsyncIterator[psycopg.AsyncConnection]:
    """A superuser's asynchronous connection to `database`."""
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as conn:
        yield conn


# --- which tests ---


class Scheduling(LoadScopeScheduling):
    """Gives each test to whoever is free, but what shares a big database to one worker."""

    def _split_scope(self, nodeid: str) -> str:
        server = re.match(r"tests/plans/.*\[(pg\d+)", nodeid)
        return server[1] if server else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return Scheduling(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgres", type=int, choices=clusters.VERSIONS, help="run on this Postgres only"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "postgres(*majors): only for these versions of Postgres")
    config.addinivalue_line("markers", "deep: takes seconds; only in `tests/run --all`")
    # Knows one server, and skips where it finds none: support/tap.py takes its place.
    config.pluginmanager.unregister(name="pgtap")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    return tap.collect(parent, file_path)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    def wanted(item: pytest.Item) -> bool:
        callspec = getattr(item, "callspec", None)
        major = callspec and callspec.params.get("server")
        marker = item.get_closest_marker("postgres")
        return not major or (
            config.option.postgres in (None, major) and (not marker or major in marker.args)
        )

    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = filter(wanted, items)
