"""Receives the pages of one table, from the position where its transfer stands to the last one.

They go into a stage, or directly into a table where rows are always inserted. A page's rows and the
position after them are written in one transaction: a transfer that was interrupted continues
exactly there.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import psycopg
from psycopg import sql

from amity import sync_connections
from amity.calls import Conn
from amity.sync_connections import Strategy, SyncConnection, SyncTransfer
from amity.sync_connections.errors import SyncWouldDouble
from amity.sync_connections.receiver import errors
from amity.sync_connections.receiver.ahead import Ahead, is_worth, page_size
from amity.sync_connections.receiver.errors import errors_explained
from amity.sync_connections.receiver.leases import busy, leased
from amity.sync_connections.receiver.local_table import LocalTable, read_table
from amity.sync_connections.receiver.mapping import mapping
from amity.sync_connections.receiver.options import Options
from amity.sync_connections.receiver.page_writer import PageWriter, RowError, Written

if TYPE_CHECKING:
    from amity.sync_connections.receiver.responses import OfferedTable, Page, SentColumn
    from amity.sync_connections.receiver.source import Source

T = TypeVar("T")

MAX_ERRORS = 100
_MAX_STARTS = 3

# Seconds between two requests while a site says that there are too many: over a minute in all.
_PAUSES = (1, 2, 4, 8, 15, 15, 20)

# After one of these refusals the transfer cannot continue at the site.
_FINAL = {
    "sync_approval_denied",
    "sync_approval_expired",
    "sync_approval_required",
    "sync_invalid_position",
    "sync_transfer_over",
}


@dataclass(slots=True)
class Receipt:
    """The result of receiving a table once, with the errors of the first hundred records."""

    transfer: SyncTransfer
    errors: list[RowError] = field(default_factory=list)


def begin_table(
    conn: Conn,
    source: "Source",
    site: SyncConnection,
    table: str,
    options: Options,
    *,
    leases: ExitStack,
    only_if: Callable[[str], bool] | None,
) -> "Transfer | None":
    """Take the right to receive a table, until ``leases`` are closed, and find where to begin.

    Args:
        conn: an autocommit connection to the local database.
        source: the sending site.
        site: the receiving connection.
        table: its full name.
        options: how it is received.
        leases: release what was taken.
        only_if: asked once no other session can receive the table; if not, gives ``None``.
    """
    if not conn.autocommit:
        raise errors.CannotReceiveError(
            "A table is received over a connection in autocommit: each page is committed at once.",
            "Connect with autocommit=True.",
        )
    with errors_explained(conn, table), ExitStack() as own:
        holder = own.enter_context(leased(conn, site.id, table))
        if only_if and not only_if(table):
            return None
        found = Transfer(conn, source, site, holder, read_table(conn, table), options)
        leases.enter_context(own.pop_all())
        return found


class _DoesNotFitError(Exception):
    """The stage has other columns than a page, or has lost rows."""


@dataclass(slots=True)
class Transfer:
    """A table that is received: a transfer that was interrupted, or a new one."""

    conn: Conn
    source: "Source"
    site: SyncConnection
    holder: UUID
    table: LocalTable
    options: Options
    row: SyncTransfer | None = field(init=False)
    strategy: Strategy = field(init=False)
    offered: "OfferedTable | None" = None
    staged_columns: "Sequence[SentColumn] | None" = None
    seen: set[bytes] = field(default_factory=set)
    errors: list[RowError] = field(default_factory=list)
    ahead: "Ahead[Page] | None" = None

    def __post_init__(self) -> None:
        self.row = self._unfinished()
        continued = self.row and self.row.conflict_strategy
        default = self.options.strategy or self.site.default_conflict_strategy
        self.strategy = continued or default
        if self.row and not self.is_direct and not self._has_stage():
            self._start_over()

    @property
    def is_direct(self) -> bool:
        """Whether its rows are always inserted, page by page."""
        return self.strategy == "append" or not self.table.key

    @property
    def may_fail(self) -> int:
        """How many more of its records may not fit."""
        return self.options.max_failed - (self.row.records_failed if self.row else 0)

    @property
    def cursor(self) -> str | None:
        """The column in whose order its rows arrive."""
        if self.row:
            return self.row.cursor_column
        if self.options.cursor or self.is_direct or self.options.mirror:
            return self.options.cursor
        columns = self.offered.columns if self.offered else []
        default = self.site.cursor_column
        return default if any(each.cursor and each.name == default for each in columns) else None

    def receive(self) -> Receipt:
        """Receive page after page, unless all are staged. After an error this can continue.

        Except after a final refusal of the site.
        """
        with errors_explained(self.conn, self.table.name), ExitStack() as own:
            own.callback(self._drop_ahead)
            self.require_active()
            for _ in range(_MAX_STARTS):
                try:
                    return Receipt(self._receive(), self.errors)
                except _DoesNotFitError:
                    self._start_over()
            raise errors.InvalidResponseError(
                "The columns that the site sends change again and again.",
                "Try again later, or ask the site's administrator.",
            )

    def renew_lease(self) -> None:
        """Keep others out until the transaction ends; more than ten minutes may have passed."""
        if not sync_connections.lease(self.site.id, self.table.name, self.holder).on(self.conn):
            raise busy(self.table.name)

    def _receive(self) -> SyncTransfer:
        if self.row and self.row.staged_at:
            return self.row
        offer = self._patiently(self.source.tables)
        self.offered = next((each for each in offer.tables if each.table == self.table.name), None)
        if self.offered and not self.row and (self.is_direct or self.cursor):
            # checked first: a table that cannot take the rows starts no transfer
            mapping(self.table, self.strategy, self.offered.columns)
            # it begins after what came before
            self.row = self._start(None)
        while True:
            found, is_last = self._receive_page()
            if is_last:
                return found

    def _receive_page(self) -> tuple[SyncTransfer, bool]:
        """Receive a page, which is in memory no longer, and tell whether it is the last one."""
        site = self.require_active()
        size = self._page_size(site)
        page = self._next_page(size)
        # what a limit leaves is known only when this page is counted
        if site.max_records_total is None and is_worth(page):
            self._request_ahead(page, size)
        try:
            found = self.row = self._store(page)
        except psycopg.errors.UndefinedTable:
            # its stage: a transfer that was ended meanwhile is refused here
            if not self.row or sync_connections.stage(self.row.id).on(self.conn):
                raise
            raise _DoesNotFitError from None
        except SyncWouldDouble as refusal:
            # another transfer received this page: the next one begins after it
            self.fail(str(refusal))
            raise
        estimate = self.offered.estimated_rows if self.offered else None
        self.options.progress(self.table.name, found, estimate)
        if not page.is_last:
            self._refuse_repetition(page)
        return found, page.is_last

    def _has_stage(self) -> bool:
        assert self.row  # noqa: S101
        nothing_arrived = self.row.records_transferred == self.row.records_failed
        return sync_connections.stage(self.row.id).on(self.conn) or (
            nothing_arrived and not self.row.staged_at
        )

    def _start_over(self) -> None:
        """Leave a transfer whose stage is gone, or does not fit any more."""
        self._drop_ahead()
        if self.row:
            sync_connections.cancel_transfer(self.row.id).on(self.conn)
        self.row = self.staged_columns = None
        self.seen.clear()
        self.errors.clear()

    def _unfinished(self) -> SyncTransfer | None:
        """The interrupted transfer of this table, unless it has another strategy."""
        for transfer in sync_connections.unfinished(self.site.id, self.table.name).on(self.conn):
            is_alike = self.options.cursor in {None, transfer.cursor_column} and not (
                self.options.mirror and transfer.cursor_column
            )
            if is_alike and self.options.strategy in {None, transfer.conflict_strategy}:
                return transfer
            sync_connections.cancel_transfer(transfer.id).on(self.conn)
        return None

    def require_active(self) -> SyncConnection:
        """Give the connection, unless it was suspended, was revoked or has expired."""
        found = sync_connections.find(self.site.id).on(self.conn)
        status = found.status if found else "deleted"
        if found and found.expires_at and found.expires_at < datetime.now(UTC):
            status = "expired"
        if found is None or status != "active":
            raise errors.SyncInterruptedError(
                f"The local connection {self.site.name} is {status}, so nothing is received.",
                "What has arrived is kept; `amity sync list` shows the connection.",
            )
        return found

    def _page_size(self, site: SyncConnection) -> int:
        """Give how many records to request: at most what the local connection still takes."""
        columns = len(self.offered.columns) if self.offered else 1
        size = page_size(self.options.page_size, columns)
        if site.max_records_total is None:
            return size
        left = site.max_records_total - site.records_downloaded
        if left <= 0:
            raise errors.SyncInterruptedError(
                f"The local connection {site.name} has no records left, so no more are received.",
                "What has arrived is kept; `amity sync renew --max-records` allows more.",
            )
        return min(left, size)

    def _next_page(self, size: int) -> "Page":
        ahead, self.ahead = self.ahead, None
        pull = partial(self._pull, size)
        try:
            try:
                return ahead.response() if ahead else self._patiently(pull)
            except errors.SiteRefusedError as refused:
                if refused.slug != "sync_approval_required":
                    raise
                self._request_approval()
                return self._patiently(pull)
        except errors.SiteRefusedError as refused:
            if refused.slug in _FINAL:
                self.fail(refused.message.removesuffix("."))
            raise

    def _pull(self, size: int) -> "Page":
        return self.source.pull(
            self.table.name,
            self.row.reached if self.row else None,
            size,
            self.row.remote_transfer_id if self.row else None,
            self.cursor,
        )

    def _request_ahead(self, page: "Page", size: int) -> None:
        """Request the page after this one."""
        pull = partial(
            self.source.pull, self.table.name, page.reached, size, page.transfer_id, self.cursor
        )
        self.ahead = Ahead(partial(self._patiently, pull))

    def _drop_ahead(self) -> None:
        """Leave what was requested, when it has come: the site is asked one thing at a time."""
        ahead, self.ahead = self.ahead, None
        if ahead:
            ahead.wait()

    def _patiently(self, request: Callable[[], T]) -> T:
        """Repeat a request while the site says that there are too many."""
        for seconds in _PAUSES:
            try:
                return request()
            except errors.SiteRefusedError as refused:
                if refused.slug != "sync_rate_limited":
                    raise
                self.options.wait(seconds)
        return request()

    def _request_approval(self) -> None:
        """Request an approval, and keep its id: the next pull names it."""
        approval = self.source.request(self.table.name)
        with self.conn.transaction():
            self.fail("The site requires an approval now.")
            self.row = self._start(approval.transfer_id)

    def _start(self, remote: UUID | None) -> SyncTransfer:
        if self.offered is None:
            raise errors.InvalidResponseError(
                f"The site sends {self.table.name}, which it does not offer.",
                "Ask the site's administrator.",
            )
        sites, key, how = self.offered.sites, _key(self.offered.columns), self.strategy
        return sync_connections.start(
            *(self.site.id, self.table.name, sites, key),
            strategy=how,
            remote_transfer=remote,
            cursor=self.cursor,
            cursor_lag=self.options.cursor_lag,
        ).on(self.conn)

    def fail(self, reason: str) -> None:
        """Mark the transfer as failed: the next pull begins a new one."""
        if self.row:
            sync_connections.fail_transfer(self.row.id, reason).on(self.conn)

    def _store(self, page: "Page") -> SyncTransfer:
        """Write the rows and the position after them, in one transaction."""
        # for each page, as its columns may differ from those of the page before
        writer = PageWriter(self.table, self.strategy, page.columns, self.may_fail)
        with self.conn.transaction():
            self.renew_lease()
            found = self.row or self._start(page.transfer_id)
            if self.is_direct:
                written = writer.insert(self.conn, page.records)
            else:
                self._open_stage(found, page, writer)
                written = writer.stage(self.conn, stage_of(found), page.records)
            found = self._advance(found, page, written)
            if page.is_last and self.is_direct:
                found = sync_connections.complete_transfer(found.id).on(self.conn)
        self.errors += written.errors[: MAX_ERRORS - len(self.errors)]
        return found

    def _open_stage(self, found: SyncTransfer, page: "Page", writer: PageWriter) -> None:
        """Make the stage for the first page; later ones must have the same columns."""
        if page.columns == self.staged_columns:
            return
        names = [column.name for column in writer.columns]
        if not sync_connections.stage(found.id, names).on(self.conn):
            raise _DoesNotFitError
        self.staged_columns = page.columns

    def _advance(self, found: SyncTransfer, page: "Page", written: Written) -> SyncTransfer:
        return sync_connections.advance(
            found.id,
            page.reached,
            created=written.created,
            skipped=written.skipped,
            failed=len(written.errors),
            size=written.size,
            remote_transfer=page.transfer_id,
            key=_key(page.columns),
            staged=written.staged,
            is_staged=page.is_last and not self.is_direct,
        ).on(self.conn)

    def _refuse_repetition(self, page: "Page") -> None:
        # only the hash, as a key may be as long as any text
        reached = hashlib.sha256(json.dumps(page.reached).encode()).digest()
        if reached in self.seen:
            raise errors.InvalidResponseError(
                "The site sends the same records again and again.",
                "Ask the site's administrator. `amity sync list` shows the connection.",
            )
        self.seen.add(reached)


def stage_of(transfer: SyncTransfer) -> sql.Identifier:
    """Give the table that is the stage of a transfer."""
    return sql.Identifier("amity_private", f"sync_stage_{transfer.id.hex}")


def _key(columns: "Sequence[SentColumn]") -> list[dict[str, Any]]:
    """Give the columns of the primary key, in its order."""
    parts = sorted((column.key, column.name, column.type) for column in columns if column.key)
    return [{"name": name, "type": type_} for _, name, type_ in parts]
