"""Step-backs: distance for a while from somebody one knows. Only its owner ever knows of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from amity.calls import FIRST_PAGE, Call, many, one, value
from amity.refusals import Refusal

__all__ = [
    "AlreadySteppedBack",
    "NoTie",
    "NotSteppedBack",
    "SelfStepBack",
    "StepBack",
    "StepBackEntry",
    "UntilPassed",
    "change",
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


class SelfStepBack(Refusal):
    """You cannot step back from yourself."""


class NoTie(Refusal):
    """You are neither connected with this person nor following them."""


class UntilPassed(Refusal):
    """A step-back cannot end in the past."""


class AlreadySteppedBack(Refusal):
    """You have stepped back from this person already."""


class NotSteppedBack(Refusal):
    """You have not stepped back from this person."""


def step_back_from(
    person: UUID | str, *, until: datetime | None = None, reason: str | None = None
) -> Call[StepBack]:
    """Steps back from somebody I am connected with or follow.

    :param until: when it ends by itself; ``None`` is when I return.
    :param reason: a private note, at most 500 characters.

    Refuses: ``person_not_found``, ``self_step_back``, ``until_passed``, ``blocked``, ``no_tie``,
    ``already_stepped_back``, ``text_too_long``, ``text_invalid``.
    """
    return one(
        StepBack,
        "select * from amity.step_back_from(%s::uuid, %s::timestamptz, %s)",
        person,
        until,
        reason,
    )


def change(
    person: UUID | str, *, until: datetime | None = None, reason: str | None = None
) -> Call[StepBack]:
    """Says both anew: until when, and why.

    Refuses: ``not_stepped_back``, ``until_passed``, ``text_too_long``, ``text_invalid``.
    """
    return one(
        StepBack,
        "select * from amity.change_step_back(%s::uuid, %s::timestamptz, %s)",
        person,
        until,
        reason,
    )


def return_to(person: UUID | str) -> Call[StepBack]:
    """Returns to somebody and gives the step-back as it was. Refuses: ``not_stepped_back``."""
    return one(StepBack, "select * from amity.return_to(%s::uuid)", person)


def is_stepped_back_from(person: UUID | str) -> Call[bool]:
    """Whether I have stepped back from somebody; ``False`` also for an id that nobody has."""
    return value("select amity.is_stepped_back_from(%s::uuid)", person)


def mine(*, limit: int = 50, after: StepBack | None = None) -> Call[list[StepBack]]:
    """My step-backs that hold, newest first; the next page is the one after the last of this."""
    return many(
        StepBack,
        """
        select * from amity.step_backs
        where owner_id = (select amity.me()) and (since, id) < (%s::timestamptz, %s::uuid)
        order by since desc, id desc limit %s
        """,
        *((after.since, after.id) if after else FIRST_PAGE),
        limit,
    )


def history(*, limit: int = 50) -> Call[list[StepBackEntry]]:
    """What happened to my step-backs, newest first."""
    return many(
        StepBackEntry,
        "select * from amity.step_backs_history order by occurred_at desc limit %s",
        limit,
    )
