"""Badges: awarded for a number of connections; the host chooses which."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amity.badges import errors
from amity.calls import Call, many

__all__ = ["errors", "leaderboard", "list_mine"]


@dataclass(frozen=True, slots=True)
class Badge:
    """A row of ``amity.list_badges()``: ``awarded_at`` is ``None`` where I do not have it."""

    badge: str
    name: str
    threshold: int
    kept: bool
    awarded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A row of ``amity.leaderboard()``: equal counts share a place."""

    person_id: UUID
    connections: int
    place: int


def list_mine() -> Call[list[Badge]]:
    """All badges, lowest threshold first, with the time when each was awarded to me."""
    return many(Badge, "select * from amity.list_badges()")


def leaderboard(*, limit: int = 10) -> Call[list[Standing]]:
    """The people with the most connections, at most 100, and my own place.

    Refuses: ``leaderboard_disabled``.
    """
    return many(Standing, "select * from amity.leaderboard(%s)", limit)
