"""Around a transfer, at the database here: one at a time, and what it refuses is a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

import psycopg

from amity.errors import Refusal
from amity.receiver.errors import Busy, CannotReceive, SiteUnreachable, shown

__all__ = ["held", "sentences"]

Conn = psycopg.Connection[Any]

_LOCK_PATIENCE = "5s"


@contextmanager
def held(conn: Conn, connection: UUID, table: str) -> Iterator[None]:
    """One at a time receives a table through a connection, until its session ends.

    Raises:
        Busy: somebody else does.
    """
    key = f"amity sync {connection} {table}"
    try:
        with conn.transaction():
            # a moment of patience: whoever was killed just now still holds it
            conn.execute("select set_config('lock_timeout', %s, true)", [_LOCK_PATIENCE])
            conn.execute("select pg_advisory_lock(hashtextextended(%s, 18))", [key])
    except psycopg.errors.LockNotAvailable:
        raise Busy(
            f"{table} is being received already, by somebody else.", "Wait until that is done."
        ) from None
    try:
        yield
    finally:
        with suppress(psycopg.Error):
            conn.execute("select pg_advisory_unlock(hashtextextended(%s, 18))", [key])


@contextmanager
def sentences(conn: Conn, table: str) -> Iterator[None]:
    """Make a sentence of what the database here refuses, as long as it is there at all.

    And where the site is gone on the way, say what is to be done about that.
    """
    try:
        yield
    except Refusal as refusal:
        raise CannotReceive(f"{table} takes nothing more: {refusal}.", refusal.hint) from refusal
    except SiteUnreachable as problem:
        problem.hint = "What has arrived is kept; run this again to go on."
        raise
    except psycopg.Error as error:
        if conn.broken:
            raise
        raise CannotReceive(
            f"{table} takes nothing: {shown(error.diag.message_primary or error)}.",
            "What was written before is kept; run this again to go on.",
        ) from error
