"""`up`: apply what is pending, once, however many processes ask for it at the same time."""

from collections.abc import Callable
from pathlib import Path

from amity.database import connected
from amity.migrations.backend import Backend
from amity.migrations.state import Applied, refuse_edited
from amity.migrations.templates import ROOT, rendered

Progress = Callable[[str, int, int], None]
"""Called before each migration with its id, which one it is (from 1), and of how many."""


def up(database: str, on_progress: Progress | None = None, *, _root: Path = ROOT) -> list[Applied]:
    """Apply every migration that the database does not have, each in one transaction.

    A second process waits for the first and finds nothing to do. After a crash, run it again.

    Args:
        database: a URL or connection string, as libpq takes them; "" means the PG* variables.
        on_progress: called before each migration.

    Returns:
        What this call applied, in order; nothing if all was there.

    Raises:
        MigrationEditedError, UnknownMigrationError, SchemaMissingError: before anything is done.
        ForeignObjectsError: a schema of these names is not Amity's; nothing was done.
        InsufficientPrivilegeError, OperationFailedError: the migration was rolled back; those
            before it stay.
        InvalidUrlError, DatabaseUnreachableError, AuthenticationError, ServerTooOldError.
    """
    ours = rendered(_root)
    with connected(database, "Applying the migrations") as connection:
        backend = Backend(connection, ours)
        refuse_edited(backend.state())
        pending = backend.to_apply(backend.migrations)
        done = []
        for which, migration in enumerate(pending, 1):
            if on_progress:
                on_progress(migration.id, which, len(pending))
            if applied := backend.apply_one(migration):
                done.append(applied)
    return done
