"""What the database refuses of friendships."""

from amity.errors import Refusal


class AnswerInvalid(Refusal):
    """A request in ``amity.connection_requests`` cannot be set to that status."""
