"""How Postgres' programs are run."""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from amity.servers.problems import ServerError, complaint

HOST = "127.0.0.1"

PATIENCE = 60  # seconds for a start (it may have to recover from a crash) or a stop

# All that a server inherits. A PGPORT, an LC_ALL or a TZ of the caller's would change what it does.
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def run(
    failure: str, command: Sequence[str | Path], account: pwd.struct_passwd | None = None
) -> str:
    """Run a program of Postgres' and give what it says. Raises ServerError with its complaint."""
    try:
        done = subprocess.run(  # noqa: S603 - no shell, our own arguments
            command,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            **as_account(account),
        )
    except OSError as error:
        raise ServerError(f"{failure}: {error.strerror}.") from error
    if done.returncode:
        raise ServerError(f"{failure}: {complaint(done.stdout)}.")
    return str(done.stdout)


def as_account(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """Give what starts a program as `account`, away from our terminal and tied to our life."""
    identity = (
        {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    )
    return {
        "stdin": subprocess.DEVNULL,
        "env": _ENVIRONMENT,
        "cwd": "/",
        "start_new_session": True,  # Ctrl-C is ours to answer
        "preexec_fn": _die_with_parent,
        **identity,
    }


_libc = ctypes.CDLL(None)


def _die_with_parent() -> None:
    """Have Linux end this process when its parent dies. A later change of user would undo it."""
    if sys.platform == "linux":
        _libc.prctl(1, signal.SIGQUIT)  # PR_SET_PDEATHSIG


def free_port() -> int:
    """Give a port that nobody listens on, just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
