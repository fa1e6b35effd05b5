from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.callers import Caller, comes_true, is_gone
from support.clusters import memory

from amity import servers

# Root is tried as root and as an ordinary user; an ordinary user cannot be anybody else.
CALLERS = ["root", "ordinary"] if os.geteuid() == 0 else ["ordinary"]

# Where the owner of the processes and files makes no difference, one caller is tried.
AS_EITHER = pytest.mark.parametrize("caller", CALLERS[:1], indirect=True)


@pytest.fixture(params=CALLERS)
def caller(
    request: pytest.FixtureRequest, within_reach: Path, everybodys_binaries: Path
) -> Iterator[Caller]:
    """A user who has no persistent server yet, and has none any more afterwards."""
    home = within_reach / "home"
    if request.param == "ordinary" and os.geteuid() == 0:
        shutil.chown(within_reach, "nobody")
        caller = Caller(home, "nobody", str(everybodys_binaries))
    else:
        caller = Caller(home)
    yield caller
    caller.end()
    for pid_file in home.glob("*/data/postmaster.pid"):
        pid = int(pid_file.read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        assert comes_true(lambda: is_gone(pid))  # noqa: B023 - asked before the next turn


@pytest.fixture
def within_reach() -> Iterator[Path]:
    """An empty directory that other users may pass through, unlike pytest's own."""
    with _open_directory() as path:
        yield path


@pytest.fixture(scope="session")
def everybodys_binaries() -> Iterator[Path]:
    """Where everybody can run the embedded binaries; not all can go where the checkout lies."""
    with _open_directory() as path:
        yield servers.Installation.embedded().copied(path / "binaries").bindir


@contextmanager
def _open_directory() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="amity-test-", dir=memory()))
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path)
