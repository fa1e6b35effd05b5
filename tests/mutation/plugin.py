"""A pytest plugin: every database that is migrated is mutated as well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

from amity import migrations


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--mutant", type=Path, required=True, help="a file with what mutates it")


def pytest_configure(config: pytest.Config) -> None:
    up = migrations.up
    statement = config.option.mutant.read_bytes()

    def up_and_mutated(url: str, *arguments: Any, **named: Any) -> Any:
        done = up(url, *arguments, **named)
        with psycopg.connect(url, autocommit=True) as conn:
            conn.execute(statement)
        return done

    migrations.up = up_and_mutated  # type: ignore[assignment]
