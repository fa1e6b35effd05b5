"""Counts: how many connections, followers and followed people a person has."""

from dataclasses import dataclass

from amity.calls import Call, Id, function, one, optional, value

__all__ = ["mine", "of", "rebuild", "site"]


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
    return function(MyCounts, "my_counts")


def of(person: Id) -> Call[Counts | None]:
    """The counts of a person, or ``None`` where I may not see them.

    I see my own, those of others with the setting ``counts_are_public``, and none across a block.
    """
    return optional(Counts, "select * from amity.counts_of(%s::uuid)", person)


def rebuild() -> Call[int]:
    """Counts everything again; gives the number of counts. For services.

    Refuses: ``isolation_unsupported``.
    """
    return value(int, "select amity.rebuild_counts()")


def site() -> Call[SiteCounts]:
    """How many ties of each kind there are in all. For services."""
    return one(SiteCounts, "select * from amity.site_counts")
