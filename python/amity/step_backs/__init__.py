"""Step-backs: temporary distance from a connection or followed person. Only its owner knows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from amity.calls import Call, Id, function, listed, page, value
from amity.step_backs import errors

__all__ = [
    "change",
    "errors",
    "history",
    "is_stepped_back_from",
    "mine",
    "return_to",
    "step_back_from",
]


@dataclass(frozen=True, slots=True)
class StepBack:
    """A row of ``amity.step_backs``."""

    id: UUID
    owner_id: UUID
    person_id: UUID
    since: datetime
    until: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class StepBackEntry:
    """A row of ``amity.step_backs_history``."""

    step_back_id: UUID
    owner_id: UUID
    person_id: UUID
    action: Literal["stepped_back", "returned", "lapsed", "ended"]
    occurred_at: datetime


def step_back_from(
    person: Id, *, until: datetime | None = None, reason: str | None = None
) -> Call[StepBack]:
    """Steps back from a person that I am connected with or follow.

    :param until: when it ends by itself; ``None`` is when I return.
    :param reason: a private note, at most 500 characters.

    Refuses: ``person_not_found``, ``self_step_back``, ``until_passed``, ``date_invalid``,
    ``blocked``, ``no_tie``, ``already_stepped_back``, ``text_too_long``, ``text_invalid``.
    """
    return function(StepBack, "step_back_from", person, until, reason)


def change(
    person: Id, *, until: datetime | None = None, reason: str | None = None
) -> Call[StepBack]:
    """Replaces the end and the reason of a step-back.

    Refuses: ``not_stepped_back``, ``until_passed``, ``date_invalid``, ``text_too_long``,
    ``text_invalid``.
    """
    return function(StepBack, "change_step_back", person, until, reason)


def return_to(person: Id) -> Call[StepBack]:
    """Ends a step-back and returns it. Refuses: ``not_stepped_back``."""
    return function(StepBack, "return_to", person)


def is_stepped_back_from(person: Id) -> Call[bool]:
    """Whether I am stepped back from a person; ``False`` also for an unknown id."""
    return value(bool, "select amity.is_stepped_back_from(%s::uuid)", person)


def mine(*, limit: int = 50, after: StepBack | None = None) -> Call[list[StepBack]]:
    """My active step-backs, newest first."""
    return listed(StepBack, "list_step_backs", limit, after, by=("since", "id"))


def history(*, limit: int = 50, after: StepBackEntry | None = None) -> Call[list[StepBackEntry]]:
    """What happened to my step-backs, newest first."""
    by = "occurred_at", "step_back_id", "action"
    return page(StepBackEntry, "step_backs_history", limit, after, by=by)
