"""What the database refuses of imports."""

from amity.errors import Refusal


class ImportBusy(Refusal):
    """Other sessions are changing ties. Nothing was imported; try again."""


class ImportNotAlone(Refusal):
    """The same statement, or an open cursor of the session, reads or writes ties."""


class ImportTooLarge(Refusal):
    """More lines than one call takes."""


class ImportNotFound(Refusal):
    """No import has that name, or it was undone."""
