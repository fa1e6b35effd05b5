"""The process of a server: found by the file that it keeps in its data directory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from amity.servers.errors import ServerError
from amity.servers.programs import TIMEOUT

PORT_TAKEN = "Address already in use"


@dataclass(frozen=True)
class Postmaster:
    """A running server, as its data directory describes it."""

    pid: int
    port: int
    ready: bool


def find(data: Path) -> Postmaster | None:
    """Give the server that runs on `data`."""
    try:
        lines = [line.strip() for line in (data / "postmaster.pid").read_text().splitlines()]
        found = Postmaster(int(lines[0]), int(lines[3]), lines[7:] == ["ready"])
        if sys.platform != "linux":
            os.kill(found.pid, 0)
        # A process may have the number of a server that crashed; a server's cwd is its data.
        elif Path(f"/proc/{found.pid}/cwd").readlink() != data.resolve():
            return None
    except (OSError, ValueError, IndexError):
        return None
    return found


def wait_until_ready(data: Path, child: subprocess.Popen[Any] | None = None) -> Postmaster:
    """Wait until the server on `data`, which may be our child, is ready. Raises ServerError."""
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        found = find(data)
        if found and found.ready:
            return found
        if (child.poll() is not None) if child else (found is None):
            raise ServerError("Postgres stopped while it was starting.")
        time.sleep(0.01)
    raise ServerError(f"Postgres takes more than {TIMEOUT} seconds to start.")
