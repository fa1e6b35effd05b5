"""One table, from the place where it stands to its last page."""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg

from amity import sync_connections
from amity.receiver import guards, targets
from amity.receiver.errors import CannotReceive, Interrupted, SiteRefused, StrangeAnswer
from amity.receiver.plans import Plan, planned
from amity.receiver.rows import RowError, Written, write
from amity.receiver.sequences import advance_sequences
from amity.receiver.sources import Source
from amity.receiver.targets import Target
from amity.sync_connections import Page, Strategy, SyncConnection, SyncTransfer, SyncWouldDouble

__all__ = ["PAGE", "Receipt", "receive"]

Conn = psycopg.Connection[Any]
Step = Callable[[SyncTransfer], None]

PAGE = 5000
"""Records that are asked for at once."""
_MOST_ERRORS = 100

# Seconds between two tries where a site says that we ask too often: more than a minute in all.
_RATE = (1, 2, 4, 8, 15, 15, 20)

# After one of these there is nothing left at the site that could go on.
_ENDS = {
    "sync_approval_denied",
    "sync_approval_expired",
    "sync_approval_required",
    "sync_invalid_position",
    "sync_transfer_over",
}


@dataclass(slots=True)
class Receipt:
    """What came of receiving a table."""

    transfer: SyncTransfer
    errors: list[RowError] = field(default_factory=list)
    """The first hundred records that could not be written, of this run."""


def receive(
    conn: Conn,
    source: Source,
    site: SyncConnection,
    table: str,
    *,
    strategy: Strategy | None = None,
    page: int = PAGE,
    only_if: Callable[[str], bool] = lambda _table: True,
    step: Step = lambda _transfer: None,
    wait: Callable[[float], None] = time.sleep,
) -> Receipt | None:
    """Receive a table, going on with a transfer that was cut off.

    Args:
        conn: an autocommit connection to the database here, whose user may write the table.
        source: the other site.
        site: the receiving connection.
        table: its name, the same on both sides.
        strategy: what is done with rows that are there; otherwise the connection's own.
        page: how many records are asked for at once.
        only_if: asked once nobody else can receive the table; where it says no, nothing is done.
        step: is called after every page.
        wait: is called with seconds where the site says that we ask too often.

    Raises:
        SiteRefused: the site said no; the transfer goes on the next time, unless it was told that
            it never will.
        Interrupted: the connection is not active here any more.
        CannotReceive, StrangeAnswer, SiteUnreachable, Busy: what their names say.
    """
    if not conn.autocommit:
        raise CannotReceive(
            "A table is received over a connection in autocommit: each page is committed at once.",
            "Connect with autocommit=True.",
        )
    name = targets.named(conn, table)
    with guards.held(conn, site.id, name), guards.sentences(conn, name):
        if not only_if(name):
            return None
        target = targets.described(conn, name)
        going = _Going(conn, source, site, target, strategy=strategy, page=page, wait=wait)
        return going.until_the_end(step)


class _Going:
    """A transfer on its way."""

    def __init__(
        self,
        conn: Conn,
        source: Source,
        site: SyncConnection,
        target: Target,
        *,
        strategy: Strategy | None,
        page: int,
        wait: Callable[[float], None],
    ) -> None:
        self._conn, self._source, self._site, self._target = conn, source, site, target
        self._most, self._wait = page, wait
        self._transfer = self._cut_off(strategy)
        chosen = strategy or site.default_conflict_strategy
        self._strategy: Strategy = (
            self._transfer.conflict_strategy or chosen if self._transfer else chosen
        )
        self._told: dict[str, Any] = {}
        self._plan: tuple[list[dict[str, Any]], Plan] | None = None
        self._seen: set[bytes] = set()
        self._errors: list[RowError] = []

    def until_the_end(self, step: Step) -> Receipt:
        self._still_active()
        self._told = self._offered()
        if self._told and not self._transfer and self._inserts():
            # where rows are always inserted, it begins after what came before
            self._planned(self._told["columns"])
            self._transfer = self._start(None)
        while True:
            self._still_active()
            page = self._asked()
            plan = self._planned(page.columns or [])
            try:
                self._transfer = self._keep(page, plan)
            except SyncWouldDouble as refusal:
                # another transfer took the page: the next one begins after that
                if self._transfer:
                    sync_connections.fail_transfer(self._transfer.id, str(refusal)).on(self._conn)
                raise
            step(self._transfer)
            if page.is_last:
                return Receipt(self._transfer, self._errors)
            self._refuse_circles(page)

    def _cut_off(self, strategy: Strategy | None) -> SyncTransfer | None:
        """The transfer of this table that was cut off, unless it was to do something else."""
        found = sync_connections.unfinished(self._site.id, self._target.name).on(self._conn)
        for transfer in found:
            if strategy in {None, transfer.conflict_strategy}:
                return transfer
            sync_connections.cancel_transfer(transfer.id).on(self._conn)
        return None

    def _still_active(self) -> None:
        found = sync_connections.find(self._site.id).on(self._conn)
        status = found[0].status if found else "gone"
        end = found[0].expires_at if found else None
        if end and end < datetime.now(UTC):
            status = "expired"
        if status != "active":
            raise Interrupted(
                f"The connection {self._site.name} is {status} here, so nothing more is received.",
                "What has arrived is kept; `amity sync list` shows the connection.",
            )

    def _inserts(self) -> bool:
        return self._strategy == "append" or not self._target.key

    def _offered(self) -> dict[str, Any]:
        """What the site tells of the table; nothing where it does not offer it."""
        for seconds in (*_RATE, 0):
            offer = self._source.tables()
            if offer.allowed:
                return next(
                    (each for each in offer.tables or [] if each["table"] == self._target.name), {}
                )
            if offer.slug != "sync_rate_limited":
                break
            self._wait(seconds)
        raise SiteRefused(f"{offer.message}.", offer.hint or "", refusal=offer.slug or "")

    def _asked(self) -> Page:
        """The next page; where the site says no, that."""
        requested = False
        for seconds in (*_RATE, 0):
            page = self._source.pull(
                self._target.name,
                self._transfer.reached if self._transfer else None,
                self._most,
                self._transfer.remote_transfer_id if self._transfer else None,
            )
            if page.allowed:
                return page
            if page.slug == "sync_approval_required" and not requested:
                self._request_approval()
                requested = True
            elif page.slug != "sync_rate_limited":
                break
            else:
                self._wait(seconds)
        if self._transfer and page.slug in _ENDS:
            sync_connections.fail_transfer(self._transfer.id, page.message or "").on(self._conn)
        raise SiteRefused(f"{page.message}.", page.hint or "", refusal=page.slug or "")

    def _request_approval(self) -> None:
        """Ask, and remember what we asked for: the next time it is pulled by that."""
        said = self._source.request(self._target.name)
        if not said.allowed:
            raise SiteRefused(f"{said.message}.", said.hint or "", refusal=said.slug or "")
        with self._conn.transaction():
            if self._transfer:
                reason = "The site wants an approval for it now."
                sync_connections.fail_transfer(self._transfer.id, reason).on(self._conn)
            self._transfer = self._start(said.transfer_id)

    def _start(self, remote: UUID | None) -> SyncTransfer:
        if not self._told:
            raise StrangeAnswer(
                f"The site sends {self._target.name}, which it does not offer.",
                "Ask whoever runs it.",
            )
        return sync_connections.start(
            self._site.id,
            self._target.name,
            self._told["sites"],
            _key(self._told["columns"]),
            strategy=self._strategy,
            remote_transfer=remote,
        ).on(self._conn)

    def _planned(self, columns: list[dict[str, Any]]) -> Plan:
        """The plan for such columns, which may change on the way."""
        if self._plan is None or self._plan[0] != columns:
            self._plan = columns, planned(self._target, self._strategy, columns)
        return self._plan[1]

    def _keep(self, page: Page, plan: Plan) -> SyncTransfer:
        """Write the rows and the place where they ended, in one transaction."""
        records = page.records or []
        with self._conn.transaction():
            transfer = self._transfer or self._start(page.transfer_id)
            written = write(self._conn, plan, records)
            if written.created:
                advance_sequences(self._conn, plan, records)
            transfer = self._advanced(transfer, page, written)
            if page.is_last:
                transfer = sync_connections.complete_transfer(transfer.id).on(self._conn)
        room = _MOST_ERRORS - len(self._errors)
        self._errors += written.errors[:room]
        return transfer

    def _advanced(self, transfer: SyncTransfer, page: Page, written: Written) -> SyncTransfer:
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
            key=_key(page.columns or []),
        ).on(self._conn)

    def _refuse_circles(self, page: Page) -> None:
        # of the places only this, as a key may be as long as a text can be
        reached = hashlib.sha256(json.dumps(page.reached).encode()).digest()
        if reached in self._seen:
            raise StrangeAnswer(
                "The site sends the same records over and over.",
                "Ask whoever runs it. `amity sync list` shows the transfer.",
            )
        self._seen.add(reached)


def _key(columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the primary key among the columns that a site tells, in its order."""
    parts = sorted((each for each in columns if each["key"]), key=lambda each: each["key"])
    return [{"name": each["name"], "type": each["type"]} for each in parts]
