"""Friendships: connections and step-backs in the shape of a ``friendships`` table.

Clients that were written for such a table write it as well; from here, the acts are those of
:mod:`amity.connections` and :mod:`amity.step_backs`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from amity.calls import FIRST_PAGE, Call, many
from amity.refusals import Refusal

__all__ = ["AnswerInvalid", "Friendship", "mine"]


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


class AnswerInvalid(Refusal):
    """A request in ``amity.connection_requests`` cannot be set to that status."""


def mine(*, limit: int = 50, after: Friendship | None = None) -> Call[list[Friendship]]:
    """My friendships and open requests, newest first; the next page is after the last of this."""
    return many(
        Friendship,
        """
        select * from amity.friendships
        where (created_at, id) < (%s::timestamptz, %s::uuid)
        order by created_at desc, id desc limit %s
        """,
        *((after.created_at, after.id) if after else FIRST_PAGE),
        limit,
    )
