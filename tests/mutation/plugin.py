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
    global _statement  # noqa: PLW0603 - conftest.py takes `up` before there are options
    _statement = config.option.mutant.read_bytes()


def _up_and_mutated(url: str, *arguments: Any, **named: Any) -> Any:
    done = _up(url, *arguments, **named)
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(_statement)
    return done


_statement = b""
_up = migrations.up
migrations.up = _up_and_mutated  # type: ignore[assignment]
