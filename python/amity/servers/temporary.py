"""Throwaway servers, which leave nothing behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from amity.servers.binaries import Installation, within_reach
from amity.servers.clusters import Server, ensure_database, initialise
from amity.servers.places import directory, server_account, swept_directory
from amity.servers.problems import explained
from amity.servers.processes import end, launch

# Nothing here has to survive a crash of the machine.
_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "dynamic_shared_memory_type": "mmap",  # inside the directory that will be removed
    "jit": "off",
}


@contextmanager
def throwaway(
    installation: Installation | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Run a fresh server that leaves nothing behind, even if we are killed.

    `installation` is the embedded one unless given; `settings` are server settings by name.
    Enter it from a thread that lives as long as the server has to: Linux ends the server with the
    thread that started it. Raises EmbeddedMissing, ServerError.
    """
    installation = installation or Installation.embedded()
    account = server_account()
    with swept_directory() as (home, lifeline):
        with explained("A Postgres could not be set up"):
            if account:
                home.chmod(0o711)  # nobody may pass through, to the directories that it owns
            installation = within_reach(installation, home, account)
            socket_dir = directory(home / "socket", account)
            password = initialise(installation, home, account, "--no-sync", "--auth-local=trust")
            (home / "password").unlink()
            options = {**_SETTINGS, "unix_socket_directories": str(socket_dir)}
            process, port = launch(
                installation, home, account, options | dict(settings or {}), lifeline
            )
        server = Server(
            installation.bindir,
            installation.major,
            port,
            password,
            True,
            socket_dir,
            lambda: end(process),
        )
        try:
            ensure_database(server)
            yield server
        finally:
            server.stop()
