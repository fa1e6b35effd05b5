"""Badges: for so many connections, by rows that the host chooses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amity.calls import Call, many
from amity.refusals import Refusal

__all__ = ["Badge", "LeaderboardDisabled", "Standing", "leaderboard", "list_mine"]


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


class LeaderboardDisabled(Refusal):
    """The host shows no leaderboard."""


def list_mine() -> Call[list[Badge]]:
    """Every badge there is, lowest threshold first, and since when I have it."""
    return many(Badge, "select * from amity.list_badges()")


def leaderboard(*, limit: int = 10) -> Call[list[Standing]]:
    """Who has the most connections, at most 100 people, and my own place.

    Refuses: ``leaderboard_disabled``.
    """
    return many(Standing, "select * from amity.leaderboard(%s)", limit)
