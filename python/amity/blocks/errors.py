"""What the database refuses of blocks."""

from amity.errors import Refusal


class SelfBlock(Refusal):
    """You cannot block yourself."""


class Blocked(Refusal):
    """You have blocked this person; only ever said to the blocker."""


class AlreadyBlocked(Refusal):
    """You have blocked this person already."""


class NotBlocked(Refusal):
    """You have not blocked this person."""
