"""What the database refuses of notifications."""

from amity.errors import Refusal


class TakingDisabled(Refusal):
    """The setting ``notifications_are_taken`` is off: none are kept to be taken."""
