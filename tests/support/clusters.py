"""The servers under test and their databases: each one a fresh clone of a template."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from amity import servers

VERSIONS = (15, 18)

# Nothing runs by itself during a test; and a clone, which is a copy of files, costs little.
SETTINGS = {"autovacuum": "off", "wal_level": "minimal", "max_wal_senders": "0"}


class Cluster:
    """A running server under test."""

    def __init__(self, server: servers.Server) -> None:
        self.server = server
        self.major = server.major
        self.bindir = server.bindir
        self.admin = psycopg.connect(self.url(), autocommit=True)
        self._templates: set[str] = set()
        self._names = (f"clone_{number}" for number in itertools.count(1))

    def url(self, dbname: str = "postgres", user: str = "postgres") -> str:
        """The URL of a database there, for any role: the socket asks for no password."""
        socket_dir = quote(str(self.server.socket_dir), safe="")
        return f"postgresql://{user}@/{dbname}?host={socket_dir}&port={self.server.port}"

    @contextmanager
    def database(self, template: str, build: Callable[[str], object]) -> Iterator[str]:
        """The URL of a clone of `template`, which `build` fills when it is first asked for."""
        if template not in self._templates:
            self.admin.execute(f"create database {template} template template0")
            build(self.url(template))
            self._templates.add(template)
        name = next(self._names)
        self.admin.execute(f"create database {name} template {template} strategy file_copy")
        try:
            yield self.url(name)
        finally:
            self.admin.execute(f"drop database if exists {name} with (force)")


@contextmanager
def started(major: int) -> Iterator[Cluster]:
    """The server of that version. Without it the tests fail: they never skip."""
    try:
        installation = (
            servers.Installation.embedded()
            if major == 18
            else servers.Installation.at(Path(f"/usr/lib/postgresql/{major}/bin"))
        )
        running = servers.throwaway(installation, SETTINGS)
        server = running.__enter__()
    except servers.ServerError as error:
        pytest.fail(f"No Postgres {major} to test on. {error} {error.hint}".strip(), pytrace=False)
    try:
        cluster = Cluster(server)
        with cluster.admin:
            yield cluster
    finally:
        running.__exit__(None, None, None)
