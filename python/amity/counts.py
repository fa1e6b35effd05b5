"""Counts: how many connections, followers and followed people somebody has."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from amity.calls import Call, many, one, value

__all__ = ["Counts", "MyCounts", "SiteCounts", "mine", "of", "rebuild", "site"]


@dataclass(frozen=True, slots=True)
class MyCounts:
    """A row of ``amity.my_counts()``."""

    connections: int
    followers: int
    following: int
    pending_received: int
    pending_sent: int


@dataclass(frozen=True, slots=True)
class Counts:
    """A row of ``amity.counts_of()``."""

    connections: int
    followers: int
    following: int


@dataclass(frozen=True, slots=True)
class SiteCounts:
    """The row of ``amity.site_counts``."""

    connections: int
    pending_requests: int
    follows: int
    blocks: int


def mine() -> Call[MyCounts]:
    """My own counts."""
    return one(MyCounts, "select * from amity.my_counts()")


def of(person: UUID | str) -> Call[list[Counts]]:
    """Somebody's counts: one record, or none where they are not for me to see.

    They are where they are mine, or the setting ``counts_are_public`` is on; never across a block.
    """
    return many(Counts, "select * from amity.counts_of(%s::uuid)", person)


def rebuild() -> Call[int]:
    """Counts everything anew and says how many counts there are. For services.

    Refuses: ``isolation_unsupported``.
    """
    return value("select amity.rebuild_counts()")


def site() -> Call[SiteCounts]:
    """How much there is of everything. For services."""
    return one(SiteCounts, "select * from amity.site_counts")
