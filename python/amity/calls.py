"""One definition of a call, for both kinds of connection."""

import reprlib
import sys
import warnings
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, LiteralString, TypeVar, overload
from uuid import UUID

import psycopg
from psycopg.rows import class_row, scalar_row
from psycopg.types.string import TextBinaryLoader

from amity.database import expect_connection, translated
from amity.errors import InvalidInput

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")
Conn = psycopg.Connection[Any]
Id = UUID | str
"""A uuid, or its text."""

# Before the first page: a moment that no row has, and whatever orders rows of the same moment.
_NEWEST = ("infinity", UUID(int=(1 << 128) - 1))


class CallNotRunWarning(RuntimeWarning):
    """A call was dropped before it ran, so nothing happened; ``tracemalloc`` tells who made it."""


@dataclass(eq=False, slots=True)
class Call(Generic[T_co]):
    """One statement that was not sent yet: ``call.on(conn)`` runs it, in one round trip.

    It is never prepared: behind a pooler, another client's statement may have the same name.
    """

    _query: LiteralString
    _values: Sequence[Any] = field(repr=False)  # a password may be among them
    _row_factory: Any = field(repr=False)
    _read: Callable[[list[Any]], T_co] = field(repr=False)
    # a call that is refused below can be dropped
    _may_be_dropped: bool = field(default=True, init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuses a moment without a time zone: it would be one of the database session's."""
        for given in self._values:
            if isinstance(given, datetime) and given.tzinfo is None:
                raise InvalidInput(
                    f"{given} has no time zone", "Give it one, as datetime.now(UTC) does."
                )
        self._may_be_dropped = False

    def __del__(self) -> None:
        if not self._may_be_dropped and not sys.is_finalizing():
            message = f"This call was never run: {self._query}. `.on(conn)` runs it."
            warnings.warn(message, CallNotRunWarning, stacklevel=2, source=self)

    @overload
    def on(self, conn: Conn) -> T_co: ...

    @overload
    def on(self, conn: psycopg.AsyncConnection[Any]) -> Coroutine[Any, Any, T_co]: ...

    def on(self, conn: Conn | psycopg.AsyncConnection[Any]) -> T_co | Coroutine[Any, Any, T_co]:
        """Runs on a connection; on an asynchronous one, when awaited: ``await call.on(aconn)``.

        What the database refuses is a :class:`~amity.errors.Refusal`.
        """
        self._may_be_dropped = True
        if isinstance(conn, psycopg.AsyncConnection):
            return self._on_async(conn)
        expect_connection(conn, psycopg.Connection, "`on` takes a Connection or AsyncConnection")
        try:
            with conn.cursor(row_factory=self._row_factory) as cursor:
                cursor.execute(self._query, self._values, prepare=False, binary=_binary(cursor))
                return self._read(cursor.fetchall())
        except (psycopg.Error, UnicodeError) as error:
            raise translated(error) from None

    async def _on_async(self, conn: psycopg.AsyncConnection[Any]) -> T_co:
        try:
            async with conn.cursor(row_factory=self._row_factory) as cursor:
                binary = _binary(cursor)
                await cursor.execute(self._query, self._values, prepare=False, binary=binary)
                return self._read(await cursor.fetchall())
        except (psycopg.Error, UnicodeError) as error:
            raise translated(error) from None


def _binary(cursor: psycopg.Cursor[Any] | psycopg.AsyncCursor[Any]) -> bool | None:
    """Tell to ask for binary values where the session writes moments as psycopg cannot read them.

    Other types, such as enums, are text all the same.
    """
    status = cursor.connection.info.parameter_status
    if (status("DateStyle") or "ISO").startswith("ISO") and (
        (status("IntervalStyle") or "postgres") == "postgres"
    ):
        return None
    cursor.adapters.register_loader(0, TextBinaryLoader)
    return True


def one(record: type[T], query: LiteralString, *values: Any) -> Call[T]:
    """A call that gives exactly one record."""
    return Call(query, values, class_row(record), _only)


def function(record: type[T], name: LiteralString, *values: Any) -> Call[T]:
    """A call of a function of the schema amity, which returns exactly one record."""
    placeholders = ", ".join(["%s"] * len(values))
    return one(record, f"select * from amity.{name}({placeholders})", *values)  # noqa: S608


def optional(record: type[T], query: LiteralString, *values: Any) -> Call[T | None]:
    """A call that gives one record or none."""
    return Call(query, values, class_row(record), lambda rows: _only(rows) if rows else None)


def many(record: type[T], query: LiteralString, *values: Any) -> Call[list[T]]:
    """A call that gives any number of records."""
    return Call(query, values, class_row(record), list)


def value(_kind: type[T], query: LiteralString, *values: Any) -> Call[T]:
    """A call that gives one value of that type."""
    return Call(query, values, scalar_row, _only)


def values(_kind: type[T], query: LiteralString, *values: Any) -> Call[list[T]]:
    """A call that gives a list of values of that type."""
    return Call(query, values, scalar_row, list)


def nothing(query: LiteralString, *values: Any) -> Call[None]:
    """A call that only does something."""
    return Call(query, values, scalar_row, lambda _rows: None)


def page(
    record: type[T],
    table: LiteralString,
    limit: int,
    after: T | None,
    *values: Any,
    mine: LiteralString | None = None,
    where: LiteralString = "true",
    by: tuple[LiteralString, ...] = ("created_at", "id"),
) -> Call[list[T]]:
    """A call that gives a page of a table or view of the schema amity, newest first.

    :param limit: at most so many records.
    :param after: the last record of the page before; ``None`` is the first page.
    :param values: those of the placeholders in ``where``.
    :param mine: a column with a person: only the rows of the person who is speaking.
    :param by: the columns that tell its rows apart: first a moment, then an id.
    """
    if mine:
        where = f"{mine} = (select amity.me()) and {where}"
    begin = _begin(by, after)
    return many(
        record,
        # row security lets an index begin at a moment, though not where an action tells rows apart
        f"select * from amity.{table}"  # noqa: S608 - literals
        f" where {where} and {by[0]} <= %s and ({', '.join(by)}) < ({', '.join(['%s'] * len(by))})"
        f" order by {', '.join(f'{column} desc' for column in by)} limit %s",
        *values,
        begin[0],
        *begin,
        limit,
    )


def listed(
    record: type[T],
    name: LiteralString,
    limit: int,
    after: object | None,
    *values: Any,
    by: tuple[LiteralString, ...],
) -> Call[list[T]]:
    """A call of a function of the schema amity that gives a page of a list, newest first.

    :param values: whose list it is, where there is more than one.
    :param by: as of :func:`page`.
    """
    places = ", ".join(["%s"] * (len(values) + 1 + len(by)))
    query = f"select * from amity.{name}({places})"  # noqa: S608 - literals
    return many(record, query, *values, limit, *_begin(by, after))


def _begin(by: tuple[LiteralString, ...], after: object | None) -> Sequence[Any]:
    if after is None:
        return _NEWEST + (None,) * len(by[2:])
    try:
        return [getattr(after, column) for column in by]
    except AttributeError:
        raise InvalidInput(
            f"{reprlib.repr(after)} is not a record of this list",
            "Give the last record of the page before, not its id.",
        ) from None


def _only(rows: list[Any]) -> Any:
    (row,) = rows
    return row
