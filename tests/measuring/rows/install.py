"""The installation into an empty database."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring.clients import Cost
from measuring.row import Row, Side, Trial, Unit
from measuring.stage import Stage

_ROW = Row(
    "amity up",
    Unit.TIME,
    "the command, from start to end, for an empty database; psql runs the files that"
    " `amity render` writes",
)


def trials() -> list[Trial]:
    return [Trial([_ROW], _sides, most_rounds=3)]


def _sides(stage: Stage) -> list[Side]:
    sides = [
        Side(checkout.who, 0, partial(_took, stage, partial(checkout.amity, "up")))
        for checkout in stage.checkouts
    ]
    if stage.has_others:
        sides.append(Side("the same SQL through psql", 0, partial(_by_psql, stage)))
    return sides


def _took(stage: Stage, install: Callable[[str], None]) -> dict[str, Cost]:
    with stage.empty_database() as url:
        began = time.perf_counter()
        install(url)
        return {_ROW.name: Cost(time.perf_counter() - began)}


def _by_psql(stage: Stage) -> dict[str, Cost]:
    with TemporaryDirectory() as directory:
        stage.checkouts[0].amity("render", directory)
        files = [f"--file={file}" for file in sorted(Path(directory).glob("*.sql"))]
        command = [stage.psql, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", *files]

        def install(url: str) -> None:
            subprocess.run([*command, url], check=True, capture_output=True)

        return _took(stage, install)
