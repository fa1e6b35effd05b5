"""What the database refuses of audience."""

from amity.errors import Refusal


class AudienceInvalid(Refusal):
    """No such audience, none at all, two, or one without the column that it needs."""


class GuardColumnUnsupported(Refusal):
    """The table has no such column, or it is of another type: the hint says which it has to be."""


class GuardUnsupported(Refusal):
    """There is no such table, or it is a view, inherits, is inherited from, or is amity's own."""


class NotTableOwner(Refusal):
    """The table belongs to another role."""
