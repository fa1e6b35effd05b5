"""`amity bench` measures, says it in one shape, and leaves nothing. Its times are its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable

import psycopg
import pytest
from support.patience import PATIENCE
from typer.testing import Result

Amity = Callable[..., Result]

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
BENCHES = "select datname from pg_database where datname like 'amity\\_bench%'"


@pytest.mark.deep
@pytest.mark.postgres(18)  # it measures 15 alike
def test_its_shape(amity: Amity, database: str) -> None:
    done = amity("bench", database, "--json", *SMALL)
    assert done.exit_code == 0, done.stderr
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
def test_on_a_postgres_of_its_own(amity: Amity) -> None:
    done = amity("bench", *SMALL)
    assert done.exit_code == 0, done.stderr
    assert "With 20 people who have 30 connections" in done.stdout


def test_a_server_that_is_not_there(amity: Amity) -> None:
    done = amity("bench", "postgresql://127.0.0.1:1/none", *SMALL)
    assert done.exit_code == 1
    assert "could not be reached" in done.stderr


# Whoever runs the tests in the background has Ctrl-C ignored, which is inherited.
COMMAND = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from amity.__main__ import main
main()
"""


@pytest.mark.postgres(18)  # a signal is no matter of the server
@pytest.mark.deep
@pytest.mark.parametrize("after", ["starting", "acting"])
def test_ctrl_c(after: str, database: str) -> None:
    command = [sys.executable, "-c", COMMAND, "bench", database]
    with (
        psycopg.connect(database, autocommit=True) as conn,
        subprocess.Popen(
            [*command, "--seconds", "600"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | {"TERM": "dumb"},
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


EARLY = """
import sys
class CtrlC:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            raise KeyboardInterrupt
sys.meta_path.insert(0, CtrlC())
from amity.__main__ import main
main()
"""


@pytest.mark.parametrize("name", ["typer", "amity.command.up"])
def test_ctrl_c_before_it_has_begun(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", EARLY, name], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
