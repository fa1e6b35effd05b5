"""A server's data: made, and handed out."""

from __future__ import annotations

import os
import pwd
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg

from amity.servers.places import directory, whole_or_not
from amity.servers.problems import ServerError, complaint
from amity.servers.programs import HOST, free_port, run

if TYPE_CHECKING:
    from amity.servers.binaries import Installation

DATABASE = "amity"
"""The database that every server has when it is handed out."""

_SUPERUSER = "postgres"

_BUILTIN_LOCALES_SINCE = 17


@dataclass(frozen=True)
class Server:
    """A running server, with its database `amity`."""

    bindir: Path
    major: int
    port: int
    password: str = field(repr=False)
    started: bool
    """Whether the call that gave us this server started it."""
    socket_dir: Path | None
    """Where its socket is: open to us without a password. None for the persistent server."""
    _stop: Callable[[], object] = field(repr=False)

    @property
    def url(self) -> str:
        """A libpq URL of the database `amity`, as superuser."""
        return self.url_for(DATABASE)

    def url_for(self, dbname: str) -> str:
        """Give a libpq URL of `dbname`, which need not exist, as superuser."""
        login = f"{_SUPERUSER}:{self.password}"
        return f"postgresql://{login}@{HOST}:{self.port}/{quote(dbname, safe='')}"

    def stop(self) -> None:
        """Stop the server; once it has stopped this does nothing. Raises ServerError."""
        self._stop()


def initialise(
    installation: Installation, home: Path, account: pwd.struct_passwd | None, *options: str
) -> str:
    """Make the cluster `home`/data, leave its new password in `home`/password, and return it."""
    password = secrets.token_urlsafe(24)
    password_file = home / "password"
    password_file.touch(0o600)
    password_file.write_text(password)
    if account:
        os.chown(password_file, account.pw_uid, account.pw_gid)
    # The same letters count as letters on every machine, whatever its locale.
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    run(
        "A Postgres could not be set up",
        [
            installation.bindir / "initdb",
            f"--pgdata={directory(home / 'data', account)}",
            f"--username={_SUPERUSER}",
            f"--pwfile={password_file}",
            "--auth-host=scram-sha-256",
            "--encoding=UTF8",
            *(builtin if installation.major >= _BUILTIN_LOCALES_SINCE else ["--locale=C.UTF-8"]),
            *options,
        ],
        account,
    )
    return password


def settle(installation: Installation, cluster: Path, account: pwd.struct_passwd | None) -> None:
    """Make the persistent server's cluster, which finds its settings in itself."""
    with whole_or_not(cluster) as unfinished:
        directory(unfinished, None, 0o711 if account else 0o700)
        initialise(
            installation,
            unfinished,
            account,
            "--auth-local=scram-sha-256",
            f"--set=listen_addresses={HOST}",
            "--set=unix_socket_directories=",
            f"--set=port={free_port()}",
        )
        os.chown(unfinished / "password", os.geteuid(), os.getegid())


def remembered_password(cluster: Path) -> str:
    """Give the password that was left with the persistent cluster. Raises ServerError."""
    try:
        return (cluster / "password").read_text()
    except OSError as error:
        raise ServerError(
            f"The password of the embedded Postgres cannot be read: {error}.",
            f"Put it back, or stop the server and remove {cluster} with all its data.",
        ) from error


def ensure_database(server: Server) -> None:
    """Make the database `amity` unless it is there. Raises ServerError."""
    try:
        with psycopg.connect(server.url_for("postgres"), autocommit=True) as conn:
            known = conn.execute("select from pg_database where datname = %s", [DATABASE])
            if not known.rowcount:
                conn.execute(f"create database {DATABASE}")
    except psycopg.Error as error:
        raise ServerError(
            f"Postgres runs on port {server.port}, but not for us: {complaint(str(error))}."
        ) from error
