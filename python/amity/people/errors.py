"""What the database refuses of people."""

from amity.errors import Refusal


class AlreadyAttached(Refusal):
    """Another table of users is attached."""


class KeyUnsupported(Refusal):
    """The column is not unique by itself, or of a type that cannot be a key."""


class KeyChanged(Refusal):
    """The uuid of a user was changed in the host's table."""


class KeyIsMapped(Refusal):
    """The key column was text before; as a uuid it would have to be the id of the people."""


class KeyLost(Refusal):
    """The attached table lost its key column. Attach it again before users come or go."""
