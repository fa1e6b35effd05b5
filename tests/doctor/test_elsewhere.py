"""`amity doctor` compares the catalog for other owners, and on other servers."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest
from doctor.test_definitions import HOST, POLICY, execute, found
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from support.clusters import Cluster

from amity import migrations


@pytest.fixture
def owned(server: Cluster) -> Iterator[str]:
    """The URL of a database that belongs to an ordinary role, with amity in it."""
    server.admin.execute("create role doctor_owner login")
    for role in ("anon", "authenticated", "service_role", "amity_sync", "amity_receiver"):
        server.admin.execute(
            f"do $$ begin if to_regrole('{role}') is null then create role {role}; end if; end $$"
        )
    with server.database("empty", lambda url: None) as url:
        name = conninfo_to_dict(url)["dbname"]
        server.admin.execute(f"alter database {name} owner to doctor_owner")
        execute(url, "grant create on schema public to doctor_owner")
        own = make_conninfo(url, user="doctor_owner")
        migrations.up(own)
        yield own
        migrations.down(own)
    server.admin.execute("drop role doctor_owner")


@pytest.mark.deep
def test_an_ordinary_owner_sees_as_much(owned: str) -> None:
    execute(owned, HOST)
    assert found(owned) == []
    execute(owned, "alter policy select_mine on amity.connections using (true)")
    assert [each.message for each in found(owned)] == [f"{POLICY} differs from the migrations"]
    execute(owned, "drop table public.users, public.posts")


def test_a_database_that_is_read_only_by_default_is_compared_as_well(database: str) -> None:
    execute(database, "drop policy select_mine on amity.follows; drop function amity.follow(uuid)")
    name = conninfo_to_dict(database)["dbname"]
    execute(database, f"alter database {name} set default_transaction_read_only = on")
    assert [each.message for each in found(database)] == [
        "the function amity.follow(uuid) is missing",
        "the policy select_mine of amity.follows is missing",
    ]


def test_a_role_that_does_not_own_the_schemas_is_told_so(server: Cluster, database: str) -> None:
    server.admin.execute("create role doctor_guest login")
    try:
        note, same = found(make_conninfo(database, user="doctor_guest"))
    finally:
        server.admin.execute("drop role doctor_guest")
    assert note == same
    assert note.is_note
    assert note.message.startswith("not compared: must be owner of")
    assert "as the owner of both schemas" in note.fix


@pytest.mark.deep
def test_what_depends_on_the_server_may_come_from_another(database: str) -> None:
    """On 18, ids are made by Postgres; a dump of 15 brings what made them there."""
    execute(
        database,
        "create or replace function amity.uuid_v7() returns uuid"
        " language sql volatile return gen_random_uuid()",
    )
    assert found(database) == []


@pytest.mark.deep
def test_what_came_from_a_dump_is_the_same(server: Cluster, database: str) -> None:
    dump = subprocess.run([server.bindir / "pg_dump", database], check=True, capture_output=True)
    with server.database("empty", lambda url: None) as restored:
        psql = [server.bindir / "psql", "-Xqv", "ON_ERROR_STOP=1", restored]
        subprocess.run(psql, input=dump.stdout, check=True, capture_output=True)
        assert found(restored) == []
