"""What the database refuses of accounts."""

from amity.errors import Refusal


class CannotSpeakFor(Refusal):
    """The host replaced ``amity.me()``, and a service cannot speak for the person."""
