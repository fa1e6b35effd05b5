"""Suggestions: people that a person may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amity.calls import Call, many, one, page
from amity.suggestions import errors

__all__ = ["dismiss", "dismissed", "errors", "restore", "suggest"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A row of ``amity.connection_suggestions()``."""

    person_id: UUID
    mutual_count: int


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A row of ``amity.dismissed_suggestions``."""

    owner_id: UUID
    person_id: UUID
    dismissed_at: datetime


def suggest(*, limit: int = 10) -> Call[list[Suggestion]]:
    """Connections of my connections, most in common first, at most 1000.

    Without people that I am connected with, have a request with or dismissed, and without people
    across a block.
    """
    return many(Suggestion, "select * from amity.connection_suggestions(%s)", limit)


def dismiss(person: UUID | str) -> Call[Dismissal]:
    """Excludes a person from my suggestions.

    Refuses: ``person_not_found``, ``self_dismissal``, ``blocked``, ``already_dismissed``.
    """
    return one(Dismissal, "select * from amity.dismiss_suggestion(%s::uuid)", person)


def restore(person: UUID | str) -> Call[Dismissal]:
    """Lets a person be suggested again. Refuses: ``not_dismissed``."""
    return one(Dismissal, "select * from amity.restore_suggestion(%s::uuid)", person)


def dismissed(*, limit: int = 50, after: Dismissal | None = None) -> Call[list[Dismissal]]:
    """My dismissals, newest first."""
    return page(
        Dismissal,
        "select * from amity.dismissed_suggestions where owner_id = (select amity.me())",
        by=("dismissed_at", "person_id"),
        limit=limit,
        after=after,
    )
