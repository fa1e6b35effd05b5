"""`tests/bench` measures every row, and leaves nothing behind. No figure is judged."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import psycopg
import pytest
from measuring import rows
from measuring.race import Result
from measuring.scale import Scale
from support.patience import PATIENCE

EDGES = 2_000
TINY = ("--edges", str(EDGES), "--rounds", "1", "--seconds", "0.02")
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


def found(directory: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((directory / "bench.json").read_text())
    return said


@pytest.mark.deep
@pytest.mark.postgres(18)  # it measures 15 alike
def test_every_row(database: str, tmp_path: Path) -> None:
    done = bench("--server", database, "--to", str(tmp_path), *TINY)
    assert done.returncode == 0, done.stderr
    said = found(tmp_path)
    assert said["edges"] == EDGES
    wanted = [row.name for trial in rows.trials(Scale(EDGES)) for row in trial.rows]
    measured = {each["row"] for each in said["comparisons"]}
    assert measured == set(wanted)
    assert len(measured) == len(wanted)
    for each in said["comparisons"]:
        assert each["times"] > 0
        assert each["row"] in done.stdout
        is_known = each["row"] not in {"amity up", "bytes of a connection"}
        assert (each["amity"]["cpu"] is not None) is is_known
    drawing = ET.parse(tmp_path / "cost.svg")
    panels = {e.text for e in drawing.iter("{http://www.w3.org/2000/svg}text")}
    assert {"page of 50", "request + accept, 1 client"} <= panels
    with psycopg.connect(database, autocommit=True) as conn:
        assert conn.execute(BENCHES.encode()).fetchall() == []
        assert conn.execute("select count(*) from amity.people").fetchone() == (0,)


@pytest.mark.deep
@pytest.mark.postgres(18)
def test_one_row_on_a_postgres_of_its_own(tmp_path: Path) -> None:
    done = bench("--only", "bytes", "--to", str(tmp_path), *TINY)
    assert done.returncode == 0, done.stderr
    lines = found(tmp_path)["comparisons"]
    assert {each["row"] for each in lines} == {"bytes of a connection"}
    (bare,) = (each for each in lines if each["than"] == "bare tables")
    assert bare["amity"]["each"] > bare["other"]["each"]


@pytest.mark.deep
@pytest.mark.postgres(18)
def test_against_another_revision(database: str, tmp_path: Path) -> None:
    done = bench(
        *("--server", database, "--against", "HEAD", "--only", "status"),
        *("--to", str(tmp_path), *TINY),
    )
    assert done.returncode == 0, done.stderr
    there, smaller = found(tmp_path)["comparisons"]
    assert there["than"] == "Amity at HEAD"
    assert smaller["than"].startswith("itself with 200 connections")
    listed = subprocess.run(
        ["git", "worktree", "list"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent,
    )
    assert "amity-bench-" not in listed.stdout


@pytest.mark.postgres(18)  # a long one runs by hand on 15 as well
def test_a_race(database: str) -> None:
    done = bench("--server", database, "--race", "300")
    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith("\n0 failed: none\n0 deadlocks, 0 broken invariants\n")
    done_and_refused = re.findall(r"^(\d+) (?:acts done|refused):", done.stdout, re.MULTILINE)
    assert sum(map(int, done_and_refused)) == 300


@pytest.mark.parametrize("wrong", [{"failed": Counter(x=1)}, {"deadlocks": 1}, {"broken": ["x"]}])
def test_what_a_race_may_not_end_with(wrong: dict[str, Any]) -> None:
    clean = Result(Counter(follow=1), Counter(), Counter(), 0, [])
    assert clean.is_clean
    assert not replace(clean, **wrong).is_clean


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--server", "postgresql://127.0.0.1:1/none"), "could not be reached"),
        (("--only", "nothing"), "No row has 'nothing' in its name"),
        (("--page", "--quick"), "--page takes a whole run"),
        (("--against", "no-such-revision"), "A checkout of no-such-revision failed"),
    ],
)
def test_what_cannot_be_done(arguments: tuple[str, ...], said: str) -> None:
    done = bench(*arguments, *TINY)
    assert done.returncode > 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.postgres(18)  # a signal is no matter of the server
@pytest.mark.deep
@pytest.mark.parametrize("after", ["starting", "acting"])
def test_ctrl_c(after: str, database: str, tmp_path: Path) -> None:
    arguments = ("--server", database, "--only", "follow, 8", "--to", str(tmp_path), *TINY)
    with (
        psycopg.connect(database, autocommit=True) as conn,
        subprocess.Popen(
            command(*arguments, "--seconds", "60"),
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
