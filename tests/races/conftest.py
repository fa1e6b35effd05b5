"""What the races share: a database, a session that watches, and as many as a race needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import psycopg
import pytest
from races.stage import Session


@pytest.fixture
def watch(database: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A session that sees everything and holds no lock."""
    with psycopg.connect(database, autocommit=True) as conn:
        yield conn


@pytest.fixture
def session(database: str) -> Iterator[Callable[[], Session]]:
    """Give a function that opens one more session."""
    with ExitStack() as stack:

        def open_() -> Session:
            opened = Session(database)
            stack.callback(opened.close)
            return opened

        yield open_
