"""What can stop a migration, beside what can stop every use of a database: see amity.errors."""

from amity.errors import AmityError


class MigrationEditedError(AmityError):
    """A migration reads differently now than when it was applied."""


class UnknownMigrationError(AmityError):
    """The database has a migration that this Amity does not know: a newer one was here."""


class SchemaMissingError(AmityError):
    """The schema amity was dropped by hand, and the list of what is applied is still there."""


class InvalidMigrationError(AmityError):
    """A migration's own text cannot be rendered: an error of its author."""


class RenderedFileDiffersError(AmityError):
    """A file that `render` would write is there, and has another text."""
