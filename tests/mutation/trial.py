"""One mutant, in a database of its own, before the suite."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import psycopg
from mutation.mutants import Mutant
from mutation.suite import File, Session, Suite, kind_of
from support import clusters, tap
from support.clusters import Cluster

from amity import migrations

# They look at files, or at the tests themselves.
_WITHOUT_DATABASE = ("lint", "tap", "pg_prove", "no_skip")


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant."""

    mutant: str
    outcome: str
    """`caught`, `survived`, or `invalid`: Postgres refused to make it."""
    by: str = ""
    """The test that caught it, or the error."""


@dataclass
class Stage:
    """A server with a migrated template, and the suite."""

    cluster: Cluster

    @cached_property
    def suite(self) -> Suite:
        return Suite(lambda: migrated(self.cluster))

    def trial(self, mutant: Mutant, *, python: bool = True) -> Verdict:
        """Tries the pgTAP files, then those in Python that are about the same kind."""
        with migrated(self.cluster) as url:
            try:
                with psycopg.connect(url, autocommit=True) as conn:
                    conn.execute(mutant.statement.encode())
            except psycopg.Error as error:
                return Verdict(mutant.name, "invalid", str(error).splitlines()[0])
            if file := _first_to_fail(url, self.suite.for_mutant(mutant)):
                self.suite.used_by(file)  # it passes without the mutant
                self.suite.caught[file.name] += 1
                return Verdict(mutant.name, "caught", file.name)
        by = failing_in_python(mutant) if python else ""
        return Verdict(mutant.name, "caught" if by else "survived", by)


@contextmanager
def staged() -> Iterator[Stage]:
    """The newest Postgres that the tests run on; everything is gone afterwards."""
    with clusters.started(max(clusters.VERSIONS)) as cluster:
        yield Stage(cluster)


@contextmanager
def migrated(cluster: Cluster) -> Iterator[str]:
    """The URL of a migrated database, with what the tests need."""

    def build(url: str) -> None:
        migrations.up(url)
        tap.lift_limits(url)
        tap.load(url)

    with cluster.database("tapped", build) as url:
        yield url


def _first_to_fail(url: str, files: Iterable[File]) -> File | None:
    session = Session(url)
    try:
        return next((file for file in files if session.complaint(file.text)), None)
    finally:
        session.close()


def failing_in_python(mutant: Mutant) -> str:
    """The first test in Python that fails where every migrated database is mutated; or nothing."""
    files = [
        path
        for folder in dict.fromkeys(("house", kind_of(mutant)))
        for path in sorted((tap.TESTS / folder).glob("test_*.py"))
        if path.stem.removeprefix("test_") not in _WITHOUT_DATABASE
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as statement:
        statement.write(mutant.statement)
        statement.flush()
        pytest = subprocess.run(
            [
                *(
                    sys.executable,
                    "-m",
                    "pytest",
                    "-p",
                    "mutation.plugin",
                    "-n0",
                    "-x",
                    "-q",
                    "-rfE",
                ),
                *("-rfE", "-m", "not deep", "--postgres", str(max(clusters.VERSIONS))),
                *(f"--mutant={statement.name}", *map(str, files)),
            ],
            cwd=tap.TESTS.parent,
            env=_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    if pytest.returncode == 0:
        return ""
    found = re.search(r"^(?:FAILED|ERROR) (\S+)", pytest.stdout, re.MULTILINE)
    if pytest.returncode != 1 or not found:
        raise RuntimeError(f"pytest could not say whether {mutant.name} lives:\n{pytest.stdout}")
    return found[1].removeprefix("tests/")


def _environment() -> dict[str, str]:
    """Ours, but for what a run of pytest around this one has set."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return ours | {"PYTHONPATH": str(tap.TESTS)}
