"""Writes pages of records into a local table, by its primary key.

`skip` keeps a row that exists, `overwrite` sets every column that was sent, `merge` those that are
not null, `append` leaves the key out and always inserts. Without a primary key every record is
inserted. A record that does not fit is reported, and the rest of its page is written.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from amity.calls import Conn
from amity.sync_connections.receiver.errors import CannotReceiveError, printable
from amity.sync_connections.receiver.local_table import Column, LocalTable, accepts
from amity.sync_connections.records import Strategy

if TYPE_CHECKING:
    from amity.sync_connections.receiver.responses import SentColumn

Records = Sequence[list[str | None]]

_STAGE = sql.Identifier("pg_temp", "amity_stage")

# The classes of errors that concern the whole page: connections, transactions, rights, names, room,
# locks, the server. Any other one is of a record, or of a rule of the host about it, whose triggers
# may raise what they like.
_ERRORS_OF_A_PAGE = re.compile("08|0[ABLP]|2[568BD]|3[4BDF]|4[02]|5[3578]|F0|HV|XX")
MISSING_PARENT = "23503"

# Values are read as they were written, whatever the session's settings are.
_SETTINGS = """
set local intervalstyle = postgres;
set local lc_monetary = 'C';
set local array_nulls = on;
set local xmloption = content;
"""

_SEQUENCES = """
select position, sequence
from unnest(%s::text[], %s::integer[]) as columns (name, position)
cross join lateral pg_get_serial_sequence(%s, name) as sequence
where sequence is not null
"""
_ADVANCE_SEQUENCE = """
select setval(%(sequence)s::regclass, top)
from (select max(number::bigint) as top from unnest(%(numbers)s::text[]) as number) as numbers
where top > coalesce(pg_sequence_last_value(%(sequence)s::regclass), 0)
"""


@dataclass(frozen=True, slots=True)
class RowError:
    """A record that could not be written: its key, and Postgres' error."""

    key: list[str]
    message: str
    sqlstate: str | None


@dataclass(slots=True)
class Written:
    """How many records of a page were written, and the errors of the others."""

    created: int = 0
    updated: int = 0
    skipped: int = 0
    errors: list[RowError] = field(default_factory=list)


class PageWriter:
    """Writes pages of these columns, each of which needs a local counterpart."""

    def __init__(
        self, table: LocalTable, strategy: Strategy, columns: "Sequence[SentColumn]"
    ) -> None:
        self._table, self._strategy = table, strategy
        written = _mapping(table, strategy, columns)
        self._columns = [column for column, _ in written]
        self._positions = [position for _, position in written]
        keys = sorted((column.key, at) for at, column in enumerate(columns) if column.key)
        self._key_positions = [at for _, at in keys]
        self._by_key = strategy != "append" and bool(table.key)
        self._settable = [
            column
            for column in self._columns
            if self._by_key and strategy != "skip" and not column.key and column.identity != "a"
        ]
        self._names = sql.SQL(", ").join(sql.Identifier(each.name) for each in self._columns)
        self._statement = sql.SQL(
            "with found as ({}), changed as ({}), made as ({} returning 1) "
            "select (select count(*) from made), (select count(*) from changed), "
            "(select count(*) from found)"
        ).format(self._found(), self._update(), self._insert())

    def write(self, conn: Conn, records: Records) -> Written:
        """Write a page, inside the caller's transaction."""
        conn.execute(_SETTINGS, prepare=False)  # prepared, it could be one statement only
        # a constraint that is checked at the commit would undo the whole page
        conn.execute("set constraints all immediate")
        written = Written()
        if records:
            conn.execute(
                # the stage has the types of the table itself
                sql.SQL(
                    "create temporary table {} on commit drop as select {} from {} with no data"
                ).format(sql.Identifier("amity_stage"), self._names, self._table.identifier)
            )
            self._write(conn, records, written)
        if written.created:
            self._advance_sequences(conn, records)
        return written

    def _write(self, conn: Conn, records: Records, written: Written) -> None:
        """Write all records at once or, if one does not fit, each half by itself."""
        try:
            created, updated = self._attempt(conn, records)
        except (psycopg.Error, UnicodeError) as error:
            if not _is_of_a_record(error):
                raise
            if len(records) == 1:
                written.errors.append(self._row_error(records[0], error))
                return
            half = len(records) // 2
            self._write(conn, records[:half], written)
            self._write(conn, records[half:], written)
        else:
            written.created += created
            written.updated += updated
            written.skipped += len(records) - created - updated

    def _attempt(self, conn: Conn, records: Records) -> tuple[int, int]:
        with conn.transaction() as attempt:
            created, updated, found = self._write_at_once(conn, records)
            if created + found == len(records) or not self._settable:
                return created, updated
            # another session inserted a row meanwhile: now it exists and can be updated
            raise psycopg.Rollback(attempt)
        with conn.transaction():
            created, updated, _ = self._write_at_once(conn, records)
            return created, updated

    def _write_at_once(self, conn: Conn, records: Records) -> tuple[int, int, int]:
        """Give how many were created and how many updated, and how many existed."""
        # each value is read by the input function of its type
        query = sql.SQL("copy {} ({}) from stdin").format(_STAGE, self._names)
        with conn.cursor().copy(query) as copy:
            for record in records:
                copy.write_row([record[position] for position in self._positions])
        row = conn.execute(self._statement).fetchone()
        conn.execute(sql.SQL("delete from {}").format(_STAGE))
        return row or (0, 0, 0)

    def _insert(self) -> sql.Composed:
        insert = sql.SQL(
            # a key that the table would generate is sent too
            "insert into {table} ({names}) overriding system value select {names} from {stage} as a"
        ).format(table=self._table.identifier, names=self._names, stage=_STAGE)
        if self._by_key:
            insert += sql.SQL(" where not exists (select from {} as t where {})").format(
                self._own_rows(), self._same_key()
            )
        if self._by_key and self._table.key_name and self._table.key_is_immediate:
            # another session may insert it at this moment
            key = sql.Identifier(self._table.key_name)
            insert += sql.SQL(" on conflict on constraint {} do nothing").format(key)
        return insert

    def _found(self) -> sql.Composed:
        if not self._settable:
            return sql.Composed([sql.SQL("select where false")])
        return sql.SQL("select from {} as t join {} as a on {}").format(
            self._own_rows(), _STAGE, self._same_key()
        )

    def _update(self) -> sql.Composed:
        """Set what differs: a row that stays as it is would be written all the same."""
        if not self._settable:
            return sql.Composed([sql.SQL("select where false")])
        names = [sql.Identifier(column.name) for column in self._settable]
        value = "a.{0}" if self._strategy == "overwrite" else "coalesce(a.{0}, t.{0})"
        values = [sql.SQL(value).format(name) for name in names]
        return sql.SQL(
            "update {} as t set {} from {} as a "
            "where {} and row({})::record operator(pg_catalog.*<>) row({})::record returning 1"
        ).format(
            self._own_rows(),
            sql.SQL(", ").join(
                sql.SQL("{} = {}").format(name, value)
                for name, value in zip(names, values, strict=True)
            ),
            _STAGE,
            self._same_key(),
            # byte for byte, as not every type has an operator for equality
            sql.SQL(", ").join(sql.SQL("t.{}").format(name) for name in names),
            sql.SQL(", ").join(values),
        )

    def _own_rows(self) -> sql.Composable:
        """The table without tables that inherit from it, which have keys of their own."""
        table = self._table.identifier
        return table if self._table.is_partitioned else sql.SQL("only ") + table

    def _same_key(self) -> sql.Composed:
        return sql.SQL(" and ").join(
            sql.SQL("t.{0} operator({1}.=) a.{0}").format(
                sql.Identifier(column.name), sql.Identifier(column.key_schema)
            )
            for column in self._table.key
        )

    def _advance_sequences(self, conn: Conn, records: Records) -> None:
        """Continue after the numbers that were sent; with each page, as it may be the last."""
        names = [column.name for column in self._columns]
        found = conn.execute(_SEQUENCES, [names, self._positions, self._table.name]).fetchall()
        for position, sequence in found:
            numbers = [record[position] for record in records]
            # a sequence of another owner, or a descending one, stays as it is
            with suppress(psycopg.Error), conn.transaction():
                conn.execute(_ADVANCE_SEQUENCE, {"sequence": sequence, "numbers": numbers})

    def _row_error(self, record: list[str | None], error: psycopg.Error | UnicodeError) -> RowError:
        key = [printable(record[position]) for position in self._key_positions]
        if isinstance(error, UnicodeError):
            return RowError(key, "it is not text", None)
        return RowError(key, printable(error.diag.message_primary or error), error.sqlstate)


def _is_of_a_record(error: psycopg.Error | UnicodeError) -> bool:
    if isinstance(error, UnicodeError) or error.sqlstate is None:
        # psycopg itself: a text that Postgres cannot store
        return isinstance(error, UnicodeError | psycopg.DataError)
    return not _ERRORS_OF_A_PAGE.match(error.sqlstate)


def _mapping(
    table: LocalTable, strategy: Strategy, sent: "Sequence[SentColumn]"
) -> list[tuple[Column, int]]:
    """Give the local columns that are written, and their positions in a record."""
    local = {column.name: column for column in table.columns}
    for each in sent:
        _require_counterpart(table, local.get(each.name), each)
    left_out = {column.name for column in table.key} if strategy == "append" else set()
    # a generated column is computed here as well
    written = [
        (local[each.name], position)
        for position, each in enumerate(sent)
        if not local[each.name].generated and each.name not in left_out
    ]
    names = {column.name for column, _ in written}
    for column in table.columns:
        has_own_value = column.has_default or column.identity or column.generated
        if column.name not in names and column.not_null and not has_own_value:
            raise CannotReceiveError(
                f"{table.name} needs a value for {column.name}, and the site sends none.",
                "append leaves the key to the table: give it a default, or use skip."
                if column.name in left_out
                else "Give that column a default, or let it be null.",
            )
    if strategy != "append" and any(column.name not in names for column in table.key):
        raise CannotReceiveError(
            f"The primary key of {table.name} is not among the columns that the site sends.",
            "Use append, or give the table the key that it has at the sending site.",
        )
    if not written:
        raise CannotReceiveError(
            f"append leaves out every column of {table.name}.", "Use another strategy."
        )
    return written


def _require_counterpart(table: LocalTable, column: Column | None, sent: "SentColumn") -> None:
    name, type_ = printable(sent.name), printable(sent.type)
    if column is None:
        raise CannotReceiveError(
            f"{table.name} has no local column {name}, which the site sends.",
            f"Add it, with the type {type_}.",
        )
    if not column.generated and not accepts(column, sent.type):
        raise CannotReceiveError(
            f"{table.name}.{name} is {column.type} here and {type_} at the site.",
            "Give it the same type on both sides, or one without a limit here.",
        )
