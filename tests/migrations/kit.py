"""What several tests here need: the types of fixtures, the migrations there are, the command."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from amity.migrations.templates import rendered

Execute = Callable[..., list[tuple[Any, ...]]]
Catalog = Callable[..., str]
Build = Callable[..., Path]

IDS = [migration.id for migration in rendered()]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from amity.command import app; app()", *arguments]
