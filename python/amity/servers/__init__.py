"""Postgres servers that we start ourselves: throwaway ones, and one that stays.

A throwaway server (demonstrations, tests) lives in a directory of its own and is gone, with that
directory, when its context ends or when our process dies, however it dies. The persistent server
is the one that `amity up` uses where nobody named a database: one for each user of the machine,
found again by the next call.

Both listen on 127.0.0.1 only and ask for a random password. They run as the user who calls;
Postgres refuses to run as root, so root's servers run as `nobody`, from a copy of the binaries
where `nobody` could not reach them.
"""

from amity.servers.binaries import Installation
from amity.servers.clusters import DATABASE, Server
from amity.servers.lasting import persistent, running_persistent, stop_persistent
from amity.servers.problems import EmbeddedMissing, ServerError
from amity.servers.temporary import throwaway

__all__ = [
    "DATABASE",
    "EmbeddedMissing",
    "Installation",
    "Server",
    "ServerError",
    "persistent",
    "running_persistent",
    "stop_persistent",
    "throwaway",
]
