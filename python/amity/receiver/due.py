"""What is to be received by itself: once, for whoever calls, a line of cron for instance."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import psycopg

from amity import sync_connections
from amity.errors import AmityError
from amity.receiver.errors import Busy, CannotReceive
from amity.receiver.secrets import Secrets
from amity.receiver.sources import open_source
from amity.receiver.tables import Received, Step, receive_tables, wanted
from amity.receiver.transfers import PAGE
from amity.sync_connections import SyncConnection

__all__ = ["Ran", "run_due"]

Conn = psycopg.Connection[Any]


@dataclass(slots=True)
class Ran:
    """What became of a connection: its tables, or what stood in the way of all of them."""

    site: SyncConnection
    received: list[Received] = field(default_factory=list)
    problem: AmityError | None = None


def run_due(
    conn: Conn,
    secrets: Callable[[SyncConnection], Secrets],
    *,
    allow_private: bool = False,
    page: int = PAGE,
    step: Step = lambda _table, _transfer: None,
    wait: Callable[[float], None] = time.sleep,
) -> Iterator[Ran]:
    """Receive every table that is due or was cut off, connection by connection.

    Args:
        conn: an autocommit connection to the database here.
        secrets: gives what opens a site; may raise an AmityError.
        allow_private: whether private hosts are asked.
        page: how many records are asked for at once.
        step: is called after every page.
        wait: is called with seconds where a site says that we ask too often.

    A connection that fails does not keep the next one from being tried. Of two who do this at
    once, one receives a table and the other finds that it is not due any more.
    """
    for site, names in _due(conn).values():
        ran = Ran(site)
        try:
            taken = list(_taken(conn, ran, names))
            with open_source(site.site_url, secrets(site), allow_private=allow_private) as source:
                ran.received += receive_tables(
                    conn,
                    source,
                    site,
                    taken,
                    page=page,
                    only_if=partial(_is_due, conn, site),
                    step=step,
                    wait=wait,
                )
        except AmityError as problem:
            ran.problem = problem
        for received in ran.received:
            # whoever was quicker does it
            if isinstance(received.problem, Busy):
                received.problem = None
        yield ran


def _taken(conn: Conn, ran: Ran, names: list[str]) -> Iterator[str]:
    """Give those that the connection here takes; of the others, note why not."""
    for name in dict.fromkeys(names):
        try:
            yield from wanted(conn, ran.site, [name])
        except CannotReceive as problem:
            ran.received.append(Received(name, problem=problem))


def _due(conn: Conn) -> dict[Any, tuple[SyncConnection, list[str]]]:
    """Give the connections that have something to do, and their tables."""
    found: dict[Any, tuple[SyncConnection, list[str]]] = {}
    names: dict[Any, list[str]] = {}
    for due in sync_connections.due().on(conn):
        names.setdefault(due.sync_connection_id, []).append(due.table_name)
    for site in sync_connections.every(limit=1_000_000).on(conn):
        if site.auto_sync_enabled and site.status == "active":
            cut_off = [each.table_name for each in sync_connections.unfinished(site.id).on(conn)]
            tables = [*names.get(site.id, []), *cut_off]
            if tables:
                found[site.id] = site, tables
    return found


def _is_due(conn: Conn, site: SyncConnection, table: str) -> bool:
    """Whether it still is, now that nobody else can begin with it."""
    if sync_connections.unfinished(site.id, table).on(conn):
        return True
    return any(
        (due.sync_connection_id, due.table_name) == (site.id, table)
        for due in sync_connections.due().on(conn)
    )
