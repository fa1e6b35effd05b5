"""pgTAP files as tests: each `.sql` file under tests/<kind>/ is a test on each server.

A file runs as superuser in a migrated database, with pgTAP and our helpers on its search_path:
those of tap_setup.sql, and those of each kind, tests/<kind>/helpers.sql. It is one transaction,
`begin; … rollback;`, so that all of them can share a database, and pg_prove can run it as well.
One whose first line is `-- deep` takes seconds, and runs in `tests/run --all` only.
"""

from __future__ import annotations

import re
import subprocess
import types
from pathlib import Path

import psycopg
import pytest
from pytest_pgtap.pgtap import Runner
from support.clusters import Cluster

SEARCH_PATH = "-c search_path=tap,public"
SETUP = Path(__file__).with_name("tap_setup.sql")
TESTS = SETUP.parents[1]
HELPERS = "helpers.sql"  # of a kind, for the tests of any kind
_PACKAGED = Path("/usr/share/postgresql/15/extension")

_FIRST = re.compile(r"(\s|--[^\n]*\n)*begin\s*;", re.IGNORECASE)
_LAST = re.compile(r"\brollback\s*;(\s|--[^\n]*(\n|$))*$", re.IGNORECASE)
_COMMIT = re.compile(r"^(\s*commit|end)\s*;", re.IGNORECASE | re.MULTILINE)  # a block's is indented


def load(url: str, tests: Path = TESTS) -> None:
    """Puts pgTAP and our helpers into a database: as plain SQL, the wheel has no such extension."""
    # Not the steps from one version to the next, which lie there as well.
    packaged = [path for path in _PACKAGED.glob("pgtap--*.sql") if path.name.count("--") == 1]
    if not packaged:
        pytest.fail(f"No pgTAP in {_PACKAGED}: install postgresql-15-pgtap.", pytrace=False)
    with psycopg.connect(url) as conn:
        conn.execute("create schema tap")
        conn.execute("set search_path = tap, public")
        conn.execute(packaged[0].read_bytes())
        for helpers in (SETUP, *sorted(tests.glob(f"*/{HELPERS}"))):
            conn.execute(helpers.read_bytes())


def is_test(path: Path) -> bool:
    """Whether a file is a pgTAP file: all SQL under tests/ but our helpers."""
    return path.suffix == ".sql" and path != SETUP and path.name != HELPERS


def collect(parent: pytest.Collector, path: Path) -> pytest.Module | None:
    """What pytest_collect_file answers for a file."""
    return TapFile.from_parent(parent, path=path) if is_test(path) else None


class TapFile(pytest.Module):
    """A pgTAP file in the guise of a module with one test, so that fixtures work as everywhere."""

    def _getobj(self) -> types.ModuleType:
        def test(server: Cluster, shared_tap_database: str) -> None:
            if complaint := run(self.path, shared_tap_database, server):
                pytest.fail(complaint, pytrace=False)

        module = types.ModuleType(self.path.stem)
        deep = self.path.read_text().startswith("-- deep\n")
        vars(module)["test"] = pytest.mark.deep(test) if deep else test
        return module


def run(path: Path, url: str, server: Cluster) -> str | None:
    """Runs a file. Returns what is wrong, or None."""
    text = path.read_text()
    if not _FIRST.match(text) or not _LAST.search(text) or _COMMIT.search(text):
        return "A pgTAP file begins with `begin;`, ends with `rollback;` and never commits."
    try:
        with psycopg.connect(url, autocommit=True, options=SEARCH_PATH) as conn:
            said = Runner(conn).run(text.encode())
    except psycopg.Error as error:
        return f"{error}\n\n{_by_psql(path, url, server)}"
    return judge("\n".join(str(line) for line in said))


def _by_psql(path: Path, url: str, server: Cluster) -> str:
    """What psql says of a file with an error: the tests before it, and its line."""
    psql = subprocess.run(
        [server.bindir / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", path],
        env={"PGOPTIONS": SEARCH_PATH, "PGCLIENTENCODING": "UTF8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return psql.stdout


def judge(said: str) -> str | None:
    """Judges TAP. Returns what is wrong, or None if each planned test ran and passed.

    >>> judge("1..1\\nok 1 - fine")
    >>> judge("1..2\\nok 1 - fine")
    '2 tests planned, 1 run'
    """
    lines = said.splitlines()
    wrong: list[str] = []
    plans = [int(line[3:].split()[0]) for line in lines if re.match(r"1\.\.\d", line)]
    ran = 0
    failing = False
    for line in lines:
        if result := re.match(r"(not )?ok\b", line):
            ran += 1
            # What is to do, or was skipped, has not been shown.
            failing = bool(result[1]) or bool(re.search(r"# *(todo|skip)\b", line, re.IGNORECASE))
        if line.startswith("Bail out!") or (failing and line.startswith(("ok", "not ok", "#"))):
            wrong.append(line)
    if len(plans) != 1:
        wrong.append(f"{len(plans)} plans; there has to be one")
    elif plans[0] != ran or ran == 0:
        wrong.append(f"{plans[0]} tests planned, {ran} run")
    return "\n".join(wrong) or None
