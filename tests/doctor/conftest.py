"""What the tests of the commands share: a way to call them, and a database from the environment."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from amity.command import app


@pytest.fixture
def amity() -> Callable[..., Result]:
    """Give a function that runs the command."""

    def run(*arguments: str, env: dict[str, str] | None = None) -> Result:
        return CliRunner().invoke(app, arguments, env=env)

    return run


@pytest.fixture(autouse=True)
def _no_database_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a database that the environment names out of these tests."""
    for name in list(os.environ):
        if name.startswith("PG") or name == "DATABASE_URL":
            monkeypatch.delenv(name)
