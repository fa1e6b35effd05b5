"""`tests/bench` prints every figure, and leaves nothing behind. No time is judged."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from support.patience import PATIENCE

SMALL = ("--people", "20", "--edges", "30", "--seconds", "0.02", "--at-once", "2")
ACTS = ["requests", "accepts", "follows", "blocks"]
READS = [
    "my connections, a page of 50",
    "my followers, a page of 50",
    "mutual connections",
    "suggestions",
    "the badges of a navigation bar",
    "relations with 20 people",
]
COMMAND = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background ignore it
runpy.run_module("measuring", run_name="__main__")
"""
BENCHES = "select datname from pg_database where datname like 'amity\\_bench%'"


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", COMMAND, *arguments]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), capture_output=True, text=True, check=False, env=environment()
    )


@pytest.mark.deep
@pytest.mark.postgres(18)  # it measures 15 alike
def test_its_shape(database: str) -> None:
    done = bench(database, "--json", *SMALL)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["people"], said["edges"]) == (20, 30)
    figures = said["figures"]
    assert [(each["what"], each["connections"]) for each in figures] == [
        ("connections imported", 1),
        ("follows imported", 1),
        ("blocks imported", 1),
        *((act, 1) for act in ACTS),
        *((act, 2) for act in ACTS),
        *((read, 1) for read in READS),
    ]
    assert all(each["per_second"] > 0 for each in figures[:-6])
    assert all(each["p95_ms"] >= each["p50_ms"] > 0 for each in figures[-6:])
    with psycopg.connect(database, autocommit=True) as conn:
        assert conn.execute(BENCHES.encode()).fetchall() == []
        assert conn.execute("select count(*) from amity.people").fetchone() == (0,)


@pytest.mark.deep
def test_on_a_postgres_of_its_own() -> None:
    done = bench(*SMALL)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 3 + 2 * len(ACTS) + len(READS)


def test_a_server_that_is_not_there() -> None:
    done = bench("postgresql://127.0.0.1:1/none", *SMALL)
    assert done.returncode == 1
    assert "could not be reached" in done.stderr


@pytest.mark.postgres(18)  # a signal is no matter of the server
@pytest.mark.deep
@pytest.mark.parametrize("after", ["starting", "acting"])
def test_ctrl_c(after: str, database: str) -> None:
    with (
        psycopg.connect(database, autocommit=True) as conn,
        subprocess.Popen(
            command(database, "--seconds", "600"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment(),
        ) as process,
    ):
        wanted = BENCHES
        if after == "acting":
            wanted = "select 1 from pg_stat_activity where query like '%request_connection%commit'"
        try:
            while not conn.execute(wanted.encode()).fetchall():
                assert process.poll() is None
            process.send_signal(signal.SIGINT)
            said, _ = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
        assert process.returncode == 130
        assert "Traceback" not in said
        assert conn.execute(BENCHES.encode()).fetchall() == []
