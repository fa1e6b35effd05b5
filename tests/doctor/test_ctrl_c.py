"""Ctrl-C while the command is still being loaded ends it without a word."""

from __future__ import annotations

import subprocess
import sys

import pytest

EARLY = """
import sys
class CtrlC:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            raise KeyboardInterrupt
sys.meta_path.insert(0, CtrlC())
from amity_command import main
main()
"""


@pytest.mark.parametrize("name", ["amity", "psycopg", "typer", "amity.command.up"])
def test_ctrl_c_before_it_has_begun(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", EARLY, name], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
