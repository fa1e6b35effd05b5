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
from typing import Any

from measuring.contestants.amity import AMITY

from amity.errors import AmityError

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
        _run(f"{self.who}: amity {arguments[0]}", command, env=environment, cwd=self.root)


def here() -> Checkout:
    """This checkout."""
    return Checkout(AMITY.who, HERE)


@contextmanager
def revision(name: str) -> Iterator[Checkout]:
    """A checkout of another revision, in a git worktree that goes away again."""
    with TemporaryDirectory(prefix="amity-bench-") as directory:
        root = Path(directory, "checkout")
        git = ["git", "-C", str(HERE), "worktree"]
        _run(f"A checkout of {name}", [*git, "add", "--detach", str(root), name])
        try:
            yield Checkout(f"{AMITY.who} at {name}", root)
        finally:
            _run(f"The end of {root}", [*git, "remove", "--force", str(root)])


def _run(what: str, command: list[str], **options: Any) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    except FileNotFoundError:
        raise AmityError(f"{what} failed: {command[0]} is not installed.") from None
    if done.returncode:
        raise AmityError(f"{what} failed: {done.stderr.strip()}")
