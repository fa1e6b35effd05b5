"""Suggestions: whom somebody may know, and whom they do not want to see again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amity.calls import Call, many, one
from amity.refusals import Refusal

__all__ = [
    "AlreadyDismissed",
    "Dismissal",
    "NotDismissed",
    "SelfDismissal",
    "Suggestion",
    "dismiss",
    "dismissed",
    "restore",
    "suggest",
]


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


class SelfDismissal(Refusal):
    """You cannot dismiss yourself."""


class AlreadyDismissed(Refusal):
    """You have dismissed this person already."""


class NotDismissed(Refusal):
    """You have not dismissed this person."""


def suggest(*, limit: int = 10) -> Call[list[Suggestion]]:
    """People connected with my connections, most in common first, at most 1000.

    Never me, nor anybody I am connected with, have a request with, am parted from by a block either
    way, or have dismissed.
    """
    return many(Suggestion, "select * from amity.connection_suggestions(%s)", limit)


def dismiss(person: UUID | str) -> Call[Dismissal]:
    """Never suggest somebody again.

    Refuses: ``person_not_found``, ``self_dismissal``, ``blocked``, ``already_dismissed``.
    """
    return one(Dismissal, "select * from amity.dismiss_suggestion(%s::uuid)", person)


def restore(person: UUID | str) -> Call[Dismissal]:
    """Lets somebody be suggested again. Refuses: ``not_dismissed``."""
    return one(Dismissal, "select * from amity.restore_suggestion(%s::uuid)", person)


def dismissed() -> Call[list[Dismissal]]:
    """Whom I dismissed, newest first."""
    return many(
        Dismissal,
        """
        select * from amity.dismissed_suggestions
        where owner_id = (select amity.me()) order by dismissed_at desc
        """,
    )
