"""A server's data, made by initdb; its process; and the server as its users see it."""

import os
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from amity.servers.binaries import Installation
from amity.servers.directories import server_directory
from amity.servers.errors import ServerError, first_error
from amity.servers.programs import HOST, TIMEOUT, run, server_account

DATABASE = "amity"
"""The database that every server has."""

_BUILTIN_LOCALES_SINCE = 17


@dataclass(frozen=True)
class Server:
    """A running server, with its database `amity`."""

    bindir: Path
    major: int
    port: int
    password: str = field(repr=False)
    socket_dir: Path | None = None
    """Of a throwaway server: the directory of its socket, which asks us for no password."""

    @property
    def url(self) -> str:
        """A libpq URL of the database `amity`, as superuser."""
        return self.url_for(DATABASE)

    def url_for(self, dbname: str) -> str:
        """Give a libpq URL of `dbname`, which need not exist, as superuser."""
        return f"postgresql://postgres:{self.password}@{HOST}:{self.port}/{quote(dbname, safe='')}"

    def create_database(self) -> None:
        """Create the database `amity` unless it is there. Raises ServerError."""
        try:
            with psycopg.connect(self.url_for("postgres"), autocommit=True) as conn:
                known = conn.execute("select from pg_database where datname = %s", [DATABASE])
                if not known.rowcount:
                    conn.execute(f"create database {DATABASE}")
        except psycopg.Error as error:
            raise ServerError(
                f"Postgres runs on port {self.port}, but refuses us: {first_error(str(error))}."
            ) from error


def init_cluster(installation: Installation, home: Path, *options: str) -> str:
    """Run initdb for `home`/data, leave its new password in `home`/password, and return it."""
    password = secrets.token_urlsafe(24)
    password_file = home / "password"
    password_file.touch(0o600)
    password_file.write_text(password)
    if account := server_account():
        os.chown(password_file, account.pw_uid, account.pw_gid)
    # The same letters count as letters on every machine, whatever its locale.
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    command: list[str | Path] = [
        installation.bindir / "initdb",
        f"--pgdata={server_directory(home / 'data')}",
        "--username=postgres",
        f"--pwfile={password_file}",
        "--auth-host=scram-sha-256",
        "--encoding=UTF8",
        *(builtin if installation.major >= _BUILTIN_LOCALES_SINCE else ["--locale=C.UTF-8"]),
        *options,
    ]
    run("A Postgres could not be set up", command, as_server=True)
    return password


@dataclass(frozen=True)
class Postmaster:
    """A running server, as its data directory describes it."""

    pid: int
    port: int
    ready: bool


def find(data: Path) -> Postmaster | None:
    """Give the server that runs on `data`."""
    try:
        lines = [line.strip() for line in (data / "postmaster.pid").read_text().splitlines()]
        found = Postmaster(int(lines[0]), int(lines[3]), lines[7:] == ["ready"])
        if sys.platform != "linux":
            os.kill(found.pid, 0)
        # A process may have the number of a server that crashed; a server's cwd is its data.
        elif Path(f"/proc/{found.pid}/cwd").readlink() != data.resolve():
            return None
    except (OSError, ValueError, IndexError):
        return None
    return found


def wait_until_ready(data: Path, child: subprocess.Popen[Any] | None = None) -> Postmaster:
    """Wait until the server on `data`, which may be our child, is ready. Raises ServerError."""
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        found = find(data)
        if found and found.ready:
            return found
        if (child.poll() is not None) if child else (found is None):
            raise ServerError("Postgres stopped while it was starting.")
        time.sleep(0.01)
    raise ServerError(f"Postgres takes more than {TIMEOUT} seconds to start.")
