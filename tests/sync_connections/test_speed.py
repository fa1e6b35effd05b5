"""tests/bench-sync measures each way, and prints one table."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
COLUMNS = (
    "| | 50 narrow rows | times the first | memory | 20 wide rows | times the first | memory |"
)


@pytest.mark.deep
def test_it_prints_a_table() -> None:
    options = ["--narrow", "50", "--wide", "20", "--rounds", "1"]
    done = subprocess.run(
        [sys.executable, "-m", "sync_connections.speed", *options],
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    _, _, heading, _, *rows = done.stdout.splitlines()
    assert heading == COLUMNS
    assert len(rows) == 5
    assert all(row.count(" s |") == 2 for row in rows)
    assert all(row.count(" MB |") == 2 for row in rows[1:])
