"""Debian's PgBouncer before a server under test, in transaction mode: clients share connections."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from amity.servers.directories import server_directory
from amity.servers.programs import detached, server_account

PROGRAM = Path("/usr/sbin/pgbouncer")

_SETTINGS = """
[databases]
{dbname} = host={host} port={port} user={user}
[pgbouncer]
auth_type = any
default_pool_size = {connections}
listen_port = 6432
logfile = {log}
max_client_conn = 200
pool_mode = transaction
unix_socket_dir = {socket_dir}
"""


@contextmanager
def pooled(url: str, connections: int) -> Iterator[str]:
    """The URL of the same database through so many connections. Without PgBouncer tests fail."""
    with tempfile.TemporaryDirectory(prefix="pgb-", dir="/tmp") as name:
        home = server_directory(Path(name))
        settings, log = home / "pgbouncer.ini", home / "log"
        parameters = conninfo_to_dict(url)
        settings.write_text(
            _SETTINGS.format(connections=connections, log=log, socket_dir=home, **parameters)
        )
        settings.chmod(0o644)
        process = subprocess.Popen([PROGRAM, "-q", settings], **detached(server_account()))
        try:
            through = make_conninfo(url, host=str(home), port=6432)
            _wait(process, through, log)
            yield through
        finally:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    while process.poll() is None:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"PgBouncer ended: {log.read_text() if log.exists() else ''}", pytrace=False)
