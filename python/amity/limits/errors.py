"""What the database refuses of limits."""

from amity.errors import Refusal


class RateLimited(Refusal):
    """Too often: the hint says when it is possible again."""


class RateLimitNotFound(Refusal):
    """There is no limit of that name."""


class RateLimitInvalid(Refusal):
    """A limit cannot be so: the hint says what its field takes."""
