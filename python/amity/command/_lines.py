"""The lines of `amity import`: read from CSV, from JSON Lines, or from a query."""

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import psycopg

from amity.database import connected
from amity.errors import AmityError
from amity.imports import Edge, Kind, Unreadable

Names = Mapping[str, str]

COLUMNS: dict[Kind, tuple[str, ...]] = {
    "connections": ("requester", "recipient", "requested_at", "accepted_at"),
    "follows": ("follower", "followed", "created_at"),
    "blocks": ("blocker", "blocked", "created_at"),
}
"""Who, whom, and the dates, which may be missing."""

_LONGEST_KEY = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and what was read of it: a value for each of the columns, as far as there is one."""

    means: Edge | Unreadable
    said: tuple[Any, ...] = ()


class SourceUnreadable(AmityError):
    """The file cannot be opened or has nothing that could be imported."""

    slug = "source_unreadable"


class ColumnMissing(AmityError):
    """The source has no column for one of the two people."""

    slug = "column_missing"


class QueryFailed(AmityError):
    """The query gives no lines."""

    slug = "query_failed"


# What is no UTF-8 is read byte by byte, as these; the first two of UTF-16 say in which order.
_SURROGATES = re.compile("[\udc80-\udcff]")
_UTF_16 = ("\udcff\udcfe", "\udcfe\udcff")


@contextmanager
def opened(source: str) -> Iterator[BinaryIO]:
    """Open a file, or standard input for `-`.

    Raises:
        SourceUnreadable: it is not there, or is none.
    """
    if source == "-":
        yield sys.stdin.buffer
        return
    try:
        file = Path(source).open("rb")  # noqa: SIM115 - what fails later has another reason
    except OSError as error:
        raise SourceUnreadable(
            f"{source} cannot be read: {error.strerror}.", "Give a file of CSV or JSON Lines."
        ) from error
    with file:
        yield file


def of_file(source: str, file: BinaryIO, kind: Kind, names: Names) -> Generator[Line]:
    """Read lines of CSV or of JSON Lines, whichever it is.

    Raises:
        SourceUnreadable: nothing is in it; ColumnMissing.
    """
    # What is no UTF-8 is no reason to stop: its line is refused.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        first = text.readline()
        before = 0
        while first and not first.strip():
            first = text.readline()
            before += 1
        name = "standard input" if source == "-" else source
        _refuse_what_is_none(first, name)
        lines = chain([first], text)
        if first.lstrip().startswith("{"):
            yield from _of_json(lines, before, kind, names)
        else:
            try:
                yield from _of_csv(lines, before, kind, names)
            except ColumnMissing as error:
                if not _SURROGATES.search(first):
                    raise
                raise SourceUnreadable(f"{name} is not UTF-8.", "Save it as UTF-8.") from error
    finally:
        text.detach()  # closing is for whoever opened it


def _refuse_what_is_none(first: str, name: str) -> None:
    """Raise SourceUnreadable where a file begins as one without lines."""
    if not first:
        raise SourceUnreadable(f"There is nothing in {name}.", "Give a file of CSV or JSON Lines.")
    if first.startswith(_UTF_16):
        raise SourceUnreadable(
            f"{name} is UTF-16, not UTF-8.", "`iconv -f utf-16 -t utf-8` makes it so."
        )
    if first.lstrip().startswith("["):
        raise SourceUnreadable(
            f"{name} is one JSON array.", "Write one JSON object on each line: `jq -c '.[]'`."
        )


def _of_csv(lines: Iterator[str], before: int, kind: Kind, names: Names) -> Iterator[Line]:
    first = next(lines)
    delimiter = max(",;\t", key=first.count)
    header = next(csv.reader([first], delimiter=delimiter), [])
    read = _reader(kind, [column.strip() for column in header], names)
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        number = before + 2 + rows.line_num
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield Line(Unreadable(number, "line_unreadable"))
            continue
        if row:
            yield read(number, row)


def _of_json(lines: Iterator[str], before: int, kind: Kind, names: Names) -> Iterator[Line]:
    # Each object names its own columns: they are looked up by all the names that they may have.
    places = [_spellings(column, names) for column in COLUMNS[kind]]
    for number, line in enumerate(lines, before + 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            yield Line(Unreadable(number, "line_unreadable"))
            continue
        values = (next((said[key] for key in keys if key in said), None) for keys in places)
        yield _line(number, tuple(values))


def of_query(database: str, query: str, kind: Kind, names: Names) -> Iterator[Line]:
    """Read the rows of a query, a page at a time, in a transaction that can change nothing.

    Raises:
        QueryFailed: Postgres does not take it; ColumnMissing.
    """
    with connected(database, "Reading") as conn:
        conn.read_only = True
        conn.autocommit = False
        # In brackets it is one query, whatever is in it.
        bare = query.strip().rstrip(";")
        text = f"select * from (\n{bare}\n) as lines"  # noqa: S608 - their own query, and read only
        try:
            with conn.cursor("amity_import") as cursor:
                cursor.itersize = 10_000
                cursor.execute(text.encode())
                columns = [column.name for column in cursor.description or ()]
                read = _reader(kind, columns, names)
                for number, row in enumerate(cursor, 1):
                    yield read(number, row)
        except psycopg.Error as error:
            said = error.diag.message_primary or str(error).partition("\n")[0]
            raise QueryFailed(
                f"The query failed: {said}.", "Give one SELECT, as you would to psql."
            ) from error


def _spellings(column: str, names: Names) -> tuple[str, ...]:
    """Give the names that a column may have: what it was mapped to, or its own two."""
    return (names[column],) if column in names else (column, f"{column}_id")


def _reader(
    kind: Kind, header: Sequence[str], names: Names
) -> Callable[[int, Sequence[Any]], Line]:
    """Give what reads a row of such a header."""
    columns = COLUMNS[kind]
    known = {name.casefold(): place for place, name in reversed(list(enumerate(header)))}
    places = []
    for column in columns:
        spellings = _spellings(column, names)
        place = next((known[s.casefold()] for s in spellings if s.casefold() in known), None)
        if place is None and (column in names or column in columns[:2]):
            there = ", ".join(header)[:200]
            raise ColumnMissing(
                f"There is no column {spellings[0]!a}; there is: {there!a}.",
                f"{kind} need the columns {columns[0]} and {columns[1]}, and may have"
                f" {' and '.join(columns[2:])}. `--map {column}=…` says what yours is called.",
            )
        places.append(place)
    width = max(place for place in places if place is not None) + 1

    def read(number: int, row: Sequence[Any]) -> Line:
        said = tuple(row[p] if p is not None and p < len(row) else None for p in places)
        if len(row) < width:
            return Line(Unreadable(number, "line_unreadable"), said)
        return _line(number, said)

    return read


def _line(number: int, said: tuple[Any, ...]) -> Line:
    means = _meaning(number, *said)
    if isinstance(means, Unreadable):
        # cut to what is still too long: a batch of these is kept until it is reported
        said = tuple(v[: _LONGEST_KEY + 1] if isinstance(v, str) else v for v in said)
    return Line(means, said)


def _meaning(
    number: int, one: Any, other: Any, began: Any = None, agreed: Any = None
) -> Edge | Unreadable:
    try:
        ones, others = _key(one), _key(other)
    except (ValueError, TypeError):
        return Unreadable(number, "line_unreadable")
    if not ones or not others:
        return Unreadable(number, "person_missing")
    try:
        return Edge(number, ones, others, _moment(began), _moment(agreed))
    except (ValueError, TypeError, OverflowError):
        return Unreadable(number, "date_invalid")


def _key(value: Any) -> str:
    """Give a person's id or key as text, as a host writes it."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | UUID):
        raise TypeError
    key = str(value).strip()
    if len(key) > _LONGEST_KEY or not key.isprintable():
        raise ValueError
    return key


def _moment(value: Any) -> datetime | None:
    """Give a moment; a day is its midnight, and one without a time zone is UTC."""
    if value is None or value == "":
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    if isinstance(value, str):
        value = datetime.fromisoformat(value.strip())
    if not isinstance(value, datetime):
        raise TypeError
    return value if value.tzinfo else value.replace(tzinfo=UTC)
