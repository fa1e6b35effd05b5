"""Moves stages into their tables: one statement for tables that refer to each other.

Foreign keys are checked at the end of a statement, when every row is in, so neither the order of
rows nor that of tables matters.
"""

from collections.abc import Iterator, Sequence

import psycopg
from psycopg import sql

from amity.calls import Conn
from amity.sync_connections.receiver.deadline import limit_time
from amity.sync_connections.receiver.errors import printable
from amity.sync_connections.receiver.orphans import is_checked, remove_orphans
from amity.sync_connections.receiver.page_writer import (
    MISSING_PARENT,
    advance_sequences,
    is_of_a_record,
    row_error,
    too_many,
)
from amity.sync_connections.receiver.staged import Staged, remove_twins, statement, verbs

# A second attempt follows when records that do not fit are removed, or another session wrote the
# same rows meanwhile.
_ATTEMPTS = 4

# The size of a stage in blocks, and how many rows a block can have: one has at least 28 bytes.
_SIZE = """
select pg_relation_size({}::regclass) / size, size / 28
from cast(current_setting('block_size') as integer) as size
"""


def move(conn: Conn, tables: Sequence[Staged], ends_at: float, *, deletes: bool = False) -> None:
    """Move them, inside the caller's transaction; what does not fit is removed and reported.

    With ``deletes``, rows that are in no stage are deleted, unless there is a record that does not
    fit.
    """
    # a constraint that is checked at the commit would undo everything
    conn.execute("set constraints all immediate")
    with conn.transaction() as attempt:
        _move(conn, tables, ends_at, deletes=deletes)
        if not deletes or not any(each.failed for each in tables):
            return
        raise psycopg.Rollback(attempt)
    for each in tables:
        each.failed = each.misfits = each.deleted = 0
        each.errors.clear()
    _move(conn, tables, ends_at, deletes=False)


def _move(conn: Conn, tables: Sequence[Staged], ends_at: float, *, deletes: bool) -> None:
    for left in reversed(range(_ATTEMPTS)):
        remove_orphans(conn, tables, ends_at, mirrored=deletes)
        limit_time(conn, ends_at)
        try:
            with conn.transaction():
                query = statement(tables, deletes=deletes)
                counts = conn.execute(query).fetchone() or ()
        except psycopg.Error as error:
            if not is_of_a_record(error) or not left:
                raise
            for table in tables:
                remove_twins(conn, table)
                _remove_misfits(conn, table, tables, ends_at)
        else:
            break
    for (table, verb), count in zip(verbs(tables, deletes=deletes), counts, strict=True):
        setattr(table, verb, count)
    for table in tables:
        if table.created:
            advance_sequences(conn, table.table, table.columns, table.stage)


def _remove_misfits(conn: Conn, table: Staged, tables: Sequence[Staged], ends_at: float) -> None:
    """Remove and report the records that cannot be written."""
    found: list[tuple[str, psycopg.Error]] = []
    with conn.transaction(force_rollback=True):
        for misfit in _misfits(conn, table, tables, ends_at):
            found.append(misfit)
            if table.misfits + len(found) > table.may_fail:
                break
    for place, error in found:
        query = sql.SQL("delete from {} as a where a.ctid = {}::tid returning {}").format(
            table.stage, place, table.key
        )
        for (key,) in conn.execute(query):
            table.errors.append(row_error([printable(part) for part in key], error))
            table.failed += 1
            table.misfits += 1
        if table.misfits > table.may_fail:
            raise too_many(table.table, table.errors[-1]) from error


def _misfits(
    conn: Conn, table: Staged, tables: Sequence[Staged], ends_at: float
) -> Iterator[tuple[str, psycopg.Error]]:
    """Find them by trying a part of the stage or, if that fails, each half of it by itself.

    What was written stays for the other parts, as two records may exclude each other. A parent may
    be missing here, in a part that was not written or another table: the whole statement finds it.
    """
    checked = {each.name for each in table.references if is_checked(table, each, tables)}
    query = sql.SQL(_SIZE).format(table.stage.as_string(conn))
    blocks, rows = conn.execute(query).fetchone() or (0, 1)

    def tid(place: int) -> str:
        block, row = divmod(place, rows)
        return f"({block},{row + 1})"

    # each with whether it has to fail, and whether it is a first half
    parts = [(0, blocks * rows, True, False)]
    while parts:
        first, end, fails, is_first = parts.pop()
        middle = (first + end) // 2
        halves = [(middle, end, False, False), (first, middle, False, True)]
        if fails and first < middle:
            parts += halves
            continue
        part = sql.SQL("a.ctid >= {}::tid and a.ctid < {}::tid").format(tid(first), tid(end))
        limit_time(conn, ends_at)
        try:
            with conn.transaction():
                conn.execute(statement([table], part))
        except psycopg.Error as error:
            if not is_of_a_record(error):
                raise
            is_known = error.diag.constraint_name in checked or table.table.is_partitioned
            if error.sqlstate == MISSING_PARENT and is_known:
                continue
            if first == middle:
                yield tid(first), error
            else:
                parts += halves
        else:
            if is_first:
                # so what failed is in the other half
                parts[-1] = (*parts[-1][:2], True, False)
