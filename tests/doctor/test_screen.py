"""What is written depends on where it is written to, not on where the command was loaded."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

# Loads the command while its output is a terminal, and runs it while it is none.
ELSEWHERE = """
import sys
from amity.command import app
from typer.testing import CliRunner

url, heard = sys.argv[1:]
with open(heard, "w") as file:
    for url in ("no URL", url):
        done = CliRunner().invoke(app, ["status", url])
        print(done.exit_code, ascii(done.stdout), ascii(done.stderr), file=file)
"""


def test_no_colors_in_a_pipe_though_loaded_in_a_terminal(database: str, tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    ours, terminal = pty.openpty()
    try:
        subprocess.run(
            [sys.executable, "-c", ELSEWHERE, database, heard],
            check=True,
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            env={"PATH": os.environ["PATH"], "TERM": "xterm-256color"},
        )
    finally:
        os.close(terminal)
        os.close(ours)
    refused, told = heard.read_text().splitlines()
    assert refused.startswith("1 ''")
    assert told.startswith("0 ")
    assert r"\x1b" not in refused + told
