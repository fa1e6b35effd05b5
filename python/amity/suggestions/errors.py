"""What the database refuses of suggestions."""

from amity.errors import Refusal


class SelfDismissal(Refusal):
    """You cannot dismiss yourself."""


class AlreadyDismissed(Refusal):
    """You have dismissed this person already."""


class NotDismissed(Refusal):
    """You have not dismissed this person."""
