"""What several tests here need: the types of fixtures, the migrations there are, the command."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from typer.testing import CliRunner, Result

from amity.command import app
from amity.migrations.templates import rendered

Execute = Callable[..., list[tuple[Any, ...]]]
Catalog = Callable[..., str]
Build = Callable[..., Path]

IDS = [migration.id for migration in rendered()]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from amity.command import app; app()", *arguments]


def amity(*arguments: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(app, arguments, env=env)


def words(text: str) -> str:
    """Give what is written without the lines of a table and however it is broken."""
    return " ".join("".join(c if c.isascii() else " " for c in text).split())


def dbname(url: str) -> str:
    return str(psycopg.conninfo.conninfo_to_dict(url)["dbname"])
