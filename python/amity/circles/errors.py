"""What the database refuses of circles."""

from amity.errors import Refusal


class CircleUnnamed(Refusal):
    """A circle needs a name."""


class CircleNotFound(Refusal):
    """You are in no such circle."""


class CircleIsDynamic(Refusal):
    """The people in this circle follow from your labels."""


class NotCircleAdmin(Refusal):
    """Only an admin of the circle does that."""


class CircleMemberNotFound(Refusal):
    """This person is not in the circle."""


class CircleInvitationNotFound(Refusal):
    """You are not invited to such a circle."""


class AlreadyMember(Refusal):
    """This person is in the circle already."""


class AlreadyInvited(Refusal):
    """This person is invited to the circle already."""


class RoleUnchanged(Refusal):
    """This member has that role already."""


class LastAdmin(Refusal):
    """No other member could become an admin."""
