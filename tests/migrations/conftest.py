"""What the tests of migrations share: a catalog as text, houses made up for one test, and psql."""

from __future__ import annotations

import os
import re
import subprocess
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
import pytest
from migrations.kit import Catalog

# Differ from one dump to the next, and say nothing about the database.
# and the id of the site, which each installation makes for itself
NOISE = re.compile(
    r"^(\\(un)?restrict|-- Dumped|-- Started|-- Completed|INSERT INTO amity_private\.sync_site )"
)


@pytest.fixture
def catalog(server: Any) -> Catalog:
    """Give a function that tells a database's catalog as text: ours, or all of it.

    Data comes with it, as sorted lines: in a database just made, it is what the migrations seed.
    The rows of the list of migrations are left out, since their moments differ.
    """

    def dump(url: str, *options: str) -> list[str]:
        command = [server.bindir / "pg_dump", f"--dbname={url}", *options]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return [line for line in done.stdout.splitlines() if not NOISE.match(line)]

    def snapshot(
        url: str, *, everything: bool = False, ledger: bool = True, without: str = "nothing"
    ) -> str:
        only = ["--schema=amity", "--schema=amity_private"]
        chosen = [f"--exclude-schema={without}"] if everything else only
        no_ledger = "--exclude-table=amity_private.migrations"
        lines = dump(url, "--schema-only", *chosen, *([] if ledger else [no_ledger]))
        lines += sorted(dump(url, "--data-only", "--inserts", *chosen, no_ledger))
        return "\n".join(lines)

    return snapshot


@pytest.fixture
def another_database(server: Any) -> Iterator[str]:
    """Give the URL of a second empty database, to compare with the first."""
    name = f"another_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"create database {name} template template0")
        yield server.url(name)
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture
def house(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """Give a function that writes a little house, from text by path, and returns its root."""

    def build(files: Mapping[str, str]) -> Path:
        root = tmp_path / "house"
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return root

    return build


# The least that a house needs: something to build.
TINY = {
    "sql/things/table.sql": "create table amity.things (id int primary key);\n",
    "migrations/0001.foundation.sql": "create schema amity;\n",
    "migrations/0002.things.sql": (
        "-- depends: 0001.foundation\n{% include 'things/table.sql' %}\n"
    ),
}


@pytest.fixture
def tiny() -> dict[str, str]:
    """Give the files of the smallest house, for a test to change."""
    return dict(TINY)


@pytest.fixture
def psql(server: Any) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Give a function that runs psql as a person would, and returns what it did."""

    def run(url: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [server.bindir / "psql", "-X", "-q", "-d", url, *arguments]
        return subprocess.run(command, check=False, capture_output=True, text=True)

    return run


@pytest.fixture
def execute() -> Callable[..., list[tuple[Any, ...]]]:
    """Give a function that runs one statement in a connection of its own and returns the rows."""

    def run(url: str, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    return run


@pytest.fixture(autouse=True)
def _no_database_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a database that the environment names out of these tests."""
    for name in list(os.environ):
        if name.startswith("PG") or name == "DATABASE_URL":
            monkeypatch.delenv(name)
