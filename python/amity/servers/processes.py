"""A server's process: started, waited for, ended."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amity.servers.problems import ServerError, complaint
from amity.servers.programs import HOST, PATIENCE, as_account, free_port, run

if TYPE_CHECKING:
    from amity.servers.binaries import Installation

_PORT_TAKEN = "Address already in use"


@dataclass(frozen=True)
class Postmaster:
    """A running server, as its data directory tells of it."""

    pid: int
    port: int
    ready: bool


def postmaster(data: Path) -> Postmaster | None:
    """Give the server that runs on `data`, by the file that every server keeps there."""
    try:
        lines = [line.strip() for line in (data / "postmaster.pid").read_text().splitlines()]
        found = Postmaster(int(lines[0]), int(lines[3]), lines[7:] == ["ready"])
    except (OSError, ValueError, IndexError):
        return None
    return found if _lives_in(found.pid, data) else None


def _lives_in(pid: int, data: Path) -> bool:
    """Tell the server on `data` from a process that got the number of one that crashed."""
    try:
        if sys.platform != "linux":
            os.kill(pid, 0)
            return True
        # Every server goes to its data directory and stays there.
        return Path(f"/proc/{pid}/cwd").readlink() == data.resolve()
    except OSError:
        return False


def wait_until_ready(data: Path, process: subprocess.Popen[Any] | None = None) -> Postmaster:
    """Wait until the server on `data` takes connections. Raises ServerError if it does not.

    `process` is the server, where it is our child.
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = postmaster(data)
        if found and found.ready:
            return found
        if (process.poll() is not None) if process else (found is None):
            raise ServerError("Postgres stopped while it was starting.")
        time.sleep(0.01)
    raise ServerError(f"Postgres takes more than {PATIENCE} seconds to start.")


def launch(
    installation: Installation,
    home: Path,
    account: pwd.struct_passwd | None,
    settings: Mapping[str, str],
    lifeline: int,
) -> tuple[subprocess.Popen[Any], int]:
    """Start the server on `home`/data as our child, tied to our life; give it and its port."""
    log = home / "log"
    options = [f"--{name}={value}" for name, value in settings.items()]
    for _ in range(5):
        port = free_port()
        command = [str(installation.bindir / "postgres"), f"-D{home / 'data'}", f"--port={port}"]
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 - no shell, our own arguments
                [*command, f"--listen_addresses={HOST}", *options],
                stdout=output,
                stderr=output,
                pass_fds=[lifeline],
                **as_account(account),
            )
        try:
            wait_until_ready(home / "data", process)
        except ServerError:
            end(process)
            # Somebody was quicker to take the port.
            if _PORT_TAKEN not in log.read_text(errors="replace"):
                break
        except BaseException:
            end(process)
            raise
        else:
            return process, port
    raise ServerError(f"Postgres does not start: {complaint(log.read_text(errors='replace'))}.")


def start(installation: Installation, data: Path, account: pwd.struct_passwd | None) -> None:
    """Start the persistent server, which is nobody's child, on its port or, if need be, another."""
    log = data / "log"
    with suppress(OSError, ValueError):
        # After a crash, Postgres would shrink back from any process that got the old one's number.
        os.kill(int((data / "postmaster.pid").read_text().split()[0]), 0)
        (data / "postmaster.pid").unlink()
    command = [
        str(installation.bindir / "pg_ctl"),
        *("start", "--silent", "--wait", f"--timeout={PATIENCE}"),
        *(f"--pgdata={data}", f"--log={log}"),
    ]
    for options in ([], [f"--options=--port={free_port()}"]):
        log.unlink(missing_ok=True)
        try:
            run("The embedded Postgres does not start", [*command, *options], account)
        except ServerError as error:
            said = log.read_text(errors="replace") if log.exists() else ""
            if _PORT_TAKEN in said and not options:
                continue
            if said:
                raise ServerError(
                    f"The embedded Postgres does not start: {complaint(said)}."
                ) from error
            raise
        return


def end(process: subprocess.Popen[Any]) -> None:
    """End a throwaway server, and wait until it has ended."""
    process.send_signal(signal.SIGQUIT)  # at once: there is nothing to save
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
