"""What the database refuses of invites."""

from amity.errors import Refusal


class InviteNotFound(Refusal):
    """No such invite; or, which must look the same, there is a block between the two."""


class InviteExpired(Refusal):
    """The invite has expired."""


class InviteUsedUp(Refusal):
    """The invite has no uses left."""


class InviteInvalid(Refusal):
    """A lifetime or number of uses that is not possible: the hint says what is."""
