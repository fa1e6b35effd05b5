"""The GraphQL API over a real database, in this process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

import httpx
import psycopg
import pytest
import pytest_asyncio
from psycopg_pool import AsyncConnectionPool
from python.ways import People
from support.clusters import Cluster, Template
from support.graphql_api import Api, Site, who

import amity.graphql

if TYPE_CHECKING:
    from amity.graphql.operation import Pool


@pytest.fixture(scope="module")
def database(server: Cluster, template: Template) -> Iterator[str]:
    """One database for a whole file: its tests have people of their own."""
    with server.clone(template("migrated")) as url:
        yield url


@pytest.fixture
def people(database: str) -> People:
    """Some people who have joined."""
    return People().join(database)


@pytest.fixture
def p(people: People) -> People:
    """The people."""
    return people


@pytest_asyncio.fixture
async def pool(database: str) -> AsyncIterator[Pool]:
    """Connections of a site."""
    async with AsyncConnectionPool(database, min_size=0, max_size=8, open=False) as pool:
        yield pool


@pytest_asyncio.fixture
async def api(pool: Pool) -> AsyncIterator[Api]:
    """A client of the application in this process."""
    app = amity.graphql.app(pool, who=who)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://site") as http:
        yield Api(http)


@pytest.fixture
def site(database: str) -> Iterator[Site]:
    """Acts past the API."""
    with psycopg.connect(database, autocommit=True) as conn:
        yield Site(conn)
