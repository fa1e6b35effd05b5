"""The forms of text in which ties come: tables, lines of JSON, and documents of JSON."""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from typing import Any, TextIO

from amity.command._values import COLUMNS, Reading
from amity.errors import AmityError

Row = tuple[int, dict[str, Any]]
"""The number of a line, and the values of its columns; without one of them it cannot be read."""


class MissingColumnError(AmityError):
    """The source has no column for one of the two people, or none of a name that was given."""


# Bytes that are not UTF-8 are read as these; the first two of UTF-16 say in which order.
_SURROGATES = re.compile("[\udc80-\udcff]")
_UTF_16 = ("\udcff\udcfe", "\udcfe\udcff")
_COMMENTS = ("#", "%")
_SCRIPT = re.compile(r"[\w.$\[\]\"']+\s*=\s*(?=[\[{])")
_FIRST = 1_000
"""Among so many objects each column is looked for."""


def rows(text: TextIO, name: str, reading: Reading) -> Iterator[Row]:
    """Read text of any form. Raises AmityError if it is of none."""
    before = sum(1 for _ in range(reading.skip) if text.readline())
    has_comments = False
    while (first := text.readline()) and (not first.strip() or first.startswith(_COMMENTS)):
        has_comments = has_comments or first.startswith(_COMMENTS)
        before += 1
    if not first:
        raise AmityError(f"{name} is empty.", "Give a file of CSV or JSON.")
    if first.startswith(_UTF_16):
        raise AmityError(f"{name} is UTF-16, not UTF-8.", "`iconv -f utf-16 -t utf-8` converts it.")
    second = text.readline()
    lines: Iterator[str] = chain([first, second], text)
    if not (first.lstrip().startswith(("{", "[")) or _SCRIPT.match(first + second)):
        if has_comments:
            lines = ("" if line.startswith(_COMMENTS) else line for line in lines)
        return _of_table(lines, before, name, reading)
    # one object on each line, or one document
    if second.strip() and (_is_object(first) or _is_object(second)):
        return _of_objects(_objects(lines, before + 1), reading)
    return _of_objects(enumerate(_document("".join(lines), name), 1), reading)


def places(header: Sequence[str], reading: Reading) -> dict[str, int | None]:
    """Find the place of each column; None for one that is optional and missing."""
    known = {name.casefold(): place for place, name in reversed(list(enumerate(header)))}
    found = {}
    for column in reading.columns:
        spellings = [each.casefold() for each in reading.spellings(column)]
        found[column] = next((known[each] for each in spellings if each in known), None)
        if found[column] is None and column in reading.needed:
            raise _missing(column, header, reading)
    return found


def take(row: Sequence[Any], where: Mapping[str, int | None]) -> dict[str, Any]:
    """Take the values of the columns from a row, as far as it has them."""
    return {
        column: None if place is None else row[place]
        for column, place in where.items()
        if place is None or place < len(row)
    }


def _missing(column: str, there: Sequence[str], reading: Reading) -> MissingColumnError:
    columns = COLUMNS[reading.kind]
    return MissingColumnError(
        f"There is no column {reading.spellings(column)[0]!a}; there is:"
        f" {', '.join(there)[:200]!a}.",
        f"{reading.kind} need the columns {columns[0]} and {columns[1]}, and may have"
        f" {' and '.join(columns[2:])}. `--map {column}=…` gives the name of yours.",
    )


def _of_table(lines: Iterator[str], before: int, name: str, reading: Reading) -> Iterator[Row]:
    """Read lines of fields between commas, semicolons, tabs or, without a header, blanks."""
    first = next(lines)
    delimiter = max(",;\t", key=first.count)
    has_header = reading.has_header and not re.fullmatch(r"[\d.,;\s]+", first)
    if delimiter not in first and not has_header and len(reading.needed) > 1:
        delimiter = " "
    fields = partial(csv.reader, delimiter=delimiter, skipinitialspace=delimiter == " ")
    header = [column.strip() for column in next(fields([first]), [])]
    if not has_header:
        lines = chain([first], lines)
        before -= 1
        header = [str(place) for place in range(1, len(header) + 1)]
        # in the order in which they are told, as far as there are fields
        in_order = zip(reading.columns, header, strict=False)
        free = {column: place for column, place in in_order if place not in reading.names.values()}
        reading = replace(reading, names={**free, **reading.names})
    try:
        where = places(header, reading)
    except MissingColumnError as error:
        error.hint += " `--no-header` says that this line is data."
        if not _SURROGATES.search(first):
            raise
        raise AmityError(f"{name} is not UTF-8.", "Save it as UTF-8.") from error
    read = fields(lines)
    while True:
        number = before + 2 + read.line_num
        try:
            row = next(read)
        except StopIteration:
            return
        except csv.Error:
            yield number, {}
            continue
        if row:
            yield number, take(row, where)


def _is_object(line: str) -> bool:
    return isinstance(_read(line), dict)


def _read(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _objects(lines: Iterator[str], first: int) -> Iterator[tuple[int, Any]]:
    """Read one object from each line."""
    for number, line in enumerate(lines, first):
        if line.strip():
            yield number, _read(line)


def _document(text: str, name: str) -> list[Any]:
    """Read the one list of a document, or its one object, which a script may assign to a name."""
    if assigned := _SCRIPT.match(text):
        text = text[assigned.end() :].rstrip("; \r\n\t")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise AmityError(f"{name} is not JSON: {error}.", "Nothing was imported.") from error
    if isinstance(document, list):
        return document
    lists = {
        key: value
        for key, value in document.items()
        if isinstance(value, list) and any(isinstance(each, dict) for each in value)
    }
    if len(lists) > 1:
        raise AmityError(
            f"{name} has several lists: {', '.join(lists)}.",
            f"Give one of them: `jq '.{next(iter(lists))}' FILE | amity import … -`.",
        )
    return next(iter(lists.values()), [document])


def _of_objects(objects: Iterator[tuple[int, Any]], reading: Reading) -> Iterator[Row]:
    """Take the values of the columns from objects, each of which may have other names for them."""
    first = list(islice(objects, _FIRST))
    some = [each for _, each in first if isinstance(each, dict)]
    for column in reading.needed if some else ():
        if all(_value(each, column, reading) is _NOT_THERE for each in some):
            raise _missing(column, list(_paths(some[0])), reading)
    for number, each in chain(first, objects):
        if isinstance(each, dict):
            found = {column: _value(each, column, reading) for column in reading.columns}
            yield number, {k: None if v is _NOT_THERE else v for k, v in found.items()}
        else:
            yield number, {}


_NOT_THERE = object()


def _value(each: dict[str, Any], column: str, reading: Reading) -> Any:
    """Give what stands at a.b.0.c, or under the whole of that as a name."""
    for spelling in reading.spellings(column):
        if spelling in each:
            return each[spelling]
        value: Any = each
        try:
            for part in spelling.split("."):
                value = value[int(part) if isinstance(value, list) else part]
        except (LookupError, TypeError, ValueError):
            continue
        return value
    return _NOT_THERE


def _paths(value: Any, path: str = "") -> Iterator[str]:
    """Give the path of every value in an object, as --map takes it."""
    if not isinstance(value, dict | list):
        yield path
        return
    for key, each in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _paths(each, f"{path}.{key}" if path else str(key))
