"""Receives a table and dies at a chosen moment, as by kill -9: run by test_resuming."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import psycopg

from amity import sync_connections
from amity.receiver import Secrets, open_source, over_postgres, receive_tables, rows, transfers


def dying(function: Callable[..., Any], nth: int) -> Callable[..., Any]:
    """The function, after whose nth call this process is no more."""
    left = nth

    def called(*arguments: Any, **named: Any) -> Any:
        nonlocal left
        given = function(*arguments, **named)
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return given

    return called


def main() -> None:
    here, site, token, login, table, strategy, moment, nth = json.loads(sys.argv[1])
    match moment:
        case "a page has arrived":
            source = over_postgres.PostgresSource
            source.pull = dying(source.pull, nth)  # type: ignore[method-assign]
        case "half of it is written":
            rows._at_once = dying(rows._at_once, nth)
        case "its place is noted":
            going = transfers._Going
            going._advanced = dying(going._advanced, nth)  # type: ignore[method-assign]
        case "it is committed":
            going = transfers._Going
            going._keep = dying(going._keep, nth)  # type: ignore[method-assign]
    with psycopg.connect(here, autocommit=True) as conn:
        (found,) = sync_connections.find(site).on(conn)
        secrets = Secrets(token, login=login)
        with open_source(found.site_url, secrets, allow_private=True) as opened:
            (received,) = receive_tables(
                conn, opened, found, [table], strategy=strategy, page=10, step=lambda *_: None
            )
    assert received.problem is None, received.problem


main()
