"""What `amity import` reads: a file, standard input, or the rows of a query."""

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import cast

import psycopg

from amity.command import _formats
from amity.command._values import Reading, Record
from amity.database import connected
from amity.errors import AmityError


@contextmanager
def opened(source: str) -> Iterator[TextIOWrapper]:
    """Open a file, or standard input for `-`. Raises AmityError if it cannot be read."""
    is_stdin = source == "-"
    try:
        # not in the block below: what fails later has another reason
        text = cast("TextIOWrapper", sys.stdin) if is_stdin else Path(source).open()  # noqa: SIM115
    except OSError as error:
        raise AmityError(
            f"{source} cannot be read: {error.strerror}.", "Give a file of CSV or JSON."
        ) from error
    # A line that is not UTF-8 is refused, and the others are read.
    text.reconfigure(encoding="utf-8-sig", errors="surrogateescape", newline="")
    with nullcontext() if is_stdin else text:
        yield text


def of_file(source: str, text: TextIOWrapper, reading: Reading) -> Iterator[Record]:
    """Read a file, in whichever form it is. Raises AmityError if it is in none."""
    name = "standard input" if source == "-" else source
    for number, row in _formats.rows(text, name, reading):
        yield reading.record(number, row)


def of_query(database: str, query: str, reading: Reading) -> Iterator[Record]:
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
                where = _formats.places(columns, reading)
                for number, row in enumerate(cursor, 1):
                    yield reading.record(number, _formats.take(row, where))
        except psycopg.Error as error:
            reason = error.diag.message_primary or str(error).partition("\n")[0]
            raise AmityError(
                f"The query failed: {reason}.", "Give one SELECT, as you would to psql."
            ) from error


def people_of(source: str) -> dict[str, str]:
    """Read which person each name means, from a file of two columns. Raises AmityError."""
    with opened(source) as text:
        first = text.readline()
        lines = csv.reader(chain([first], text), delimiter=max(",;\t", key=first.count))
        try:
            return {name.strip(): person.strip() for name, person, *_ in filter(None, lines)}
        except (csv.Error, ValueError) as error:
            raise AmityError(
                f"{source}: line {lines.line_num} does not have two columns.",
                "Give CSV: the name there, and the id or key of the person here.",
            ) from error
