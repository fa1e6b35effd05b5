"""What the database refuses of follows."""

from amity.errors import Refusal


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
