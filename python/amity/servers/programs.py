"""How Postgres's programs are run, and as which user."""

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

from amity.servers.errors import ServerError, first_error

HOST = "127.0.0.1"

TIMEOUT = 60  # seconds for a start, which may have to recover from a crash, or for a stop

# All that a server inherits: the caller's PGPORT, LC_ALL or TZ would change what it does.
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def server_account() -> pwd.struct_passwd | None:
    """Give the account that a server must run as: `nobody` for root, else None, the caller's."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise ServerError(
            "Postgres does not run as root, and this machine has no user nobody to run it as.",
            "Run this as an ordinary user.",
        ) from None


def run(failure: str, command: Sequence[str | Path], *, as_server: bool = False) -> str:
    """Run a program and give its output. Raises ServerError with its first error."""
    try:
        done = subprocess.run(  # noqa: S603 - no shell, our own arguments
            command,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            **detached(server_account() if as_server else None),
        )
    except OSError as error:
        raise ServerError(f"{failure}: {error.strerror}.") from error
    if done.returncode:
        raise ServerError(f"{failure}: {first_error(done.stdout)}.")
    return str(done.stdout)


def detached(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """Give the options of a program run as `account`, away from our terminal, that dies with us."""
    identity = (
        {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    )
    return {
        "stdin": subprocess.DEVNULL,
        "env": _ENVIRONMENT,
        "cwd": "/",
        "start_new_session": True,  # Ctrl-C is for us to handle
        "preexec_fn": _die_with_parent,
        **identity,
    }


_libc = ctypes.CDLL(None)


def _die_with_parent() -> None:
    """Have Linux end this process when its parent dies. A later change of user would undo it."""
    if sys.platform == "linux":
        _libc.prctl(1, signal.SIGQUIT)  # PR_SET_PDEATHSIG


def free_port() -> int:
    """Give a port that is free at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
