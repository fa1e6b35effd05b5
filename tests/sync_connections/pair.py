"""Two sites: one offers tables, the other receives them, over Postgres or over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, LiteralString, Self
from urllib.parse import urlsplit

import psycopg
from psycopg import sql
from support.clusters import Cluster
from sync_connections.rest import Rest, jwt, served
from sync_connections.site import Site, sending

from amity import sync_connections
from amity.sync_connections import SyncConnection, SyncTransfer
from amity.sync_connections.receiver import (
    Options,
    Secrets,
    TableResult,
    open_source,
    receive_tables,
    writable,
)
from amity.sync_connections.receiver.options import PAGE_SIZE
from amity.sync_connections.receiver.source import Source

# every schema that there is here
EVERY_TABLE = """
update amity.sync_connections set writable_tables = array(
  select format('%I.*', nspname) from pg_namespace where nspname !~ '^(pg_|amity|information)'
) where direction = 'receiver'
"""


@dataclass
class Pair:
    """The two databases and, once they are introduced, what each knows of the other."""

    here: str
    there: str
    server: Cluster
    """Where the sending site is."""
    sender: Site = field(init=False)
    site: SyncConnection = field(init=False)

    @property
    def address(self) -> str:
        """The sending database's URL, as a stranger uses it: over TCP, without a password."""
        name = urlsplit(self.there).path.strip("/")
        return f"postgresql://postgres@127.0.0.1:{self.server.server.port}/{name}"

    @property
    def secrets(self) -> Secrets:
        return Secrets(self.sender.token, login=self.server.server.password)

    def introduce(self, setup: LiteralString, *offered: str, **how: Any) -> Self:
        """Makes the same tables on both sides, offers those there, and connects the two."""
        self.sender = sending(self.there, setup, *offered, **how)
        with psycopg.connect(self.here) as conn:
            if setup:
                conn.execute(setup)
        self.site = self.connect(self.address)
        return self

    def connect(self, url: str, name: str = "A") -> SyncConnection:
        with psycopg.connect(self.here) as conn:
            made = sync_connections.create(name, url, direction="receiver").on(conn)
            conn.execute(EVERY_TABLE)
            return sync_connections.approve(made.id).on(conn)

    def run_there(self, statement: LiteralString, *values: Any) -> list[tuple[Any, ...]]:
        return run(self.there, statement, *values)

    def run_here(self, statement: LiteralString, *values: Any) -> list[tuple[Any, ...]]:
        return run(self.here, statement, *values)

    @contextmanager
    def source(self, url: str | None = None, secrets: Secrets | None = None) -> Iterator[Source]:
        opens = secrets or self.secrets
        with open_source(url or self.site.site_url, opens, allow_private=True) as source:
            yield source

    def pull(self, *tables: str, source: Source | None = None, **how: Any) -> list[TableResult]:
        """Receives tables; what stood in the way of one is in what it gives."""
        how = {"wait": no_waiting, **how}
        if step := how.pop("step", None):
            how["progress"] = lambda table, transfer, _: step(table, transfer)
        options = Options(how.pop("strategy", None), how.pop("page", PAGE_SIZE), **how)
        with psycopg.connect(self.here, autocommit=True) as conn:
            names = writable(conn, self.site, tables)
            if source:
                return receive_tables(conn, source, self.site, names, options)
            with self.source() as opened:
                return receive_tables(conn, opened, self.site, names, options)

    def pulled(self, table: str, **how: Any) -> SyncTransfer:
        """Receives a table to its end."""
        (received,) = self.pull(table, **how)
        if received.problem:
            raise received.problem
        assert received.receipt
        return received.receipt.transfer

    def rows(self, url: str, table: str) -> list[str]:
        name = sql.Identifier(*table.split("."))
        query = sql.SQL("select t::text from {} as t order by t::text").format(name)
        return [row for (row,) in run(url, query)]

    def transfers(self) -> list[SyncTransfer]:
        with psycopg.connect(self.here) as conn:
            return sync_connections.transfers(self.site.id).on(conn)

    def transfers_of(self) -> list[tuple[Any, ...]]:
        return self.run_here("select id from amity.sync_transfers where direction = 'receive'")

    @contextmanager
    def rest(self) -> Iterator[Rest]:
        """A PostgREST of the sending database, as far as we need one."""
        with served(self.there) as rest:
            yield rest

    @contextmanager
    def over(self, way: str) -> Iterator[tuple[str, Secrets]]:
        """The sending site's URL over Postgres or over HTTP, and what opens it there."""
        if way == "postgres":
            yield self.address, self.secrets
        else:
            with self.rest() as rest:
                yield rest.url, replace(self.secrets, login=jwt(role="amity_receiver"))


def run(url: str, statement: Any, *values: Any) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as conn:
        for setting in ("timezone = 'UTC'", "lc_monetary = 'C'", "search_path = pg_catalog"):
            conn.execute(f"set {setting}")  # type: ignore[call-overload]
        cursor = conn.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def no_waiting(seconds: float) -> None:
    raise AssertionError(f"nothing here says to wait {seconds} seconds")
