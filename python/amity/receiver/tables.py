"""Several tables: what is referred to first; and again, where a row came before its parent."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from graphlib import CycleError, TopologicalSorter
from typing import Any

import psycopg

from amity import sync_connections
from amity.errors import AmityError
from amity.receiver import targets
from amity.receiver.errors import Busy, CannotReceive, SiteRefused
from amity.receiver.rows import MISSING_PARENT
from amity.receiver.sources import Source
from amity.receiver.transfers import PAGE, Receipt, receive
from amity.sync_connections import Offer, Strategy, SyncConnection, SyncTransfer

__all__ = ["Received", "in_order", "receive_tables", "wanted"]

Conn = psycopg.Connection[Any]
Step = Callable[[str, SyncTransfer], None]

_PASSES = 3

# What is wrong with one table says nothing of the others.
_OF_ONE_TABLE = {
    "sync_approval_denied",
    "sync_approval_expired",
    "sync_approval_pending",
    "sync_invalid_position",
    "sync_table_not_allowed",
    "sync_transfer_over",
}


@dataclass(slots=True)
class Received:
    """What became of a table, one time through it after the other; or what stood in the way."""

    table: str
    receipts: list[Receipt] = field(default_factory=list)
    problem: AmityError | None = None

    @property
    def receipt(self) -> Receipt | None:
        """The last time."""
        return self.receipts[-1] if self.receipts else None

    @property
    def counts(self) -> dict[str, int]:
        """What became of its rows in the end."""
        if not self.receipts:
            return {}
        every = [receipt.transfer for receipt in self.receipts]
        return {
            "created": sum(transfer.records_created for transfer in every),
            # the second time, what the first one created is there as well
            "updated": every[0].records_updated,
            "skipped": every[0].records_skipped,
            "failed": every[-1].records_failed,
        }


def wanted(conn: Conn, site: SyncConnection, tables: Iterable[str]) -> list[str]:
    """Give the names of tables as they are listed.

    Raises:
        CannotReceive: there is no such table here, or the connection may not write it.
    """
    names = list(dict.fromkeys(targets.named(conn, table) for table in tables))
    for name in names:
        if not sync_connections.may_write(site.id, name).on(conn):
            targets.described(conn, name)  # one that is not there is told as that
            raise CannotReceive(
                f"{site.name} may not write {name} here.",
                "See writable_tables and excluded_tables of the connection.",
            )
    return names


def offered(conn: Conn, site: SyncConnection, offer: Offer) -> list[str]:
    """Give what a site offers, as far as the connection may write it here."""
    names = (targets.named(conn, table["table"]) for table in offer.tables or [])
    return [
        name for name in dict.fromkeys(names) if sync_connections.may_write(site.id, name).on(conn)
    ]


_REFERENCES = """
select children.name, parents.name
from unnest(%(names)s::text[]) as children (name)
join pg_constraint on conrelid = to_regclass(children.name) and contype = 'f'
join unnest(%(names)s::text[]) as parents (name) on confrelid = to_regclass(parents.name)
where confrelid <> conrelid
"""


def in_order(conn: Conn, names: Sequence[str]) -> list[str]:
    """Put tables after those that they refer to here; in a circle, one of them comes first."""
    refers_to: dict[str, set[str]] = {name: set() for name in names}
    for child, parent in conn.execute(_REFERENCES, {"names": list(names)}):
        refers_to[child].add(parent)
    while True:
        try:
            return list(TopologicalSorter(refers_to).static_order())
        except CycleError as error:
            circle = error.args[1]
            # of the circle, a reference goes: its rows come again once the others are there
            refers_to[circle[1]].discard(circle[0])


def _always(_table: str) -> bool:
    return True


def receive_tables(
    conn: Conn,
    source: Source,
    site: SyncConnection,
    names: Sequence[str],
    *,
    strategy: Strategy | None = None,
    page: int = PAGE,
    only_if: Callable[[str], bool] = _always,
    step: Step = lambda _table, _transfer: None,
    wait: Callable[[float], None] = time.sleep,
) -> list[Received]:
    """Receive tables, whose names are from :func:`wanted`; the arguments are those of `receive`.

    Rows whose parents were missing are tried again when all tables are through, three times at
    most and as long as there are fewer of them; but not with `append`, which would double the rest.
    """
    every = [Received(name) for name in in_order(conn, names)]
    waiting = every
    for nth in range(_PASSES):
        for each in waiting:
            try:
                receipt = receive(
                    conn,
                    source,
                    site,
                    each.table,
                    strategy=strategy,
                    page=page,
                    only_if=only_if if nth == 0 else _always,
                    step=partial(step, each.table),
                    wait=wait,
                )
            except AmityError as problem:
                each.problem = problem
                if not _is_of_one_table(problem):
                    return every
            else:
                each.receipts += [receipt] if receipt else []
        waiting = [each for each in waiting if _is_worth_another(each)]
    return every


def _is_worth_another(each: Received) -> bool:
    """Whether rows lack their parents, and fewer than the time before."""
    failed = [receipt.transfer.records_failed for receipt in each.receipts]
    are_fewer = len(failed) < 2 or failed[-1] < failed[-2]  # noqa: PLR2004 - two to compare
    return _lacks_parents(each) and are_fewer


def _lacks_parents(each: Received) -> bool:
    receipt = each.receipt
    return (
        each.problem is None
        and receipt is not None
        and receipt.transfer.conflict_strategy != "append"
        and any(error.sqlstate == MISSING_PARENT for error in receipt.errors)
    )


def _is_of_one_table(problem: AmityError) -> bool:
    if isinstance(problem, SiteRefused):
        return problem.refusal in _OF_ONE_TABLE
    return isinstance(problem, CannotReceive | Busy)
