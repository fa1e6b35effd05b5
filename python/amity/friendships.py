"""Friendships: connections in the shape of a ``friendships`` table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from amity.calls import Call, many

__all__ = ["Friendship", "mine"]


@dataclass(frozen=True, slots=True)
class Friendship:
    """A row of ``amity.friendships``; the ``stepped_back`` fields only ever tell of me."""

    id: UUID
    requester_id: UUID
    addressee_id: UUID
    status: Literal["pending", "accepted", "declined"]
    responded_at: datetime | None
    created_at: datetime
    stepped_back_by: UUID | None
    stepped_back_at: datetime | None
    stepped_back_until: datetime | None
    stepped_back_reason: str | None


def mine(*, limit: int = 50) -> Call[list[Friendship]]:
    """My friendships and requests, newest first."""
    return many(
        Friendship, "select * from amity.friendships order by created_at desc limit %s", limit
    )
