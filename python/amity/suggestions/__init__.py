"""Suggestions: people that a person may know."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amity.calls import Call, Id, function, listed, many
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


def dismiss(person: Id) -> Call[Dismissal]:
    """Excludes a person from my suggestions.

    Refuses: ``person_not_found``, ``self_dismissal``, ``blocked``, ``already_dismissed``.
    """
    return function(Dismissal, "dismiss_suggestion", person)


def restore(person: Id) -> Call[Dismissal]:
    """Lets a person be suggested again. Refuses: ``not_dismissed``."""
    return function(Dismissal, "restore_suggestion", person)


def dismissed(*, limit: int = 50, after: Dismissal | None = None) -> Call[list[Dismissal]]:
    """My dismissals, newest first."""
    by = "dismissed_at", "person_id"
    return listed(Dismissal, "list_dismissed_suggestions", limit, after, by=by)
