"""What the races share: a database, somebody who watches, and as many sessions as a race needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import psycopg
import pytest
from races.stage import Session


@pytest.fixture
def watch(database: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Somebody who sees everything and holds nothing."""
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
