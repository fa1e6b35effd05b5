"""tests/bench-sync measures each way, and prints one table."""

from __future__ import annotations

import pytest
from sync_connections import speed
from sync_connections.pair import Pair

ROWS = {"narrow": 50, "wide": 20}


@pytest.mark.postgres(18)
def test_it_prints_a_table(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "apart", lambda function, *arguments: function(*arguments))
    speed.fill(pair, ROWS)
    heading, _, *rows = speed.table_of(speed.measured(pair, 1), ROWS)
    assert heading.startswith("| | 50 narrow rows |")
    assert len(rows) == 5
    assert all(row.count(" s |") == 2 for row in rows)
    assert all(row.count(" MB |") == 2 for row in rows[1:])
    for table, count in ROWS.items():
        assert pair.rows(pair.here, f"public.{table}") == pair.rows(pair.there, f"public.{table}")
        assert pair.run_here(f"select count(*) from public.{table}") == [(count,)]  # type: ignore[arg-type]
