"""The linters, so that the one test command runs them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "python", "tests"], id="ruff"),
        pytest.param(["ruff", "format", "--check", "python", "tests"], id="format"),
        pytest.param(["mypy"], id="mypy"),
    ],
)
def test_it_has_nothing_to_say(command: list[str]) -> None:
    linter = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert linter.returncode == 0, linter.stdout
