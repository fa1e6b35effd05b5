"""The end of the time in which stages are moved: a moment of the monotonic clock."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from amity.calls import Conn
from amity.sync_connections.receiver.errors import CannotReceiveError

# the largest that Postgres takes, in milliseconds
_LONGEST = 2**31 - 1

# A host limits the requests of people, not a table that arrives.
_LIFT = """
select set_config(name, '0', true) from pg_settings
where name in ('transaction_timeout', 'idle_in_transaction_session_timeout')
"""


def begin_move(conn: Conn, ends_at: float) -> None:
    """Let this transaction take all the time until then, whatever the host's limits are."""
    conn.execute(_LIFT)
    limit_time(conn, ends_at)


def limit_time(conn: Conn, ends_at: float) -> None:
    """Let each of the next statements of the transaction take what is left."""
    left = ends_at - time.monotonic()
    if left <= 0:
        raise _too_late()
    milliseconds = math.ceil(min(left * 1000, _LONGEST))
    conn.execute(sql.SQL("set local statement_timeout = {}").format(milliseconds))


@contextmanager
def cancelled_at(ends_at: float) -> Iterator[None]:
    """Explain what Postgres cancels then."""
    try:
        yield
    except psycopg.errors.QueryCanceled as error:
        if time.monotonic() < ends_at:
            raise
        raise _too_late() from error


def _too_late() -> CannotReceiveError:
    return CannotReceiveError(
        "Moving what has arrived has taken all the time that it may.",
        "What has arrived is kept; run this again to continue, or allow more with --max-minutes.",
    )
