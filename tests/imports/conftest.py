"""What the tests of imports share: people with names, and the command."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest
from doctor.conftest import _no_database_named, amity
from limits.conftest import people as joined
from limits.conftest import way

__all__ = ["_no_database_named", "amity", "joined", "people", "way"]


@pytest.fixture
def people(database: str) -> list[UUID]:
    """Eight people, committed, as other sessions see them."""
    with psycopg.connect(database, autocommit=True) as conn:
        return make_people(conn, 8)


def make_people(conn: psycopg.Connection[Any], n: int) -> list[UUID]:
    rows = conn.execute(
        "insert into amity.people (id) select amity.uuid_v7() from generate_series(1, %s)"
        " returning id",
        [n],
    )
    return [id_ for (id_,) in rows]
