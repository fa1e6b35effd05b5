"""A connection is found by its name, however many there are."""

from __future__ import annotations

import psycopg
import pytest

from amity import sync_connections

MANY = """
insert into amity.sync_connections (name, direction, site_url)
select 'site ' || n, 'sender', 'https://' || n || '.example' from generate_series(1, 5000) as n
"""


@pytest.mark.parametrize("direction", [None, "sender"])
def test_a_name_is_looked_up(database: str, direction: sync_connections.Direction | None) -> None:
    call = sync_connections.named("site 77", direction)
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute("set session_replication_role = replica")
        conn.execute(MANY)
        conn.execute("analyze amity.sync_connections")
        assert [row.name for row in call.on(conn)] == ["site 77"]
        plan = conn.execute(f"explain {call._query}", call._values).fetchall()
    assert "sync_connections_by_name" in str(plan)
    assert "Seq Scan" not in str(plan)
