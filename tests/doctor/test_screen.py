"""What is written depends on where it is written to, not on where the command was loaded."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

# Loads the command while stderr is a terminal, and runs it while it is none.
ELSEWHERE = """
from amity.command import app
from typer.testing import CliRunner

print(ascii(CliRunner().invoke(app, ["status", "no URL"]).stderr))
"""


def test_no_colors_in_a_pipe_though_loaded_in_a_terminal() -> None:
    ours, terminal = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-c", ELSEWHERE],
            check=True,
            stdin=terminal,
            stdout=subprocess.PIPE,
            stderr=terminal,
            text=True,
            env={"PATH": os.environ["PATH"], "TERM": "xterm-256color"},
        )
    finally:
        os.close(terminal)
        os.close(ours)
    assert "postgresql://user" in done.stdout
    assert r"\x1b" not in done.stdout
