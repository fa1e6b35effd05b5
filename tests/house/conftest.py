"""The lived world of support/world.py, and who watches it; what an inner run of pytest needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from support.clusters import Cluster, Template

# Of a run with our plugins alone: to import those of others takes a second.
ALONE = {
    "PYTHONPATH": str(Path(__file__).parents[1]),
    "PATH": "",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
}


@pytest.fixture
def lived(server: Cluster, template: Template) -> Iterator[psycopg.Connection[Any]]:
    """A superuser's connection to the world."""
    with server.clone(template("lived")) as url, psycopg.connect(url) as conn:
        yield conn
