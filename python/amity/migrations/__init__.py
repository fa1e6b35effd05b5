"""Apply Amity's migrations to a database, look at what is applied, take them back, write them out.

>>> from amity import migrations
>>> migrations.up("postgresql://localhost/app")      # doctest: +SKIP
"""

from amity.migrations.back import Contents, contents, down
from amity.migrations.connection import masked, whereabouts
from amity.migrations.errors import (
    BadUrl,
    BrokenMigration,
    DatabaseUnreachable,
    ForeignObjects,
    HalfRemoved,
    MigrationEdited,
    MigrationFailed,
    NotPermitted,
    Problem,
    ServerTooOld,
    UnknownMigration,
    WrongPassword,
)
from amity.migrations.files import render
from amity.migrations.forward import up
from amity.migrations.state import Applied, Status, status

__all__ = [
    "Applied",
    "BadUrl",
    "BrokenMigration",
    "Contents",
    "DatabaseUnreachable",
    "ForeignObjects",
    "HalfRemoved",
    "MigrationEdited",
    "MigrationFailed",
    "NotPermitted",
    "Problem",
    "ServerTooOld",
    "Status",
    "UnknownMigration",
    "WrongPassword",
    "contents",
    "down",
    "masked",
    "render",
    "status",
    "up",
    "whereabouts",
]
