"""One run at a time receives a table through a connection."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import UUID, uuid4

import psycopg

from amity import sync_connections
from amity.calls import Conn
from amity.sync_connections.receiver.errors import SyncBusyError

_PATIENCE = 5.0


@contextmanager
def leased(conn: Conn, connection: UUID, table: str) -> Iterator[UUID]:
    """Let no other run receive this table through this connection; gives the id of this one."""
    holder = uuid4()
    # a session whose client was killed is there for a moment
    deadline = time.monotonic() + _PATIENCE
    while not _lease(conn, connection, table, holder):
        if time.monotonic() >= deadline:
            raise busy(table)
        time.sleep(0.1)
    try:
        yield holder
    finally:
        with suppress(psycopg.Error):
            sync_connections.release(connection, table, holder).on(conn)


def _lease(conn: Conn, connection: UUID, table: str, holder: UUID) -> bool:
    try:
        with conn.transaction():
            # while a page is written, its run holds the row
            conn.execute("set local lock_timeout = '5s'")
            return sync_connections.lease(connection, table, holder).on(conn)
    except psycopg.errors.LockNotAvailable:
        return False


def busy(table: str) -> SyncBusyError:
    """Make the error for a table that another run receives."""
    return SyncBusyError(f"Another session is receiving {table}.", "Wait until it has finished.")
