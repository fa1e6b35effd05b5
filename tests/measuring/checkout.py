"""Which Amity is measured: that of this checkout, or that of another revision beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring.contestants.amity import AMITY

HERE = Path(__file__).parents[2]


@dataclass(frozen=True)
class Checkout:
    """A working tree of Amity."""

    who: str
    root: Path

    def amity(self, *arguments: str) -> None:
        """Runs its command `amity`, whose migrations and Python are its own."""
        environment = os.environ | {"PYTHONPATH": str(self.root / "python")}
        command = [sys.executable, "-m", "amity", *arguments]
        subprocess.run(command, env=environment, check=True, capture_output=True, cwd=self.root)


def here() -> Checkout:
    """This checkout."""
    return Checkout(AMITY.who, HERE)


@contextmanager
def revision(name: str) -> Iterator[Checkout]:
    """A checkout of another revision, in a git worktree that goes away again."""
    with TemporaryDirectory(prefix="amity-bench-") as directory:
        root = Path(directory, "checkout")
        git = ["git", "-C", str(HERE), "worktree"]
        subprocess.run([*git, "add", "--detach", root, name], check=True, capture_output=True)
        try:
            yield Checkout(f"{AMITY.who} at {name}", root)
        finally:
            subprocess.run([*git, "remove", "--force", root], check=True, capture_output=True)
