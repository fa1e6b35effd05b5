"""A connection to the database whose failures are sentences, and ways to show where it leads."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import Connection, IsolationLevel
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Conninfo

from amity.migrations.errors import ServerTooOld, cannot_connect, explained

OLDEST = 15


@contextmanager
def connected(database: str, doing: str) -> Iterator[Connection]:
    """Open a connection; whatever Postgres refuses inside the block becomes a Problem.

    Args:
        database: a URL or connection string, as libpq takes them; "" means the PG* variables.
        doing: the beginning of the sentence, should Postgres refuse something.

    Raises:
        BadUrl, DatabaseUnreachable, WrongPassword, ServerTooOld, and what `explained` gives.
    """
    try:
        connection = psycopg.connect(database, autocommit=True, **_defaults(database))
    except psycopg.Error as error:
        raise cannot_connect(error) from error
    with connection:
        if connection.info.server_version < OLDEST * 10_000:
            found = connection.info.server_version // 10_000
            raise ServerTooOld(
                f"This server is Postgres {found}; Amity needs {OLDEST} or later.",
                "Upgrade the server, or choose another one.",
            )
        # Whoever waited for the lock must see what the one before has written.
        connection.isolation_level = IsolationLevel.READ_COMMITTED
        # A pooler hands out another session next time, which knows no prepared statement.
        connection.prepare_threshold = None
        try:
            yield connection
        except psycopg.Error as error:
            raise explained(error, doing) from error


def _defaults(database: str) -> dict[str, Any]:
    """Give what a connection gets unless it was said: a name, and an end to waiting."""
    defaults: dict[str, Any] = {"fallback_application_name": "amity"}
    if "PGCONNECT_TIMEOUT" not in os.environ and "connect_timeout" not in database:
        defaults["connect_timeout"] = 10
    return defaults


def masked(database: str) -> str:
    """Give a URL or connection string without its password, for showing.

    >>> masked("postgresql://ada:s@cret@localhost/app")
    'postgresql://ada:***@localhost/app'
    """
    database = re.sub(r"(://[^:/?@]*):.*@", r"\1:***@", database)
    return re.sub(r"(password\s*=\s*)('(?:\\.|[^'])*'|[^\s&]+)", r"\1***", database)


def whereabouts(database: str) -> str:
    """Say which database a URL means, as `app on localhost:5432`."""
    environment = {
        option.keyword.decode(): option.val.decode()
        for option in Conninfo.get_defaults()
        if option.val is not None
    }
    try:
        means: dict[str, Any] = environment | conninfo_to_dict(database)
    except psycopg.Error:
        return masked(database)
    name = means.get("dbname") or means.get("user") or "the database"
    host = means.get("host") or means.get("hostaddr") or "the local socket"
    return f"{name} on {host}:{means.get('port')}"
