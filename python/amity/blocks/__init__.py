"""Blocks: a blocked person cannot find or reach the blocker. Only the blocker knows of a block."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from amity.blocks import errors
from amity.calls import Call, Id, function, listed, page

__all__ = ["block", "errors", "history", "mine", "unblock"]


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


def block(
    person: Id,
    reason: str | None = None,
    *,
    hide_from_search: bool = True,
    prevent_profile_view: bool = True,
) -> Call[Block]:
    """Blocks a person and ends every tie with them.

    :param reason: a private note, at most 500 characters.

    Refuses: ``self_block``, ``already_blocked``, ``text_too_long``, ``text_invalid``.
    """
    return function(Block, "block", person, reason, hide_from_search, prevent_profile_view)


def unblock(person: Id) -> Call[Block]:
    """Ends a block; ties that it ended stay ended. Refuses: ``not_blocked``."""
    return function(Block, "unblock", person)


def mine(*, limit: int = 50, after: Block | None = None) -> Call[list[Block]]:
    """My blocks, newest first."""
    return listed(Block, "list_blocks", limit, after, by=("created_at", "id"))


def history(*, limit: int = 50, after: BlockEntry | None = None) -> Call[list[BlockEntry]]:
    """My blocks and unblocks, newest first."""
    by = "occurred_at", "block_id", "action"
    return page(BlockEntry, "blocks_history", limit, after, by=by)
