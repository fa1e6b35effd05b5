"""The lived world of support/world.py, and who watches it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from support.clusters import Cluster, Template


@pytest.fixture
def lived(server: Cluster, template: Template) -> Iterator[psycopg.Connection[Any]]:
    """A superuser's connection to the world."""
    with server.clone(template("lived")) as url, psycopg.connect(url) as conn:
        yield conn
