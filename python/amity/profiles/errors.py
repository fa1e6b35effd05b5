"""What the database refuses of profiles."""

from amity.errors import Refusal


class ProfilesUnsupported(Refusal):
    """There is no such table or view, it is amity's own, or the schema's owner cannot read it."""


class ProfileColumnUnsupported(Refusal):
    """The table has no such column, or it is of another type: the hint says which it has to be."""
