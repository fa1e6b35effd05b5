"""What `amity import` reads: CSV, JSON Lines, or the rows of a query."""

import csv
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import psycopg

from amity.database import connected
from amity.errors import AmityError
from amity.imports import Edge, Kind, Refused

Names = Mapping[str, str]
Record = tuple[Edge | Refused, tuple[Any, ...]]
"""A line as it is imported, and the value of each column as it was read."""

COLUMNS: dict[Kind, tuple[str, ...]] = {
    "connections": ("requester", "recipient", "requested_at", "accepted_at"),
    "follows": ("follower", "followed", "created_at"),
    "blocks": ("blocker", "blocked", "created_at"),
}
"""The two people, and the dates, which may be missing."""

_LONGEST_KEY = 500


class MissingColumnError(AmityError):
    """The source has no column for one of the two people."""


# Bytes that are not UTF-8 are read as these; the first two of UTF-16 say in which order.
_SURROGATES = re.compile("[\udc80-\udcff]")
_UTF_16 = ("\udcff\udcfe", "\udcfe\udcff")


@contextmanager
def opened(source: str) -> Iterator[TextIOWrapper]:
    """Open a file, or standard input for `-`. Raises AmityError if it cannot be read."""
    is_stdin = source == "-"
    try:
        # not in the block below: what fails later has another reason
        text = cast("TextIOWrapper", sys.stdin) if is_stdin else Path(source).open()  # noqa: SIM115
    except OSError as error:
        raise AmityError(
            f"{source} cannot be read: {error.strerror}.", "Give a file of CSV or JSON Lines."
        ) from error
    # A line that is not UTF-8 is refused, and the others are read.
    text.reconfigure(encoding="utf-8-sig", errors="surrogateescape", newline="")
    with nullcontext() if is_stdin else text:
        yield text


def of_file(source: str, text: TextIOWrapper, kind: Kind, names: Names) -> Iterator[Record]:
    """Read CSV or JSON Lines, whichever it is. Raises AmityError if it is neither."""
    before = 0
    while (first := text.readline()) and not first.strip():
        before += 1
    name = "standard input" if source == "-" else source
    _refuse_other_formats(first, name)
    lines = chain([first], text)
    if first.lstrip().startswith("{"):
        yield from _of_json(lines, before, kind, names)
        return
    try:
        yield from _of_csv(lines, before, kind, names)
    except MissingColumnError as error:
        if not _SURROGATES.search(first):
            raise
        raise AmityError(f"{name} is not UTF-8.", "Save it as UTF-8.") from error


def _refuse_other_formats(first: str, name: str) -> None:
    if not first:
        raise AmityError(f"{name} is empty.", "Give a file of CSV or JSON Lines.")
    if first.startswith(_UTF_16):
        raise AmityError(f"{name} is UTF-16, not UTF-8.", "`iconv -f utf-16 -t utf-8` converts it.")
    if first.lstrip().startswith("["):
        raise AmityError(
            f"{name} is one JSON array.", "Write one JSON object on each line: `jq -c '.[]'`."
        )


def _of_csv(lines: Iterator[str], before: int, kind: Kind, names: Names) -> Iterator[Record]:
    first = next(lines)
    delimiter = max(",;\t", key=first.count)
    header = next(csv.reader([first], delimiter=delimiter), [])
    places = _places(kind, [column.strip() for column in header], names)
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        number = before + 2 + rows.line_num
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield Refused(number, "line_unreadable"), ()
            continue
        if row:
            yield _record(number, row, places)


def _of_json(lines: Iterator[str], before: int, kind: Kind, names: Names) -> Iterator[Record]:
    for number, line in enumerate(lines, before + 1):
        if not line.strip():
            continue
        try:
            read = json.loads(line)
        except (ValueError, RecursionError):
            read = None
        if not isinstance(read, dict):
            yield Refused(number, "line_unreadable"), ()
            continue
        # each object may have another of the names that a column may have
        keys = [_spellings(column, names) for column in COLUMNS[kind]]
        yield _record(number, [next((read[k] for k in every if k in read), None) for every in keys])


def of_query(database: str, query: str, kind: Kind, names: Names) -> Iterator[Record]:
    """Read the rows of a query, a page at a time, in a read-only transaction."""
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
                places = _places(kind, columns, names)
                for number, row in enumerate(cursor, 1):
                    yield _record(number, row, places)
        except psycopg.Error as error:
            reason = error.diag.message_primary or str(error).partition("\n")[0]
            raise AmityError(
                f"The query failed: {reason}.", "Give one SELECT, as you would to psql."
            ) from error


def _spellings(column: str, names: Names) -> tuple[str, ...]:
    """Give the names that a column may have: the mapped one, or its own two."""
    return (names[column],) if column in names else (column, f"{column}_id")


def _places(kind: Kind, header: Sequence[str], names: Names) -> list[int | None]:
    """Find the place of each column; None for one that is optional and missing."""
    columns = COLUMNS[kind]
    known = {name.casefold(): place for place, name in reversed(list(enumerate(header)))}
    places = []
    for column in columns:
        spellings = _spellings(column, names)
        place = next((known[s.casefold()] for s in spellings if s.casefold() in known), None)
        if place is None and (column in names or column in columns[:2]):
            there = ", ".join(header)[:200]
            raise MissingColumnError(
                f"There is no column {spellings[0]!a}; there is: {there!a}.",
                f"{kind} need the columns {columns[0]} and {columns[1]}, and may have"
                f" {' and '.join(columns[2:])}. `--map {column}=…` gives the name of yours.",
            )
        places.append(place)
    return places


def _record(number: int, row: Sequence[Any], places: Sequence[int | None] | None = None) -> Record:
    """Take the values of the columns from a row, which has only them if no places are given."""
    is_short = False
    if places is not None:
        is_short = len(row) <= max(place for place in places if place is not None)
        row = [row[p] if p is not None and p < len(row) else None for p in places]
    edge = Refused(number, "line_unreadable") if is_short else _edge(number, *row)
    if isinstance(edge, Refused):
        # cut to what is still too long: a batch of these is kept until it is reported
        row = [value[: _LONGEST_KEY + 1] if isinstance(value, str) else value for value in row]
    return edge, tuple(row)


def _edge(
    number: int, one: Any, other: Any, began: Any = None, agreed: Any = None
) -> Edge | Refused:
    try:
        ones, others = _key(one), _key(other)
    except (ValueError, TypeError):
        return Refused(number, "line_unreadable")
    if not ones or not others:
        return Refused(number, "person_missing")
    try:
        return Edge(number, ones, others, _moment(began), _moment(agreed))
    except (ValueError, TypeError, OverflowError):
        return Refused(number, "date_invalid")


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
