"""What the database refuses of relations."""

from amity.errors import Refusal


class TooManyPeople(Refusal):
    """More people than fit in one call: the hint says how many do."""
