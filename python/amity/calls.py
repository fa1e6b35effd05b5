"""One definition of a call, for both kinds of connection."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, LiteralString, TypeVar, overload
from uuid import UUID

import psycopg
from psycopg.rows import class_row, scalar_row

from amity.refusals import InvalidInput, refusal_for

__all__ = ["FIRST_PAGE", "Call", "many", "nothing", "one", "value", "values"]

# Pages are newest first and begin after a (moment, id); the first begins after what no row reaches.
FIRST_PAGE = ("infinity", UUID(int=(1 << 128) - 1))

Connection = psycopg.Connection[Any] | psycopg.AsyncConnection[Any]
T = TypeVar("T")
Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One statement to the database, not yet made: what it asks, and what comes back.

    ``call.on(conn)`` runs it, on an asynchronous connection ``await call.on(aconn)``: one round
    trip. It is never prepared: behind a pooler, another client's statement may have the same name.
    """

    query: LiteralString
    values: Sequence[Any]
    row_factory: Any
    read: Callable[[list[Any]], T]

    def __post_init__(self) -> None:
        """Refuses a moment without a time zone: it would be one of the database session's."""
        for given in self.values:
            if isinstance(given, datetime) and given.tzinfo is None:
                raise InvalidInput(
                    f"{given} has no time zone", hint="Give it one, as datetime.now(UTC) does."
                )

    @overload
    def on(self, conn: psycopg.Connection[Any]) -> T: ...

    @overload
    def on(self, conn: psycopg.AsyncConnection[Any]) -> Coroutine[Any, Any, T]: ...

    def on(self, conn: Connection) -> T | Coroutine[Any, Any, T]:
        """Runs on a connection; on an asynchronous one, when awaited.

        What the database refuses is a :class:`~amity.refusals.Refusal`.
        """
        if isinstance(conn, psycopg.AsyncConnection):
            return self._on_async(conn)
        try:
            with conn.cursor(row_factory=self.row_factory) as cursor:
                cursor.execute(self.query, self.values, prepare=False)
                return self.read(cursor.fetchall())
        except (psycopg.Error, UnicodeError) as error:
            raise refusal_for(error) or error from None

    async def _on_async(self, conn: psycopg.AsyncConnection[Any]) -> T:
        try:
            async with conn.cursor(row_factory=self.row_factory) as cursor:
                await cursor.execute(self.query, self.values, prepare=False)
                return self.read(await cursor.fetchall())
        except (psycopg.Error, UnicodeError) as error:
            raise refusal_for(error) or error from None


def one(record: type[Record], query: LiteralString, *values: Any) -> Call[Record]:
    """A call that gives exactly one record."""
    return Call(query, values, class_row(record), _only)


def many(record: type[Record], query: LiteralString, *values: Any) -> Call[list[Record]]:
    """A call that gives any number of records."""
    return Call(query, values, class_row(record), _all)


def value(query: LiteralString, *values: Any) -> Call[Any]:
    """A call that gives one value."""
    return Call(query, values, scalar_row, _only)


def values(query: LiteralString, *values: Any) -> Call[list[Any]]:
    """A call that gives a list of values."""
    return Call(query, values, scalar_row, _all)


def nothing(query: LiteralString, *values: Any) -> Call[None]:
    """A call that only does something."""
    return Call(query, values, scalar_row, _none)


def _only(rows: list[Any]) -> Any:
    (row,) = rows
    return row


def _all(rows: list[Any]) -> Any:
    return rows


def _none(_rows: list[Any]) -> None:
    return None
