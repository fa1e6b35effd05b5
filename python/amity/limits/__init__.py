"""Limits: how often a person may act. For services, but for :func:`mine`."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from amity.calls import Call, function, many
from amity.limits import errors

__all__ = ["change", "errors", "every", "mine"]


@dataclass(frozen=True, slots=True)
class RateLimit:
    """A row of ``amity.rate_limits``: ``max_actions`` at once, regained within ``per``."""

    action: str
    max_actions: int | None
    per: timedelta


@dataclass(frozen=True, slots=True)
class Quota:
    """A row of ``amity.my_quotas()``: ``None`` in ``allowed`` and ``remaining`` is unlimited.

    ``renews_at`` is the moment when one more act comes back, ``None`` where none is used.
    """

    action: str
    allowed: int | None
    per: timedelta
    remaining: int | None
    renews_at: datetime | None


def mine() -> Call[list[Quota]]:
    """How often I may act, and how often at this moment, by action."""
    return many(Quota, "select * from amity.my_quotas()")


def every() -> Call[list[RateLimit]]:
    """All limits, by action."""
    return many(RateLimit, "select * from amity.rate_limits order by action")


def change(action: str, max_actions: int | None, per: timedelta | None = None) -> Call[RateLimit]:
    """Changes a limit and gives its row.

    :param action: ``request``, ``follow``, ``invite``, ``circle``, ``circle_invitation``, or one
        of another kind.
    :param max_actions: how many at once; ``None`` is unlimited.
    :param per: the time in which as many are regained; ``None`` leaves it unchanged.

    Refuses: ``rate_limit_not_found``, ``rate_limit_invalid``.
    """
    return function(RateLimit, "set_rate_limit", action, max_actions, per)
