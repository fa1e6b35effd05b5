"""Where the owner is no superuser, foreign keys are checked row by row: all else is the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psycopg
import pytest
from imports.conftest import make_people
from psycopg.conninfo import make_conninfo
from support.clusters import Cluster

from amity import accounts, imports, migrations

ROLES = ("anon", "authenticated", "service_role", "amity_sync", "amity_receiver")


@pytest.fixture
def owned(server: Cluster) -> Iterator[str]:
    """The URL of a database that belongs to an ordinary role, with amity in it."""
    server.admin.execute("create role import_owner login noinherit")
    for role in ROLES:
        server.admin.execute(
            f"do $$ begin if to_regrole('{role}') is null then create role {role}; end if; end $$"
        )
    with server.database("empty", lambda url: None) as url:
        name = re.search(r"/(\w+)\?", url)
        assert name
        server.admin.execute(f"alter database {name[1]} owner to import_owner")
        migrations.up(make_conninfo(url, user="import_owner"))
        yield make_conninfo(url, user="import_owner")
        migrations.down(make_conninfo(url, user="import_owner"))
    server.admin.execute("drop role import_owner")


@pytest.mark.deep
def test_an_ordinary_owner_imports(owned: str) -> None:
    with psycopg.connect(owned, autocommit=True) as conn:
        ada, ben, cleo = map(str, make_people(conn, 3))
        edges = [imports.Edge(1, ada, ben), imports.Edge(2, ben, ada), imports.Edge(3, ben, cleo)]
        said = {
            kind: (report.imported, report.reasons)
            for kind in ("connections", "follows", "blocks")
            for report in [imports.run(conn, kind, edges)]  # type: ignore[arg-type]
        }
        assert said == {
            "connections": (2, {"already_connected": 1}),
            "follows": (3, {}),
            "blocks": (3, {}),
        }
        assert not accounts.verify().on(conn)
