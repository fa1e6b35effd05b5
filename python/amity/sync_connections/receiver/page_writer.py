"""Writes pages of records: into a stage, or directly into a table where they are always inserted.

A record that does not fit is reported, and the rest of its page is written.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from amity.calls import Conn
from amity.sync_connections.receiver.errors import CannotReceiveError, printable
from amity.sync_connections.receiver.local_table import Column, LocalTable
from amity.sync_connections.receiver.mapping import mapping
from amity.sync_connections.records import Strategy

if TYPE_CHECKING:
    from amity.sync_connections.receiver.responses import SentColumn

Records = Sequence[list[str | None]]

MISSING_PARENT = "23503"

_TEMPORARY = sql.Identifier("pg_temp", "amity_page")

# Records whose text is in memory at once.
_AT_ONCE = 500

# The classes of errors that concern the whole page: connections, transactions, rights, names, room,
# locks, the server. Any other one is of a record, or of a rule of the host about it, whose triggers
# may raise what they like.
_ERRORS_OF_A_PAGE = re.compile("08|0[ABLP]|2[568BD]|3[4BDF]|4[02]|5[3578]|F0|HV|XX")

# Values are read as they were written, whatever the session's settings are.
_SETTINGS = """
set local intervalstyle = postgres;
set local lc_monetary = 'C';
set local array_nulls = on;
set local xmloption = content;
"""

_SEQUENCES = """
select name, sequence
from unnest(%s::text[]) as columns (name)
cross join lateral pg_get_serial_sequence(%s, name) as sequence
where sequence is not null
"""
_ADVANCE_SEQUENCE = """
select setval({sequence}, top)
from (select max({column})::bigint as top from {rows}) as numbers
where top > coalesce(pg_sequence_last_value({sequence}), 0)
"""


@dataclass(frozen=True, slots=True)
class RowError:
    """A record that could not be written: its key, and Postgres' error."""

    key: list[str]
    message: str
    sqlstate: str | None


@dataclass(slots=True)
class Written:
    """How many records of a page were written, in how many bytes, and the errors of the others."""

    created: int = 0
    skipped: int = 0
    staged: int = 0
    size: int = 0
    errors: list[RowError] = field(default_factory=list)


class PageWriter:
    """Writes pages of these columns, each of which needs a local counterpart.

    Of a page, so many records may fail.
    """

    def __init__(
        self,
        table: LocalTable,
        strategy: Strategy,
        columns: "Sequence[SentColumn]",
        may_fail: int,
    ) -> None:
        self._table = table
        self._may_fail = may_fail
        written = mapping(table, strategy, columns)
        self.columns: list[Column] = [column for column, _ in written]
        self._positions = [position for _, position in written]
        self._is_everything = self._positions == list(range(len(columns)))
        keys = sorted((column.key, at) for at, column in enumerate(columns) if column.key)
        self._key_positions = [at for _, at in keys]
        self._names = names(self.columns)

    def stage(self, conn: Conn, stage: sql.Identifier, records: Records) -> Written:
        """Write a page into a stage, inside the caller's transaction."""
        conn.execute(_SETTINGS, prepare=False)  # prepared, it could be one statement only
        written = Written()

        def attempt(some: Records) -> None:
            written.size += self._copy(conn, stage, some)
            written.staged += len(some)

        self._write(conn, records, attempt, written)
        return written

    def insert(self, conn: Conn, records: Records) -> Written:
        """Insert a page into the table, inside the caller's transaction."""
        conn.execute(_SETTINGS, prepare=False)
        # a constraint that is checked at the commit would undo the whole page
        conn.execute("set constraints all immediate")
        written = Written()
        if not records:
            return written
        conn.execute(
            # the types of the table itself
            sql.SQL(
                "create temporary table {} on commit drop as select {} from {} with no data"
            ).format(sql.Identifier("amity_page"), self._names, self._table.identifier)
        )
        # a key that the table would generate is sent too
        statement = sql.SQL(
            "with made as (insert into {0} ({1}) overriding system value select {1} from {2}"
            " returning 1) select count(*) from made"
        ).format(self._table.identifier, self._names, _TEMPORARY)

        def attempt(some: Records) -> None:
            conn.execute(sql.SQL("delete from {}").format(_TEMPORARY))
            size = self._copy(conn, _TEMPORARY, some)
            (created,) = conn.execute(statement).fetchone() or (0,)
            written.size += size
            written.created += created
            written.skipped += len(some) - created
            # also after a part of the page, as the next page may never come
            advance_sequences(conn, self._table, self.columns, _TEMPORARY)

        self._write(conn, records, attempt, written)
        return written

    def _write(
        self, conn: Conn, records: Records, attempt: Callable[[Records], None], written: Written
    ) -> None:
        """Write all records at once or, if one does not fit, each half by itself."""
        if not records:
            return
        try:
            with conn.transaction():
                attempt(records)
        except (psycopg.Error, UnicodeError) as error:
            if not is_of_a_record(error):
                raise
            if len(records) == 1:
                written.errors.append(self._row_error(records[0], error))
                if len(written.errors) > self._may_fail:
                    raise too_many(self._table, written.errors[-1]) from error
                return
            half = len(records) // 2
            self._write(conn, records[:half], attempt, written)
            self._write(conn, records[half:], attempt, written)

    def _copy(self, conn: Conn, target: sql.Identifier, records: Records) -> int:
        """Copy records into a table and give their size in bytes."""
        # each value is read by the input function of its type
        query = sql.SQL("copy {} ({}) from stdin (encoding 'utf8')").format(target, self._names)
        size = 0
        with conn.cursor().copy(query) as copy:
            for first in range(0, len(records), _AT_ONCE):
                some = records[first : first + _AT_ONCE]
                if not self._is_everything:
                    some = [[record[at] for at in self._positions] for record in some]
                data = copy_text(some)
                copy.write(data)
                size += len(data)
        return size

    def _row_error(self, record: list[str | None], error: psycopg.Error | UnicodeError) -> RowError:
        key = [printable(record[position]) for position in self._key_positions]
        return row_error(key, error)


def names(columns: Sequence[Column]) -> sql.Composed:
    """Give the names of columns as SQL lists them."""
    return sql.SQL(", ").join(sql.Identifier(each.name) for each in columns)


def copy_text(records: Records) -> bytes:
    """Give records as `COPY … FROM` reads them."""
    # a NUL is in no text that Postgres can store: it marks what is between the values
    values = list(chain.from_iterable(records))
    nulls = values.count(None)
    if nulls:
        records = [["\0N" if value is None else value for value in each] for each in records]
    text = "\0n".join([*map("\0t".join, records), ""])  # type: ignore[arg-type]
    if text.count("\0") != nulls + len(values):
        raise UnicodeError
    for plain, escaped in (
        *(("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")),
        *(("\0t", "\t"), ("\0n", "\n"), ("\0N", "\\N")),
    ):
        text = text.replace(plain, escaped)
    return text.encode()


def advance_sequences(
    conn: Conn, table: LocalTable, columns: Sequence[Column], rows: sql.Identifier
) -> None:
    """Continue the table's sequences after the numbers of these rows."""
    found = conn.execute(_SEQUENCES, [[each.name for each in columns], table.name]).fetchall()
    for column, sequence in found:
        statement = sql.SQL(_ADVANCE_SEQUENCE).format(
            sequence=sql.SQL("{}::regclass").format(sequence),
            column=sql.Identifier(column),
            rows=rows,
        )
        # a sequence of another owner, or a descending one, stays as it is
        with suppress(psycopg.Error), conn.transaction():
            conn.execute(statement)


def row_error(key: list[str], error: psycopg.Error | UnicodeError) -> RowError:
    """Make the report of a record that was refused."""
    if isinstance(error, UnicodeError):
        return RowError(key, "it is not text", None)
    return RowError(key, printable(error.diag.message_primary or error), error.sqlstate)


def too_many(table: LocalTable, last: RowError) -> CannotReceiveError:
    """Make the error for a table of which more records fail than may."""
    return CannotReceiveError(
        f"Too many records of {table.name} do not fit. The last one is"
        f" {', '.join(last.key)}: {last.message}.",
        "What has arrived is kept. Correct the table here, or allow more with --max-failed, and run"
        " this again. After a correction at the site, start over with `amity sync cancel`.",
    )


def is_of_a_record(error: psycopg.Error | UnicodeError) -> bool:
    """Whether an error concerns a record, and not the whole page."""
    if isinstance(error, UnicodeError) or error.sqlstate is None:
        # psycopg itself: a text that Postgres cannot store
        return isinstance(error, UnicodeError | psycopg.DataError)
    return not _ERRORS_OF_A_PAGE.match(error.sqlstate)
