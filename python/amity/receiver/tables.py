"""Several tables: what is referred to first; and again, where a row came before its parent."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from graphlib import CycleError, TopologicalSorter
from typing import Any

import psycopg

from amity.migrations.errors import Problem
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
    """What became of a table: its last receipt, or what stood in the way; neither, not tried."""

    table: str
    receipt: Receipt | None = None
    problem: Problem | None = None


def wanted(conn: Conn, site: SyncConnection, tables: Iterable[str]) -> list[str]:
    """Give the names of tables as they are listed.

    Raises:
        CannotReceive: the connection here does not take one of them.
    """
    names = list(dict.fromkeys(targets.named(conn, table) for table in tables))
    for name in names:
        if not _is_allowed(site, name):
            raise CannotReceive(
                f"{site.name} does not take {name} here.",
                "See allowed_tables and excluded_tables of the connection.",
            )
    return names


def offered(conn: Conn, site: SyncConnection, offer: Offer) -> list[str]:
    """Give what a site offers, as far as the connection here takes it."""
    names = (targets.named(conn, table["table"]) for table in offer.tables or [])
    return [name for name in dict.fromkeys(names) if _is_allowed(site, name)]


def _is_allowed(site: SyncConnection, name: str) -> bool:
    """The rule of a sending site, for what this one takes."""
    return name not in site.excluded_tables and name in (site.allowed_tables or [name])


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
    all_received = [Received(name) for name in in_order(conn, names)]
    waiting = list(all_received)
    for nth in range(_PASSES):
        for each in waiting:
            before = each.receipt.transfer.records_failed if each.receipt else None
            try:
                each.receipt = receive(
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
            except Problem as problem:
                each.problem = problem
                if not _is_of_one_table(problem):
                    return all_received
            if before is not None and _failed(each) >= before:
                waiting = [other for other in waiting if other is not each]
        waiting = [each for each in waiting if _lacks_parents(each)]
    return all_received


def _failed(each: Received) -> int:
    return each.receipt.transfer.records_failed if each.receipt else 0


def _lacks_parents(each: Received) -> bool:
    receipt = each.receipt
    return (
        each.problem is None
        and receipt is not None
        and receipt.transfer.conflict_strategy != "append"
        and any(error.sqlstate == MISSING_PARENT for error in receipt.errors)
    )


def _is_of_one_table(problem: Problem) -> bool:
    if isinstance(problem, SiteRefused):
        return problem.refusal in _OF_ONE_TABLE
    return isinstance(problem, CannotReceive | Busy)
