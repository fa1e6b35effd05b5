"""A running `amity serve` over a migrated database."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from python.ways import People
from serving.process import Served, serving
from support.clusters import Cluster, Template
from support.graphql_api import Site


@pytest.fixture(scope="module")
def database(server: Cluster, template: Template) -> Iterator[str]:
    """One database for a whole file: its tests have people of their own."""
    with server.clone(template("migrated")) as url:
        yield url


@pytest.fixture(scope="module")
def served(database: str) -> Iterator[Served]:
    """One process for a whole file."""
    with serving(database) as served:
        yield served


@pytest.fixture
def p(database: str) -> People:
    """Some people who have joined."""
    return People().join(database)


@pytest.fixture
def site(database: str) -> Iterator[Site]:
    """Acts past the API."""
    with psycopg.connect(database, autocommit=True) as conn:
        yield Site(conn)
