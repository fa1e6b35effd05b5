"""Limits: how often a person may act. For services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from amity.calls import Call, many, one
from amity.refusals import Refusal

__all__ = ["LimitedAction", "RateLimit", "RateLimited", "change", "every"]

LimitedAction = Literal["request", "follow", "invite", "circle"]


@dataclass(frozen=True, slots=True)
class RateLimit:
    """A row of ``amity.rate_limits``: ``max_actions`` at once, earned anew within ``per``."""

    action: LimitedAction
    max_actions: int | None
    per: timedelta


class RateLimited(Refusal, slug="rate_limited"):
    """Too often: the hint says from when again."""


def every() -> Call[list[RateLimit]]:
    """Every limit."""
    return many(RateLimit, "select * from amity.rate_limits order by action")


def change(
    action: LimitedAction, max_actions: int | None, per: timedelta | None = None
) -> Call[RateLimit]:
    """Lets a person act so often.

    :param max_actions: how many at once; ``None`` is any number.
    :param per: in what time as many are earned anew; ``None`` leaves it as it is.
    """
    return one(
        RateLimit,
        """
        update amity.rate_limits set max_actions = %s, per = coalesce(%s::interval, per)
        where action = %s::amity.limited_action returning *
        """,
        max_actions,
        per,
        action,
    )
