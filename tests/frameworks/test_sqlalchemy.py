"""In SQLAlchemy, what speaking_as does is committed by the session or connection, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from amity import blocks, speaking_as

ME = text("select amity.me()")


class Watch:
    """Ada, and what everybody else sees of her blocks."""

    def __init__(self, conn: psycopg.Connection[Any]) -> None:
        self._conn = conn
        self.ada, self.ben = uuid4(), uuid4()
        people = [self.ada, self.ben]
        conn.execute("insert into amity.people (id) select unnest(%s::uuid[])", [people])

    def committed(self) -> int:
        return len(self._conn.execute("select from amity.blocks").fetchall())


@pytest.fixture
def watch(conn: psycopg.Connection[Any]) -> Watch:
    return Watch(conn)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(database), poolclass=NullPool
    )
    yield engine
    engine.dispose()


def block(conn: Any, watch: Watch) -> None:
    with speaking_as(conn, watch.ada):
        blocks.block(watch.ben).on(conn)


def test_a_session_commits_or_not(engine: Engine, watch: Watch) -> None:
    with Session(engine) as session:
        block(session.connection().connection.driver_connection, watch)
        assert session.scalar(ME) is None
    assert watch.committed() == 0
    with Session(engine) as session, session.begin():
        block(session.connection().connection.driver_connection, watch)
        assert watch.committed() == 0
    assert watch.committed() == 1


def test_a_session_rolls_back(engine: Engine, watch: Watch) -> None:
    def fail() -> None:
        with Session(engine) as session, session.begin():
            block(session.connection().connection.driver_connection, watch)
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        fail()
    assert watch.committed() == 0


def test_a_session_speaks_and_goes_on_after_a_refusal(engine: Engine, watch: Watch) -> None:
    with Session(engine) as session, session.begin():
        conn: Any = session.connection().connection.driver_connection
        with speaking_as(conn, watch.ada):
            assert session.scalar(ME) == watch.ada
        block(conn, watch)
        with pytest.raises(blocks.errors.AlreadyBlocked):
            block(conn, watch)
        assert session.scalar(ME) is None
    assert watch.committed() == 1


def test_a_connection_commits_or_not(engine: Engine, watch: Watch) -> None:
    def act(*, fails: bool) -> None:
        with engine.begin() as connection:
            block(connection.connection.driver_connection, watch)
            assert watch.committed() == 0
            if fails:
                raise ArithmeticError

    with pytest.raises(ArithmeticError):
        act(fails=True)
    assert watch.committed() == 0
    act(fails=False)
    assert watch.committed() == 1


def test_a_connection_in_autocommit_commits_at_once(engine: Engine, watch: Watch) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        block(connection.connection.driver_connection, watch)
        assert watch.committed() == 1


async def test_an_asynchronous_session_commits_or_not(database: str, watch: Watch) -> None:
    engine = create_async_engine(
        "postgresql+psycopg://",
        async_creator=lambda: psycopg.AsyncConnection.connect(database),
        poolclass=NullPool,
    )
    for commits in (False, True):
        async with AsyncSession(engine) as session:
            await act(session, watch.ada, watch.ben)
            assert watch.committed() == 0
            if commits:
                await session.commit()
        assert watch.committed() == commits
    await engine.dispose()


async def act(session: AsyncSession, ada: UUID, ben: UUID) -> None:
    conn: Any = (await (await session.connection()).get_raw_connection()).driver_connection
    async with speaking_as(conn, ada):
        assert await session.scalar(ME) == ada
        await blocks.block(ben).on(conn)
    assert await session.scalar(ME) is None
