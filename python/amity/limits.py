"""Limits: how often a person may act. For services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from amity.calls import Call, many, one
from amity.refusals import Refusal

__all__ = ["RateLimit", "RateLimitNotFound", "RateLimited", "change", "every"]


@dataclass(frozen=True, slots=True)
class RateLimit:
    """A row of ``amity.rate_limits``: ``max_actions`` at once, earned anew within ``per``."""

    action: str
    max_actions: int | None
    per: timedelta


class RateLimited(Refusal):
    """Too often: the hint says from when again."""


class RateLimitNotFound(Refusal):
    """Nothing of that name is limited."""


def every() -> Call[list[RateLimit]]:
    """Every limit."""
    return many(RateLimit, "select * from amity.rate_limits order by action")


def change(action: str, max_actions: int | None, per: timedelta | None = None) -> Call[RateLimit]:
    """Lets a person act so often.

    :param action: ``request``, ``follow``, ``invite`` or ``circle``, and what other kinds bring.
    :param max_actions: how many at once; ``None`` is any number.
    :param per: in what time as many are earned anew; ``None`` leaves it as it is.

    Refuses: ``rate_limit_not_found``.
    """
    return one(
        RateLimit,
        "select * from amity.set_rate_limit(%s, %s, %s)",
        action,
        max_actions,
        per,
    )
