"""The servers under test, one for each version. pytest-postgresql makes the templates there.

It cannot start a server as root: that is ours. Each template is one of its `noproc` fixtures. What
a test gets is a clone, made and dropped here: its janitor connects anew for each.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from amity import servers

VERSIONS = (15, 18)

Template = Callable[[str], str]  # the name that `migrated` and the like have on a server

# Nothing runs by itself during a test; and a clone, which is a copy of files, costs little.
SETTINGS = {"autovacuum": "off", "wal_level": "minimal", "max_wal_senders": "0"}


class Cluster:
    """A running server under test: also what a `noproc` fixture depends on."""

    user = "postgres"
    password = None
    options = ""
    maintenance_dbname = "postgres"
    template_dbname = "template0"

    def __init__(self, server: servers.Server) -> None:
        self.server = server
        self.major = server.major
        self.bindir = server.bindir
        self.host = str(server.socket_dir)
        self.port = server.port
        self.admin = psycopg.connect(self.url(), autocommit=True)
        self._made: set[str] = set()
        self._names = (f"clone_{number}" for number in itertools.count(1))

    def url(self, dbname: str = "postgres", user: str = "postgres") -> str:
        """The URL of a database there, for any role: the socket asks for no password."""
        return f"postgresql://{user}@/{dbname}?host={quote(self.host, safe='')}&port={self.port}"

    @contextmanager
    def clone(self, template: str) -> Iterator[str]:
        """The URL of a new database like `template`."""
        name = next(self._names)
        self._copy(template, name)
        try:
            yield self.url(name)
        finally:
            self.admin.execute(f"drop database if exists {name} with (force)")

    @contextmanager
    def database(self, template: str, build: Callable[[str], object]) -> Iterator[str]:
        """The URL of a clone of `template`, which `build` fills when it is first asked for."""
        if template not in self._made:
            self._copy(self.template_dbname, template)
            build(self.url(template))
            self._made.add(template)
        with self.clone(template) as url:
            yield url

    def _copy(self, template: str, name: str) -> None:
        """Copy the files, as a short template is quickest to copy."""
        self.admin.execute(f"create database {name} template {template} strategy file_copy")


def memory() -> Path | None:
    """Shared memory if it has room and may hold programs, which spares the disk."""
    shm = Path("/dev/shm")
    if not os.access(shm, os.W_OK):
        return None
    status = os.statvfs(shm)
    has_room = status.f_bavail * status.f_frsize >= 1 << 30
    return shm if has_room and not status.f_flag & os.ST_NOEXEC else None


@contextmanager
def started(major: int, settings: Mapping[str, str] | None = None) -> Iterator[Cluster]:
    """A server of that version. Without it the tests fail: they never skip."""
    try:
        installation = (
            servers.Installation.embedded()
            if major == 18
            else servers.Installation.at(Path(f"/usr/lib/postgresql/{major}/bin"))
        )
        running = servers.throwaway(installation, {**SETTINGS, **(settings or {})}, memory())
        server = running.__enter__()
    except servers.ServerError as error:
        pytest.fail(f"No Postgres {major} to test on. {error} {error.hint}".strip(), pytrace=False)
    try:
        cluster = Cluster(server)
        with cluster.admin:
            yield cluster
    finally:
        running.__exit__(None, None, None)


def filled_by(build: Callable[[str], object]) -> Callable[..., None]:
    """What `load` of a `noproc` fixture takes, from what takes the URL of a database."""

    def load(*, autocommit: bool, **where: Any) -> None:
        build(psycopg.conninfo.make_conninfo(**where))

    return load
