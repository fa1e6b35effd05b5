"""Follows: one way, without consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from amity.calls import FIRST_PAGE, Call, many, one
from amity.refusals import Refusal

__all__ = [
    "AlreadyFollowing",
    "Follow",
    "FollowEntry",
    "FollowsDisabled",
    "NotAFollower",
    "NotFollowing",
    "SelfFollow",
    "follow",
    "followers",
    "following",
    "history",
    "remove_follower",
    "unfollow",
]


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


class SelfFollow(Refusal):
    """You cannot follow yourself."""


class AlreadyFollowing(Refusal):
    """You follow this person already."""


class NotFollowing(Refusal):
    """You do not follow this person."""


class NotAFollower(Refusal):
    """This person does not follow you."""


class FollowsDisabled(Refusal):
    """The host has switched following off."""


def follow(person: UUID | str) -> Call[Follow]:
    """Follows somebody.

    Refuses: ``person_not_found``, ``self_follow``, ``blocked``, ``already_following``,
    ``limit_reached``, ``follows_disabled``.
    """
    return one(Follow, "select * from amity.follow(%s::uuid)", person)


def unfollow(person: UUID | str) -> Call[Follow]:
    """Stops following somebody. Refuses: ``not_following``."""
    return one(Follow, "select * from amity.unfollow(%s::uuid)", person)


def remove_follower(person: UUID | str) -> Call[Follow]:
    """Stops somebody from following me. Refuses: ``not_a_follower``."""
    return one(Follow, "select * from amity.remove_follower(%s::uuid)", person)


def followers(*, limit: int = 50, after: Follow | None = None) -> Call[list[Follow]]:
    """Who follows me, newest first; the next page is the one after the last follow of this."""
    return many(
        Follow,
        """
        select * from amity.follows
        where followed_id = (select amity.me()) and (created_at, id) < (%s::timestamptz, %s::uuid)
          and amity_private.search_by(followed_id, created_at)
        order by created_at desc, id desc limit %s
        """,
        *((after.created_at, after.id) if after else FIRST_PAGE),
        limit,
    )


def following(*, limit: int = 50, after: Follow | None = None) -> Call[list[Follow]]:
    """Whom I follow, newest first; the next page is the one after the last follow of this."""
    return many(
        Follow,
        """
        select * from amity.follows
        where follower_id = (select amity.me()) and (created_at, id) < (%s::timestamptz, %s::uuid)
          and amity_private.search_by(follower_id, created_at)
        order by created_at desc, id desc limit %s
        """,
        *((after.created_at, after.id) if after else FIRST_PAGE),
        limit,
    )


def history(*, limit: int = 50) -> Call[list[FollowEntry]]:
    """What happened to my follows and followers, newest first."""
    return many(
        FollowEntry,
        "select * from amity.follows_history order by occurred_at desc limit %s",
        limit,
    )
