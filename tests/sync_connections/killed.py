"""Receives a table and dies at a chosen moment, as by kill -9: in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
from support.patience import PATIENCE

from amity import sync_connections
from amity.sync_connections.receiver import Options, Secrets, open_source, receive_tables, tables
from amity.sync_connections.receiver.page_writer import PageWriter
from amity.sync_connections.receiver.postgres_source import PostgresSource
from amity.sync_connections.receiver.transfer import Transfer

if TYPE_CHECKING:
    from amity.sync_connections import Strategy

# One process loads what all of them need, and each of them is a fork of that.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["amity.sync_connections.receiver.postgres_source"])


def killed(*arguments: Any) -> int:
    """How a process ended that receives a table and dies at a moment, if it gets there."""
    process = _PROCESSES.Process(target=_receive, args=arguments)
    process.start()
    process.join(PATIENCE)
    if process.exitcode is None:
        process.kill()
        raise AssertionError("it neither died nor came to its end")
    return process.exitcode


def _receive(
    here: str, site: UUID, secrets: Secrets, table: str, strategy: Strategy, moment: str, nth: int
) -> None:
    match moment:
        case "a page has arrived":
            PostgresSource.pull = _dying(PostgresSource.pull, nth)  # type: ignore[method-assign]
        case "half of it is written":
            PageWriter._copy = _dying(PageWriter._copy, nth)  # type: ignore[method-assign]
        case "its place is noted":
            Transfer._advance = _dying(Transfer._advance, nth)  # type: ignore[method-assign]
        case "it is committed":
            Transfer._store = _dying(Transfer._store, nth)  # type: ignore[method-assign]
        case "all of it is moved":
            tables.move = _dying(tables.move, nth)
        case "its end is noted":
            tables._complete = _dying(tables._complete, nth)
        case "the move is committed":
            tables._move = _dying(tables._move, nth)
    with psycopg.connect(here, autocommit=True) as conn:
        found = sync_connections.find(site).on(conn)
        assert found
        with open_source(found.site_url, secrets, allow_private=True) as opened:
            (received,) = receive_tables(conn, opened, found, [table], Options(strategy, 10))
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
