"""Throwaway servers, which leave nothing behind."""

import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from amity.servers.binaries import Installation
from amity.servers.cluster import Server, init_cluster, wait_until_ready
from amity.servers.directories import removed_afterwards, server_directory
from amity.servers.errors import PORT_TAKEN, ServerError, file_errors, first_error
from amity.servers.programs import HOST, TIMEOUT, detached, free_port, server_account

# Nothing here has to survive a crash of the machine.
_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "dynamic_shared_memory_type": "mmap",  # inside the directory that will be removed
    "jit": "off",
    "listen_addresses": HOST,
}


@contextmanager
def throwaway(
    installation: Installation | None = None,
    settings: Mapping[str, str] | None = None,
    parent: Path | None = None,
) -> Iterator[Server]:
    """Run a new server that leaves nothing behind, even if we are killed.

    Enter it from a thread that lives as long as the server: Linux ends the server with the thread
    that started it.

    Args:
        installation: the embedded one unless given.
        settings: server settings by name.
        parent: where its directory is made; the temporary directory unless given.

    Raises:
        EmbeddedMissingError, ServerError.
    """
    installation = installation or Installation.embedded()
    with removed_afterwards(parent) as (home, lifeline):
        with file_errors("A Postgres could not be set up"):
            if server_account():
                home.chmod(0o711)  # the server's account passes through
            installation = installation.within_reach(home)
            password = init_cluster(installation, home, "--no-sync", "--auth-local=trust")
            (home / "password").unlink()
            socket_dir = server_directory(home / "socket")
            options = {**_SETTINGS, "unix_socket_directories": str(socket_dir), **(settings or {})}
            process, port = _start(installation, home, options, lifeline)
        try:
            server = Server(installation.bindir, installation.major, port, password, socket_dir)
            server.create_database()
            yield server
        finally:
            _stop(process)


def _start(
    installation: Installation, home: Path, settings: Mapping[str, str], lifeline: int
) -> tuple[subprocess.Popen[Any], int]:
    """Start the server on `home`/data as our child, and give it with its port."""
    log = home / "log"
    command = [str(installation.bindir / "postgres"), f"-D{home / 'data'}"]
    command += [f"--{name}={value}" for name, value in settings.items()]
    for _ in range(5):
        port = free_port()
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 - no shell, our own arguments
                [*command, f"--port={port}"],
                stdout=output,
                stderr=output,
                pass_fds=[lifeline],
                **detached(server_account()),
            )
        try:
            wait_until_ready(home / "data", process)
        except ServerError:
            _stop(process)
            # Another process may have taken the port meanwhile.
            if PORT_TAKEN not in log.read_text(errors="replace"):
                break
        except BaseException:
            _stop(process)
            raise
        else:
            return process, port
    raise ServerError(f"Postgres does not start: {first_error(log.read_text(errors='replace'))}.")


def _stop(process: subprocess.Popen[Any]) -> None:
    process.send_signal(signal.SIGQUIT)  # at once: there is nothing to save
    try:
        process.wait(TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
