"""Follows: one way, without consent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from amity.calls import Call, Id, function, listed, page
from amity.follows import errors

__all__ = ["errors", "follow", "followers", "following", "history", "remove_follower", "unfollow"]


@dataclass(frozen=True, slots=True)
class Follow:
    """A row of ``amity.follows``."""

    id: UUID
    follower_id: UUID
    followed_id: UUID
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FollowEntry:
    """A row of ``amity.follows_history``."""

    follow_id: UUID
    follower_id: UUID
    followed_id: UUID
    action: Literal["followed", "unfollowed"]
    occurred_at: datetime


def follow(person: Id) -> Call[Follow]:
    """Follows a person.

    Refuses: ``person_not_found``, ``self_follow``, ``blocked``, ``already_following``,
    ``limit_reached``, ``follows_disabled``.
    """
    return function(Follow, "follow", person)


def unfollow(person: Id) -> Call[Follow]:
    """Stops following a person. Refuses: ``not_following``."""
    return function(Follow, "unfollow", person)


def remove_follower(person: Id) -> Call[Follow]:
    """Ends a person's follow of me. Refuses: ``not_a_follower``."""
    return function(Follow, "remove_follower", person)


def followers(*, limit: int = 50, after: Follow | None = None) -> Call[list[Follow]]:
    """The follows of my followers, newest first."""
    where = "amity_private.search_by(followed_id, created_at)"
    return page(Follow, "follows", limit, after, mine="followed_id", where=where)


def following(*, limit: int = 50, after: Follow | None = None) -> Call[list[Follow]]:
    """My follows of others, newest first."""
    where = "amity_private.search_by(follower_id, created_at)"
    return page(Follow, "follows", limit, after, mine="follower_id", where=where)


def history(*, limit: int = 50, after: FollowEntry | None = None) -> Call[list[FollowEntry]]:
    """What happened to my follows and followers, newest first."""
    by = "occurred_at", "follow_id", "action"
    return listed(FollowEntry, "list_follows_history", limit, after, by=by)
