"""Above READ COMMITTED a lock brings no fresh view, so what needs one is refused."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from psycopg import IsolationLevel
from races.stage import Pair, act

from amity.errors import IsolationUnsupported

NEW_TIES = ("request", "follow", "block", "dismiss")


@pytest.mark.parametrize("name", NEW_TIES)
@pytest.mark.parametrize("level", [IsolationLevel.REPEATABLE_READ, IsolationLevel.SERIALIZABLE])
def test_refused(name: str, level: IsolationLevel, conn: psycopg.Connection[Any]) -> None:
    pair = Pair.new(conn)
    conn.commit()
    conn.isolation_level = level
    with pytest.raises(IsolationUnsupported):
        act("ada", name).on(conn, pair)


@pytest.mark.parametrize("name", NEW_TIES)
@pytest.mark.parametrize("level", [IsolationLevel.READ_COMMITTED, IsolationLevel.READ_UNCOMMITTED])
def test_accepted(name: str, level: IsolationLevel, conn: psycopg.Connection[Any]) -> None:
    pair = Pair.new(conn)
    conn.commit()
    conn.isolation_level = level
    assert act("ada", name).on(conn, pair)
