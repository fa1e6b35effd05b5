"""Receives one table, from the position where its transfer stands to the last page.

A page's rows and the position after them are written in one transaction: a transfer that was
interrupted continues exactly there.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID, uuid4

import psycopg

from amity import sync_connections
from amity.calls import Conn
from amity.errors import Refusal
from amity.sync_connections import Strategy, SyncConnection, SyncTransfer
from amity.sync_connections.errors import SyncWouldDouble
from amity.sync_connections.receiver import errors
from amity.sync_connections.receiver.errors import printable
from amity.sync_connections.receiver.local_table import LocalTable, read_table
from amity.sync_connections.receiver.page_writer import PageWriter, RowError, Written

if TYPE_CHECKING:
    from amity.sync_connections.receiver.responses import OfferedTable, Page, SentColumn
    from amity.sync_connections.receiver.source import Source

T = TypeVar("T")

PAGE_SIZE = 5000
_MAX_ERRORS = 100
_LEASE_PATIENCE = 5.0

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


@dataclass(frozen=True, slots=True)
class Options:
    """How tables are received."""

    strategy: Strategy | None = None
    """What happens to rows that exist; by default what the connection says."""
    page_size: int = PAGE_SIZE
    """Records that are requested at once."""
    allow_private: bool = False
    """Whether a site may be on a private host."""
    wait: Callable[[float], None] = time.sleep
    """Called with the seconds to wait when a site reports too many requests."""
    progress: Callable[[str, SyncTransfer, int | None], None] = lambda _table, _done, _rows: None
    """Called after every page with the table, its transfer and the estimated number of rows."""
    max_page_bytes: int = 32 << 20
    """The largest response of the site that is read."""

    def of_source(self) -> dict[str, Any]:
        """The keyword arguments of :func:`~amity.sync_connections.receiver.open_source`."""
        return {"allow_private": self.allow_private, "max_bytes": self.max_page_bytes}


DEFAULTS = Options()


@dataclass(slots=True)
class Receipt:
    """The result of receiving a table once, with the errors of the first hundred records."""

    transfer: SyncTransfer
    errors: list[RowError] = field(default_factory=list)


def receive_table(
    conn: Conn,
    source: "Source",
    site: SyncConnection,
    table: str,
    options: Options,
    *,
    only_if: Callable[[str], bool] | None,
) -> Receipt | None:
    """Receive a table, continuing a transfer that was interrupted: see :func:`receive_tables`.

    After an error the transfer can continue, unless it is a final refusal of the site.
    """
    if not conn.autocommit:
        raise errors.CannotReceiveError(
            "A table is received over a connection in autocommit: each page is committed at once.",
            "Connect with autocommit=True.",
        )
    with _errors_explained(conn, table), _leased(conn, site.id, table) as holder:
        if only_if and not only_if(table):
            return None
        return _Transfer(conn, source, site, holder, read_table(conn, table), options).run()


@dataclass(slots=True)
class _Transfer:
    """A transfer in progress."""

    conn: Conn
    source: "Source"
    site: SyncConnection
    holder: UUID
    table: LocalTable
    options: Options
    transfer: SyncTransfer | None = field(init=False)
    strategy: Strategy = field(init=False)
    offered: "OfferedTable | None" = None
    seen: set[bytes] = field(default_factory=set)
    errors: list[RowError] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.transfer = self._unfinished()
        continued = self.transfer and self.transfer.conflict_strategy
        default = self.options.strategy or self.site.default_conflict_strategy
        self.strategy = continued or default

    def run(self) -> Receipt:
        """Receive page after page."""
        self._require_active()
        offer = self._patiently(self.source.tables)
        self.offered = next((each for each in offer.tables if each.table == self.table.name), None)
        always_inserts = self.strategy == "append" or not self.table.key
        if self.offered and not self.transfer and always_inserts:
            # checked first: a table that cannot take the rows starts no transfer
            PageWriter(self.table, self.strategy, self.offered.columns)
            # rows that are always inserted begin after those that came before
            self.transfer = self._start(None)
        while True:
            self._require_active()
            page = self._next_page()
            try:
                self.transfer = self._store(page)
            except SyncWouldDouble as refusal:
                # another transfer received this page: the next one begins after it
                self._fail(str(refusal))
                raise
            estimate = self.offered.estimated_rows if self.offered else None
            self.options.progress(self.table.name, self.transfer, estimate)
            if page.is_last:
                return Receipt(self.transfer, self.errors)
            self._refuse_repetition(page)

    def _unfinished(self) -> SyncTransfer | None:
        """The interrupted transfer of this table, unless it has another strategy."""
        for transfer in sync_connections.unfinished(self.site.id, self.table.name).on(self.conn):
            if self.options.strategy in {None, transfer.conflict_strategy}:
                return transfer
            sync_connections.cancel_transfer(transfer.id).on(self.conn)
        return None

    def _require_active(self) -> None:
        found = sync_connections.find(self.site.id).on(self.conn)
        status = found.status if found else "deleted"
        if found and found.expires_at and found.expires_at < datetime.now(UTC):
            status = "expired"
        if status != "active":
            raise errors.SyncInterruptedError(
                f"The local connection {self.site.name} is {status}, so nothing is received.",
                "What has arrived is kept; `amity sync list` shows the connection.",
            )

    def _next_page(self) -> "Page":
        try:
            try:
                return self._patiently(self._pull)
            except errors.SiteRefusedError as refused:
                if refused.slug != "sync_approval_required":
                    raise
                self._request_approval()
                return self._patiently(self._pull)
        except errors.SiteRefusedError as refused:
            if refused.slug in _FINAL:
                self._fail(refused.message.removesuffix("."))
            raise

    def _pull(self) -> "Page":
        return self.source.pull(
            self.table.name,
            self.transfer.reached if self.transfer else None,
            self.options.page_size,
            self.transfer.remote_transfer_id if self.transfer else None,
        )

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
            self._fail("The site requires an approval now.")
            self.transfer = self._start(approval.transfer_id)

    def _start(self, remote: UUID | None) -> SyncTransfer:
        if self.offered is None:
            raise errors.InvalidResponseError(
                f"The site sends {self.table.name}, which it does not offer.",
                "Ask the site's administrator.",
            )
        sites, key, how = self.offered.sites, _key(self.offered.columns), self.strategy
        return sync_connections.start(
            self.site.id, self.table.name, sites, key, strategy=how, remote_transfer=remote
        ).on(self.conn)

    def _fail(self, reason: str) -> None:
        if self.transfer:
            sync_connections.fail_transfer(self.transfer.id, reason).on(self.conn)

    def _store(self, page: "Page") -> SyncTransfer:
        """Write the rows and the position after them, in one transaction."""
        # for each page, as its columns may differ from those of the page before
        writer = PageWriter(self.table, self.strategy, page.columns)
        with self.conn.transaction():
            # ten minutes may have passed since the last page
            if not sync_connections.lease(self.site.id, self.table.name, self.holder).on(self.conn):
                raise _busy(self.table.name)
            transfer = self.transfer or self._start(page.transfer_id)
            written = writer.write(self.conn, page.records)
            transfer = self._advance(transfer, page, written)
            if page.is_last:
                transfer = sync_connections.complete_transfer(transfer.id).on(self.conn)
        self.errors += written.errors[: _MAX_ERRORS - len(self.errors)]
        return transfer

    def _advance(self, transfer: SyncTransfer, page: "Page", written: Written) -> SyncTransfer:
        as_json = json.dumps(page.records, ensure_ascii=False, separators=(",", ":"))
        return sync_connections.advance(
            transfer.id,
            page.reached,
            created=written.created,
            updated=written.updated,
            skipped=written.skipped,
            failed=len(written.errors),
            size=len(as_json.encode(errors="replace")),
            remote_transfer=page.transfer_id,
            key=_key(page.columns),
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


def _key(columns: "Sequence[SentColumn]") -> list[dict[str, Any]]:
    """Give the columns of the primary key, in its order."""
    parts = sorted((column.key, column.name, column.type) for column in columns if column.key)
    return [{"name": name, "type": type_} for _, name, type_ in parts]


@contextmanager
def _leased(conn: Conn, connection: UUID, table: str) -> Iterator[UUID]:
    """Let no other run receive this table through this connection; gives the id of this one."""
    holder = uuid4()
    # a session whose client was killed is there for a moment
    deadline = time.monotonic() + _LEASE_PATIENCE
    while not _lease(conn, connection, table, holder):
        if time.monotonic() >= deadline:
            raise _busy(table)
        time.sleep(0.1)
    try:
        yield holder
    finally:
        with suppress(psycopg.Error):
            sync_connections.release(connection, table, holder).on(conn)


def _lease(conn: Conn, connection: UUID, table: str, holder: UUID) -> bool:
    try:
        with conn.transaction():
            # while a page is written, its run holds the row
            conn.execute("set local lock_timeout = '5s'")
            return sync_connections.lease(connection, table, holder).on(conn)
    except psycopg.errors.LockNotAvailable:
        return False


def _busy(table: str) -> errors.SyncBusyError:
    return errors.SyncBusyError(
        f"Another session is receiving {table}.", "Wait until it has finished."
    )


@contextmanager
def _errors_explained(conn: Conn, table: str) -> Iterator[None]:
    """Turn what the local database refuses into a sentence, unless its connection is lost."""
    try:
        yield
    except Refusal as refusal:
        raise errors.CannotReceiveError(
            f"Cannot receive {table}: {refusal}.", refusal.hint
        ) from refusal
    except errors.SiteUnreachableError as error:
        error.hint = "What has arrived is kept; run this again to continue."
        raise
    except psycopg.Error as error:
        if conn.broken:
            raise
        raise errors.CannotReceiveError(
            f"Cannot receive {table}: {printable(error.diag.message_primary or error)}.",
            "What was written before is kept; run this again to continue.",
        ) from error
