"""Blocks: whom somebody does not want to exist for. Nobody but the blocker ever knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from amity.calls import FIRST_PAGE, Call, many, one
from amity.refusals import Refusal

__all__ = [
    "AlreadyBlocked",
    "Block",
    "BlockEntry",
    "Blocked",
    "NotBlocked",
    "SelfBlock",
    "block",
    "history",
    "mine",
    "unblock",
]


@dataclass(frozen=True, slots=True)
class Block:
    """A row of ``amity.blocks``."""

    id: UUID
    blocker_id: UUID
    blocked_id: UUID
    reason: str | None
    hide_from_search: bool
    prevent_profile_view: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class BlockEntry:
    """A row of ``amity.blocks_history``."""

    block_id: UUID
    blocker_id: UUID
    blocked_id: UUID
    action: Literal["blocked", "unblocked"]
    occurred_at: datetime


class SelfBlock(Refusal):
    """You cannot block yourself."""


class Blocked(Refusal):
    """You have blocked this person; only ever said to the blocker."""


class AlreadyBlocked(Refusal):
    """You have blocked this person already."""


class NotBlocked(Refusal):
    """You have not blocked this person."""


def block(
    person: UUID | str,
    reason: str | None = None,
    *,
    hide_from_search: bool = True,
    prevent_profile_view: bool = True,
) -> Call[Block]:
    """Blocks somebody and ends every tie with them.

    :param reason: a private note, at most 500 characters.

    Refuses: ``self_block``, ``already_blocked``, ``text_too_long``, ``text_invalid``.
    """
    return one(
        Block,
        "select * from amity.block(%s::uuid, %s, %s, %s)",
        person,
        reason,
        hide_from_search,
        prevent_profile_view,
    )


def unblock(person: UUID | str) -> Call[Block]:
    """Takes a block back; what it ended stays ended. Refuses: ``not_blocked``."""
    return one(Block, "select * from amity.unblock(%s::uuid)", person)


def mine(*, limit: int = 50, after: Block | None = None) -> Call[list[Block]]:
    """Whom I blocked, newest first; the next page is the one after the last block of this."""
    return many(
        Block,
        """
        select * from amity.blocks
        where blocker_id = (select amity.me())
          and (created_at, id) < (%s::timestamptz, %s::uuid)
        order by created_at desc, id desc limit %s
        """,
        *((after.created_at, after.id) if after else FIRST_PAGE),
        limit,
    )


def history(*, limit: int = 50) -> Call[list[BlockEntry]]:
    """My blocks and unblocks, newest first."""
    return many(
        BlockEntry, "select * from amity.blocks_history order by occurred_at desc limit %s", limit
    )
