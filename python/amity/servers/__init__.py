"""Postgres servers that Amity starts itself: throwaway ones, and a persistent one.

A throwaway server (demonstrations, tests) lives in a directory of its own, and both are removed
when its context ends or when the process that started it dies. The persistent server is the one
that `amity up` uses if no database is named: one for each user of the machine.

Both listen on 127.0.0.1 only and ask for a random password. Postgres refuses to run as root, so
root's servers run as the user `nobody`, from a copy of the binaries if `nobody` cannot reach them.
"""

from amity.servers.errors import EmbeddedMissingError, ServerError

try:
    from amity.servers.binaries import Installation
    from amity.servers.cluster import DATABASE, Server
    from amity.servers.directories import default_home
    from amity.servers.persistent import (
        delete_persistent,
        running_persistent,
        start_persistent,
        stop_persistent,
    )
    from amity.servers.temporary import throwaway
except ModuleNotFoundError as error:
    if error.name not in {"fcntl", "pwd"}:
        raise
    raise ServerError(
        "The embedded Postgres runs on Linux and macOS only.", "Name a database of your own."
    ) from None

__all__ = [
    "DATABASE",
    "EmbeddedMissingError",
    "Installation",
    "Server",
    "ServerError",
    "default_home",
    "delete_persistent",
    "running_persistent",
    "start_persistent",
    "stop_persistent",
    "throwaway",
]
