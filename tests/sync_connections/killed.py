"""Receives a table and dies at a chosen moment, as by kill -9: in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
from support.patience import PATIENCE

from amity import sync_connections
from amity.receiver import Secrets, open_source, over_postgres, receive_tables, rows, transfers

# One process loads what all of them need, and each of them is a fork of that.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["amity.receiver.over_postgres"])


def killed(here: str, site: UUID, secrets: Secrets, table: str, moment: str, nth: int) -> int:
    """How a process ended that appends to a table and dies at that moment, if it gets there."""
    process = _PROCESSES.Process(target=_receive, args=(here, site, secrets, table, moment, nth))
    process.start()
    process.join(PATIENCE)
    if process.exitcode is None:
        process.kill()
        raise AssertionError("it neither died nor came to its end")
    return process.exitcode


def _receive(here: str, site: UUID, secrets: Secrets, table: str, moment: str, nth: int) -> None:
    match moment:
        case "a page has arrived":
            source = over_postgres.PostgresSource
            source.pull = _dying(source.pull, nth)  # type: ignore[method-assign]
        case "half of it is written":
            rows._at_once = _dying(rows._at_once, nth)
        case "its place is noted":
            going = transfers._Going
            going._advanced = _dying(going._advanced, nth)  # type: ignore[method-assign]
        case "it is committed":
            going = transfers._Going
            going._keep = _dying(going._keep, nth)  # type: ignore[method-assign]
    with psycopg.connect(here, autocommit=True) as conn:
        (found,) = sync_connections.find(site).on(conn)
        with open_source(found.site_url, secrets, allow_private=True) as opened:
            (received,) = receive_tables(conn, opened, found, [table], strategy="append", page=10)
    assert received.problem is None, received.problem


def _dying(function: Callable[..., Any], nth: int) -> Callable[..., Any]:
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
