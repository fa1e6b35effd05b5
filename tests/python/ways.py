"""Both ways to run one call: on a connection, and on an asynchronous one."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, LiteralString, TypeVar
from uuid import UUID, uuid4

import psycopg
import pytest

from amity.speaking import as_service, signed_out, speaking_as

if TYPE_CHECKING:
    from amity.calls import Call

T = TypeVar("T")
Speaker = UUID | str | None

SERVICE = "the service"
OWNER = "the owner"


@dataclass(frozen=True)
class People:
    """Four people, and the id of a stranger."""

    ada: UUID = field(default_factory=uuid4)
    ben: UUID = field(default_factory=uuid4)
    cleo: UUID = field(default_factory=uuid4)
    dan: UUID = field(default_factory=uuid4)
    stranger: UUID = field(default_factory=uuid4)

    def join(self, url: str) -> People:
        with psycopg.connect(url, autocommit=True) as conn:
            conn.execute(
                "insert into amity.people (id) select unnest(%s::uuid[])",
                [[self.ada, self.ben, self.cleo, self.dan]],
            )
        return self


class Way(ABC):
    """One transaction a call, spoken as a person, as SERVICE, or as the OWNER of the schema."""

    def tell(self, *said: tuple[Speaker, Call[Any]]) -> Any:
        """Runs one call after the other; gives what the last one gave."""
        given = None
        for speaker, call in said:
            given = self.run(speaker, call)
        return given

    @abstractmethod
    def run(self, speaker: Speaker, call: Call[T]) -> T: ...

    @abstractmethod
    def rows(
        self, speaker: Speaker, statement: LiteralString, *values: Any
    ) -> list[tuple[Any, ...]]: ...

    @abstractmethod
    def close(self) -> None: ...


class Sync(Way):
    def __init__(self, url: str) -> None:
        self.conn = psycopg.connect(url, autocommit=True)

    def run(self, speaker: Speaker, call: Call[T]) -> T:
        with _speech(self.conn, speaker):
            return call.on(self.conn)

    def rows(
        self, speaker: Speaker, statement: LiteralString, *values: Any
    ) -> list[tuple[Any, ...]]:
        with _speech(self.conn, speaker):
            return self.conn.execute(statement, values).fetchall()

    def close(self) -> None:
        self.conn.close()


class Async(Way):
    def __init__(self, url: str) -> None:
        self.loop = asyncio.Runner()
        self.conn = self.loop.run(psycopg.AsyncConnection.connect(url, autocommit=True))

    def run(self, speaker: Speaker, call: Call[T]) -> T:
        async def run() -> T:
            async with _speech(self.conn, speaker):
                return await call.on(self.conn)

        return self.loop.run(run())

    def rows(
        self, speaker: Speaker, statement: LiteralString, *values: Any
    ) -> list[tuple[Any, ...]]:
        async def run() -> list[tuple[Any, ...]]:
            async with _speech(self.conn, speaker):
                return await (await self.conn.execute(statement, values)).fetchall()

        return self.loop.run(run())

    def close(self) -> None:
        self.loop.run(self.conn.close())
        self.loop.close()


# What an asynchronous connection does otherwise is psycopg's and ours, not the server's.
WAYS = [pytest.param(Sync, id="sync"), pytest.param(Async, id="async", marks=pytest.mark.once)]


def _speech(conn: Any, speaker: Speaker) -> Any:
    if speaker == SERVICE:
        return as_service(conn)
    if speaker is None:
        return signed_out(conn)
    return conn.transaction() if speaker == OWNER else speaking_as(conn, speaker)
