"""Receives several tables of a site: all pages into stages, then each stage into its table."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg

from amity import sync_connections
from amity.calls import Conn
from amity.errors import AmityError
from amity.sync_connections import SyncConnection
from amity.sync_connections.receiver import errors
from amity.sync_connections.receiver.deadline import begin_move, cancelled_at
from amity.sync_connections.receiver.errors import errors_explained, printable
from amity.sync_connections.receiver.local_table import read_table
from amity.sync_connections.receiver.mapping import require_values
from amity.sync_connections.receiver.mirror import require_few, require_mirrorable
from amity.sync_connections.receiver.move import move
from amity.sync_connections.receiver.options import DEFAULTS, Options
from amity.sync_connections.receiver.page_writer import is_of_a_record
from amity.sync_connections.receiver.references import components, references
from amity.sync_connections.receiver.staged import Staged, remove_twins
from amity.sync_connections.receiver.transfer import (
    MAX_ERRORS,
    Receipt,
    Transfer,
    begin_table,
    stage_of,
)

if TYPE_CHECKING:
    from amity.sync_connections.receiver.source import Source

# The slugs of problems that concern one table and not the others.
_OF_ONE_TABLE = {
    "cannot_receive",
    "sync_busy",
    "sync_cursor_unsupported",
    "sync_snapshot_lost",
    "sync_approval_denied",
    "sync_approval_expired",
    "sync_approval_pending",
    "sync_invalid_position",
    "sync_table_not_allowed",
    "sync_transfer_over",
}

_COLUMNS = """
select attname from pg_attribute
where attrelid = %s::regclass and attnum > 0 and not attisdropped
"""


@dataclass(slots=True)
class TableResult:
    """The result of receiving a table: a receipt, or the problem that stopped it."""

    table: str
    receipt: Receipt | None = None
    problem: AmityError | None = None

    @property
    def counts(self) -> dict[str, int]:
        """The number of its rows by what was done with them."""
        if not self.receipt:
            return {}
        transfer = self.receipt.transfer
        return {
            "created": transfer.records_created,
            "updated": transfer.records_updated,
            "skipped": transfer.records_skipped,
            "deleted": transfer.records_deleted,
            "failed": transfer.records_failed,
        }

    @property
    def waits(self) -> bool:
        """Whether its transfer waits for an approval."""
        return self.problem is not None and self.problem.slug == "sync_approval_pending"


def receive_tables(
    conn: Conn,
    source: "Source",
    site: SyncConnection,
    names: Sequence[str],
    options: Options = DEFAULTS,
    *,
    only_if: Callable[[str], bool] | None = None,
) -> list[TableResult]:
    """Receive tables whose names come from :func:`writable`.

    Args:
        conn: an autocommit connection to the local database, whose user may write the tables.
        source: the sending site.
        site: the receiving connection.
        names: the tables.
        options: how they are received.
        only_if: asked before a table is received, once no other session can receive it.
    """
    groups = components(conn, names, linked=options.mirror)
    results = {name: TableResult(name) for group in groups for name in group}
    with ExitStack() as leases:
        begun: dict[str, Transfer] = {}
        unreached = set(results)
        for name, result in results.items():
            with _reported([result]):
                found = begin_table(
                    conn, source, site, name, options, leases=leases, only_if=only_if
                )
                if found:
                    _require_whole(found)
                    if options.mirror:
                        require_mirrorable(conn, found.table, found.strategy, names)
                    begun[name] = found
                    if not found.is_direct:
                        result.receipt = found.receive()
            if _stops_all(result):
                break
            unreached.remove(name)
        ends_at = time.monotonic() + options.max_seconds
        # tables that could lack the rows of an unreached one are moved when the pull continues
        for relatives in components(conn, names, linked=True):
            if not unreached.isdisjoint(relatives):
                continue
            for group in groups:
                if group[0] not in relatives:
                    continue
                together = [begun[name] for name in group if name in begun]
                _finish(together, results, len(group), ends_at)
                if any(_stops_all(results[name]) for name in group):
                    return list(results.values())
    return list(results.values())


def _require_whole(transfer: Transfer) -> None:
    """Refuse a cursor where every row has to arrive, or in the order of the key."""
    if transfer.options.cursor and (transfer.options.mirror or transfer.is_direct):
        raise errors.CannotReceiveError(
            f"{transfer.table.name} cannot be received by a cursor with append, or to mirror it.",
            "Leave out --cursor; or use another strategy, and give the table a primary key.",
        )


def _finish(
    begun: list[Transfer], results: dict[str, TableResult], tables: int, ends_at: float
) -> None:
    """Move those that are staged, all together, and receive the others."""
    staged = [each for each in begun if not each.is_direct and _is_open(results[each.table.name])]
    if staged:
        with _reported([results[each.table.name] for each in staged]):
            receipts = _move(staged, ends_at, is_whole=len(staged) == tables)
            for each, receipt in zip(staged, receipts, strict=True):
                results[each.table.name].receipt = receipt
    for each in begun:
        if each.is_direct:
            result = results[each.table.name]
            with _reported([result]):
                result.receipt = each.receive()


def _is_open(result: TableResult) -> bool:
    return result.problem is None and result.receipt is not None


def _stops_all(result: TableResult) -> bool:
    return result.problem is not None and result.problem.slug not in _OF_ONE_TABLE


@contextmanager
def _reported(results: Sequence[TableResult]) -> Iterator[None]:
    try:
        yield
    except AmityError as problem:
        for result in results:
            result.problem = problem


def _move(transfers: Sequence[Transfer], ends_at: float, *, is_whole: bool) -> list[Receipt]:
    """Move stages into their tables, in one transaction; mirror them if all tables are there."""
    conn, options = transfers[0].conn, transfers[0].options
    deletes = options.mirror and is_whole and not any(map(_has_failures, transfers))
    names = ", ".join(each.table.name for each in transfers)
    with errors_explained(conn, names), cancelled_at(ends_at):
        # asked again in the transaction, when all the work is done
        transfers[0].require_active()
        try:
            with conn.transaction():
                begin_move(conn, ends_at)
                for each in transfers:
                    each.renew_lease()
                staged = [_staged(each) for each in transfers]
                for each, table in zip(transfers, staged, strict=True):
                    if each.cursor:
                        # what changed on the way arrived again
                        remove_twins(conn, table)
                for table in staged if deletes else ():
                    require_few(conn, table, options.delete_limit)
                move(conn, staged, ends_at, deletes=deletes)
                return [_complete(*each) for each in zip(transfers, staged, strict=True)]
        except psycopg.Error as error:
            if is_of_a_record(error):
                # other records have to come: the next pull starts over
                for each in transfers:
                    each.fail(printable(error.diag.message_primary or error))
            raise


def _has_failures(transfer: Transfer) -> bool:
    return bool(transfer.row and transfer.row.records_failed)


def _staged(transfer: Transfer) -> Staged:
    conn, row, name = transfer.conn, transfer.row, transfer.table.name
    assert row  # noqa: S101 - all its records are staged
    if not sync_connections.stage(row.id).on(conn):
        raise errors.CannotReceiveError(
            f"{name} was changed while it was received.", "Run this again: it starts over."
        )
    stage = stage_of(row)
    # as it is now
    table = read_table(conn, name)
    found = conn.execute(_COLUMNS, [stage.as_string(conn)]).fetchall()
    columns = [each for each in table.columns if (each.name,) in found]
    require_values(table, [each.name for each in columns])
    keys = references(conn, name)
    return Staged(table, transfer.strategy, stage, columns, keys, transfer.may_fail)


def _complete(transfer: Transfer, moved: Staged) -> Receipt:
    row = transfer.row
    assert row  # noqa: S101
    total = row.records_transferred - row.records_failed
    completed = sync_connections.move(
        row.id,
        created=moved.created,
        updated=moved.updated,
        skipped=total - moved.created - moved.updated - moved.failed,
        failed=moved.failed,
        deleted=moved.deleted,
    ).on(transfer.conn)
    return Receipt(completed, (transfer.errors + moved.errors)[:MAX_ERRORS])
