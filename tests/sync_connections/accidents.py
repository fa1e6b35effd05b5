"""Two sites on servers of their own, and what happens to them while one receives from the other."""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import psycopg
from psycopg.conninfo import make_conninfo
from support.callers import comes_true, is_gone
from support.clusters import memory
from support.patience import PATIENCE

from amity import migrations, servers, sync_connections
from amity.errors import AmityError
from amity.servers import cluster
from amity.sync_connections.receiver import Options, Secrets, open_source, receive_tables

# One process loads what all of them need, and each of them is a fork of that.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["amity.sync_connections.receiver.postgres_source"])

Tables = dict[Literal["overwrite", "append"], list[str]]


@dataclass
class Server:
    """A server that can be crashed; it comes back on its port."""

    home: Path
    server: servers.Server = field(init=False)

    def __post_init__(self) -> None:
        self.server = servers.start_persistent(self.home)
        migrations.up(self.server.url)

    def crash(self) -> None:
        """Stops it at once, as a loss of power does, and starts it again."""
        self.stop()
        servers.start_persistent(self.home)

    def stop(self) -> None:
        running = cluster.find(self.home / str(self.server.major) / "data")
        assert running
        os.kill(running.pid, signal.SIGQUIT)
        assert comes_true(lambda: is_gone(running.pid))

    def end_sessions(self, application: str) -> None:
        with psycopg.connect(self.server.url, autocommit=True) as conn:
            conn.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where application_name = %s",
                [application],
            )


@contextmanager
def crashing() -> Iterator[Server]:
    """A server of its own."""
    with tempfile.TemporaryDirectory(prefix="amity-test-", dir=memory()) as home:
        Path(home).chmod(0o755)
        server = Server(Path(home) / "home")
        try:
            yield server
        finally:
            server.stop()


@dataclass(frozen=True)
class Receiving:
    """What a process of its own receives, again and again."""

    here: str
    site: UUID
    secrets: Secrets
    tables: Tables
    page: int

    @contextmanager
    def started(self) -> Iterator[tuple[Any, Connection]]:
        """The process, and where it tells of each page and, at last, of each problem."""
        listening, telling = _PROCESSES.Pipe(duplex=False)
        process = _PROCESSES.Process(target=self._run, args=(telling,))
        process.start()
        telling.close()
        try:
            yield process, listening
        finally:
            process.kill()
            process.join()
            listening.close()

    def _run(self, telling: Connection) -> None:
        try:
            url = make_conninfo(self.here, application_name="receiving")
            with psycopg.connect(url, autocommit=True) as conn:
                site = sync_connections.find(self.site).on(conn)
                assert site
                with open_source(site.site_url, self.secrets, allow_private=True) as source:
                    for strategy, tables in self.tables.items():
                        options = Options(
                            *(strategy, self.page),
                            progress=lambda *_: telling.send(None),
                            mirror=strategy == "overwrite",
                        )
                        for each in receive_tables(conn, source, site, tables, options):
                            if each.problem:
                                telling.send(each.problem.slug)
                            elif each.counts.get("failed"):
                                telling.send(f"{each.table} lacks records")
        except AmityError as problem:
            telling.send(problem.slug)
        except psycopg.OperationalError:
            telling.send("the database here is lost")


def heard(listening: Connection, most: int | None = None) -> list[str]:
    """Waits for so many pages, or for the end; gives the problems."""
    problems: list[str] = []
    with suppress(EOFError, ConnectionResetError):
        while most is None or most > 0:
            assert listening.poll(PATIENCE), "it hangs"
            told = listening.recv()
            if told is not None:
                problems.append(told)
            elif most is not None:
                most -= 1
    return problems
