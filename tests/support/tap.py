"""pgTAP files as tests: each `.sql` file under tests/<kind>/ is a test on each server.

A file runs as superuser in a migrated database, with pgTAP and our helpers on its search_path:
those of tap_setup.sql, and those of each kind, tests/<kind>/helpers.sql. It is one transaction,
`begin; … rollback;`, so that all of them can share a database, and pg_prove can run it as well.
Its first line may mark it: `-- deep` takes seconds, and runs in `tests/run --all` only;
`-- superuser` is left out where `amity test` runs as another role; or `-- deep, superuser`.
"""

from __future__ import annotations

import subprocess
import types
from pathlib import Path

import psycopg
import pytest
from pytest_pgtap.pgtap import Runner
from support.clusters import Cluster

from amity.command import _pgtap

SEARCH_PATH = "-c search_path=tap,public"
TESTS = _pgtap.TESTS


def load(url: str, tests: Path = TESTS) -> None:
    """Puts pgTAP and our helpers into a database."""
    with psycopg.connect(url) as conn:
        _pgtap.load(conn, [tests])


def lift_limits(url: str) -> None:
    """Sets the limits of a database to none: a test sets its own."""
    with psycopg.connect(url) as conn:
        conn.execute(_pgtap.UNLIMITED.read_bytes())


def collect(parent: pytest.Collector, path: Path) -> pytest.Module | None:
    """What pytest_collect_file answers for a file."""
    return TapFile.from_parent(parent, path=path) if _pgtap.is_test(path) else None


class TapFile(pytest.Module):
    """A pgTAP file in the guise of a module with one test, so that fixtures work as everywhere."""

    def _getobj(self) -> types.ModuleType:
        def test(server: Cluster, shared_tap_database: str) -> None:
            if complaint := run(self.path, shared_tap_database, server):
                pytest.fail(complaint, pytrace=False)

        module = types.ModuleType(self.path.stem)
        if _pgtap.is_marked(self.path, "deep"):
            pytest.mark.deep(test)
        # the others run on 15 in testing/test_command.py, as an owner who is no superuser
        if not _pgtap.is_marked(self.path, "superuser"):
            pytest.mark.once(test)
        vars(module)["test"] = test
        return module


def run(path: Path, url: str, server: Cluster) -> str | None:
    """Runs a file. Returns what is wrong, or None."""
    text = path.read_text()
    if _pgtap.body(text) is None:
        return _pgtap.MAY_COMMIT
    try:
        with psycopg.connect(url, autocommit=True, options=SEARCH_PATH) as conn:
            said = Runner(conn).run(text.encode())
    except psycopg.Error as error:
        return f"{error}\n\n{_by_psql(path, url, server)}"
    return _pgtap.judge("\n".join(str(line) for line in said))


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
