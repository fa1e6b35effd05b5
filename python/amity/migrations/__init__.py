"""Apply Amity's migrations to a database, look at what is applied, take them back, write them out.

>>> from amity import migrations
>>> migrations.up("postgresql://localhost/app")      # doctest: +SKIP
"""

from amity._install import needs

with needs("command", "amity.migrations"):
    from amity.migrations import errors
    from amity.migrations.back import ROLES, Contents, contents, down
    from amity.migrations.files import render
    from amity.migrations.forward import up
    from amity.migrations.state import Applied, Status, status

__all__ = [
    "ROLES",
    "Applied",
    "Contents",
    "Status",
    "contents",
    "down",
    "errors",
    "render",
    "status",
    "up",
]
