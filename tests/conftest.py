"""Every test that touches a database runs on Postgres 18, and in the long run on 15 as well."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import pytest_asyncio
from pytest_postgresql.executors import NoopExecutor
from pytest_postgresql.factories import postgresql_noproc
from xdist.scheduler import LoadScopeScheduling

# Test modules of two kinds may share a name, so pytest puts no directory of theirs on the path.
sys.path.insert(0, str(Path(__file__).parent))

from support import clusters, tap, world
from support.clusters import VERSIONS, Cluster, Template

from amity import migrations

pytest_plugins = ["support.choice", "support.no_skip", "support.progress"]

# --- servers and databases ---


@pytest.fixture(autouse=True)
def _no_server_that_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the embedded server of the user who runs the tests out of them."""
    monkeypatch.setenv("AMITY_HOME", "/nowhere")


def _postgres(major: int) -> Any:
    @pytest.fixture(scope="session", name=f"postgres_{major}")
    def running() -> Iterator[Cluster]:
        with clusters.started(major) as cluster:
            yield cluster

    return running


def _template(name: str, major: int, over: str, build: Callable[[str], object]) -> Any:
    return postgresql_noproc(
        dbname=name, depends_on=f"{over}_{major}", load=[clusters.filled_by(build)]
    )


# Made when first asked for, once a worker; both servers stay up until the end.
postgres_15, postgres_18 = map(_postgres, VERSIONS)
installed_15, installed_18 = (
    _template("installed", major, "postgres", migrations.up) for major in VERSIONS
)
migrated_15, migrated_18 = (
    _template("migrated", major, "installed", tap.lift_limits) for major in VERSIONS
)
tapped_15, tapped_18 = (_template("tapped", major, "migrated", tap.load) for major in VERSIONS)
lived_15, lived_18 = (_template("lived", major, "migrated", world.build) for major in VERSIONS)


@pytest.fixture(scope="session", params=VERSIONS, ids=lambda major: f"pg{major}")
def server(request: pytest.FixtureRequest) -> Cluster:
    """The server under test."""
    cluster: Cluster = request.getfixturevalue(f"postgres_{request.param}")
    return cluster


@pytest.fixture(scope="session")
def template(server: Cluster, request: pytest.FixtureRequest) -> Template:
    """Give a function that names a template on the server under test, as `migrated`."""

    def name(template: str) -> str:
        made: NoopExecutor = request.getfixturevalue(f"{template}_{server.major}")
        return made.template_dbname

    return name


@pytest.fixture
def database(server: Cluster, template: Template) -> Iterator[str]:
    """The URL of a migrated database, without limits: see support/unlimited.sql."""
    with server.clone(template("migrated")) as url:
        yield url


@pytest.fixture
def installed(server: Cluster, template: Template) -> Iterator[str]:
    """The URL of a database as `amity up` leaves it, with the limits of an installation."""
    with server.clone(template("installed")) as url:
        yield url


@pytest.fixture
def empty_database(server: Cluster) -> Iterator[str]:
    """The URL of a database with nothing in it."""
    with server.clone("template0") as url:
        yield url


@pytest.fixture
def tap_database(server: Cluster, template: Template) -> Iterator[str]:
    """The URL of a migrated database with pgTAP and our helpers: see support/tap.py."""
    with server.clone(template("tapped")) as url:
        yield url


@pytest.fixture(scope="session")
def shared_tap_database(server: Cluster, template: Template) -> Iterator[str]:
    """The same for all that is rolled back: the pgTAP files of a worker share one."""
    with server.clone(template("tapped")) as url:
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


# --- how tests are found and shared out ---


class Scheduling(LoadScopeScheduling):
    """Gives each test to a free worker, but those that share a big database or a browser to one.

    While a browser is open no other test may run on that worker: it keeps an event loop running.
    """

    def _split_scope(self, nodeid: str) -> str:
        shared = re.match(
            r"tests/plans/.*\[(pg\d+)|(tests/(?:components|demo/test_screen).*?)::", nodeid
        )
        return shared[1] or shared[2] if shared else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return Scheduling(config, log)


def pytest_configure(config: pytest.Config) -> None:
    # Knows one server, and skips where it finds none: support/tap.py takes its place.
    config.pluginmanager.unregister(name="pgtap")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    return tap.collect(parent, file_path)
