"""Friendships: connections and step-backs in the shape of a ``friendships`` table.

Clients that were written for such a table write it as well; the acts in Python are those of
:mod:`amity.connections` and :mod:`amity.step_backs`.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amity.calls import Call, page
from amity.friendships import errors

__all__ = ["errors", "mine"]


@dataclass(frozen=True, slots=True)
class Friendship:
    """A row of ``amity.friendships``; the ``stepped_back`` fields only ever tell of me."""

    id: UUID
    requester_id: UUID
    addressee_id: UUID
    status: str
    """``pending`` or ``accepted``."""
    responded_at: datetime | None
    created_at: datetime
    stepped_back_by: UUID | None
    stepped_back_at: datetime | None
    stepped_back_until: datetime | None
    stepped_back_reason: str | None


def mine(*, limit: int = 50, after: Friendship | None = None) -> Call[list[Friendship]]:
    """My friendships and open requests, newest first."""
    return page(Friendship, "friendships", limit, after)
