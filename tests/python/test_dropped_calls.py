"""A call that is dropped before it ran warns, as a coroutine does that was never awaited."""

from __future__ import annotations

import gc
import subprocess
import sys
import warnings
from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

import psycopg
import pytest

from amity import connections, follows, step_backs
from amity.calls import CallNotRunWarning
from amity.errors import InvalidInput, NoActor


@pytest.fixture
def caught() -> Iterator[list[warnings.WarningMessage]]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield caught


def test_it_warns_where_it_is_dropped(caught: list[warnings.WarningMessage]) -> None:
    follows.follow(uuid4())
    line = sys._getframe().f_lineno - 1
    (found,) = caught
    assert issubclass(found.category, CallNotRunWarning)
    assert (found.filename, found.lineno) == (__file__, line)
    assert "amity.follow(" in str(found.message)


def test_it_shows_no_value(caught: list[warnings.WarningMessage]) -> None:
    assert "s3cret" not in repr(connections.request("s3cret"))
    assert len(caught) == 1
    assert "s3cret" not in str(caught[0].message)


def test_a_call_that_is_kept_does_not_warn(caught: list[warnings.WarningMessage]) -> None:
    call = follows.follow(uuid4())
    gc.collect()
    assert not caught
    del call
    assert len(caught) == 1


def test_a_call_that_ran_does_not_warn(
    conn: psycopg.Connection, caught: list[warnings.WarningMessage]
) -> None:
    call = connections.pending_count()
    assert call.on(conn) == call.on(conn) == 0
    del call
    with pytest.raises(NoActor), conn.transaction():
        follows.follow(uuid4()).on(conn)
    assert not caught


async def test_an_awaited_call_does_not_warn(
    database: str, caught: list[warnings.WarningMessage]
) -> None:
    async with await psycopg.AsyncConnection.connect(database) as conn:
        assert await connections.pending_count().on(conn) == 0
        with pytest.raises(NoActor):
            await follows.follow(uuid4()).on(conn)
    assert not caught


async def test_one_that_is_not_awaited_warns_once(
    database: str, caught: list[warnings.WarningMessage]
) -> None:
    """Python itself warns of the coroutine."""
    async with await psycopg.AsyncConnection.connect(database) as conn:
        connections.pending_count().on(conn)
    assert [found.category for found in caught] == [RuntimeWarning]
    assert "never awaited" in str(caught[0].message)


def test_a_refused_call_does_not_warn(caught: list[warnings.WarningMessage]) -> None:
    with pytest.raises(InvalidInput):
        step_backs.step_back_from(uuid4(), until=datetime(2030, 1, 1))  # noqa: DTZ001 - the point
    gc.collect()
    assert not caught


def ended(program: str, *options: str) -> str:
    """What a program writes to stderr."""
    done = subprocess.run(
        [sys.executable, *options, "-c", f"from amity import follows\n{program}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr


def test_the_end_of_a_program_does_not_warn() -> None:
    assert not ended("call = follows.follow('x')\ncycle = [call]\ncycle.append(cycle)")


def test_it_is_shown_by_default() -> None:
    assert "CallNotRunWarning" in ended("follows.follow('x')")


def test_tracemalloc_tells_where_it_was_made() -> None:
    program = "def make():\n    return follows.follow('x')\ncall = make()\ndel call"
    assert 'File "<string>", lineno 3' in ended(program, "-X", "tracemalloc=9")
