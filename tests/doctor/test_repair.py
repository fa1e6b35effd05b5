"""`amity up --repair` after a restore without owners and privileges, here or on a new server."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from migrations.test_default_privileges import EVERY_GRANT
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from support import clusters
from support.clusters import Cluster
from typer.testing import Result

from amity import migrations

Amity = Callable[..., Result]

HOST = """
create table public.users (id uuid primary key);
insert into public.users values (md5('ada')::uuid);
select amity.attach_people('public.users');
create table public.posts (author_id uuid not null, body text);
select amity.guard_table('public.posts', 'author_id', 'connections');
"""


@pytest.fixture
def dump(database: str, server: Cluster, tmp_path: Path) -> Path:
    """Give a dump of a database with a host in it."""
    execute(database, HOST)
    path = tmp_path / "dump"
    run(server, "pg_dump", "-Fc", "-f", path, database)
    return path


@pytest.fixture
def owned(server: Cluster, empty_database: str) -> Iterator[str]:
    """The URL of an empty database for its owner, an ordinary role."""
    name = conninfo_to_dict(empty_database)["dbname"]
    server.admin.execute("create role restorer login")
    server.admin.execute(f"alter database {name} owner to restorer")
    yield make_conninfo(empty_database, user="restorer")
    execute(empty_database, "reassign owned by restorer to current_user; drop owned by restorer")
    server.admin.execute(f"alter database {name} owner to current_user; drop role restorer")


def execute(url: str, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url, autocommit=True) as conn:
        cursor = conn.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def run(server: Cluster, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program of the server; what it complains about is the caller's to judge."""
    command = [server.bindir / program, *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def restore(server: Cluster, dump: Path, url: str) -> None:
    run(server, "pg_restore", "--no-owner", "--no-privileges", "-d", url, dump)


def problems(amity: Amity, url: str) -> list[str]:
    checks = json.loads(amity("doctor", url, "--json").stdout)["checks"]
    return [each["message"] for found in checks.values() for each in found if not each["is_note"]]


def test_grants_come_back(
    amity: Amity, database: str, dump: Path, empty_database: str, server: Cluster
) -> None:
    restore(server, dump, empty_database)
    assert len(problems(amity, empty_database)) > 100
    done = amity("up", empty_database)
    assert "things differ from the migrations" in done.stderr
    assert "`amity up --repair`" in done.stderr

    done = amity("up", empty_database, "--repair")
    assert (done.exit_code, done.stderr) == (0, "")
    first, second, last = done.stdout.splitlines()
    assert first.startswith("Repaired ")
    assert "grants" in first
    assert "grants" in second
    assert last.startswith("Nothing to do, Amity is up to date")
    assert problems(amity, empty_database) == []
    assert set(execute(empty_database, EVERY_GRANT)) == set(execute(database, EVERY_GRANT))
    assert "Nothing to repair." in amity("up", empty_database, "--repair").stdout


@pytest.mark.deep
def test_an_ordinary_owner_can_repair(
    amity: Amity, dump: Path, owned: str, server: Cluster
) -> None:
    restore(server, dump, owned)
    done = amity("up", owned, "--repair")
    grant = 'grant authenticated, service_role to "restorer";'
    assert done.exit_code == 0
    assert grant in done.stderr
    (left,) = problems(amity, owned)
    assert "restorer may not speak for people" in left
    execute(make_conninfo(owned, user="postgres"), grant)
    assert problems(amity, owned) == []
    assert amity("up", owned).stderr == ""


@pytest.mark.deep
@pytest.mark.postgres(18)
def test_on_a_server_without_the_roles(amity: Amity, dump: Path) -> None:
    """There pg_restore fails to make the policies, and so does every grant."""
    with clusters.started(18) as other:
        url = other.url()
        restore(other, dump, url)
        assert "the role authenticated is missing" in problems(amity, url)
        done = amity("up", url, "--repair")
        assert "Repaired 5 roles." in done.stdout
        assert "policies." in done.stdout
        assert done.stderr == ""
        assert problems(amity, url) == []


@pytest.mark.deep
@pytest.mark.postgres(18)  # pg_dump chooses alike on 15
def test_both_schemas_beside_the_table_of_a_host(
    amity: Amity, database: str, empty_database: str, server: Cluster, tmp_path: Path
) -> None:
    execute(database, HOST)
    path = tmp_path / "dump"
    run(server, "pg_dump", "-Fc", "-n", "amity", "-n", "amity_private", "-f", path, database)
    execute(empty_database, "create table public.users (id uuid primary key)")
    restore(server, path, empty_database)
    assert any("of users is missing" in each for each in problems(amity, empty_database))
    execute(empty_database, "select amity.attach_people('public.users')")
    execute(empty_database, "insert into public.users values (md5('ben')::uuid)")
    people = execute(empty_database, "select id from amity.people where id = md5('ben')::uuid")
    assert len(people) == 1
    assert not any("of users" in each for each in problems(amity, empty_database))


def test_owners_come_back(amity: Amity, database: str, server: Cluster) -> None:
    server.admin.execute("create role stray")
    try:
        execute(
            database,
            "alter table amity.blocks owner to stray;"
            "alter function amity.follow(uuid) owner to stray; alter schema amity owner to stray;"
            "alter type amity.connections_status owner to stray",
        )
        assert "the table amity.blocks belongs to stray" in " / ".join(problems(amity, database))
        assert "Repaired 4 owners." in amity("up", database, "--repair").stdout
        assert problems(amity, database) == []
    finally:
        server.admin.execute("drop role stray")


@pytest.mark.deep
def test_without_amity_it_only_applies(amity: Amity, empty_database: str) -> None:
    done = amity("up", empty_database, "--repair", "--json")
    assert json.loads(done.stdout)["repaired"] == []
    assert migrations.status(empty_database).up_to_date


def test_what_it_cannot_repair_is_refused_or_left(amity: Amity, database: str) -> None:
    execute(
        database,
        "alter table amity_private.migrations alter column checksum type varchar(64);"
        "create view public.mine as select checksum from amity_private.migrations",
    )
    done = amity("up", database, "--repair")
    assert done.exit_code == 0
    assert "Left to do: the column checksum of amity_private.migrations differs" in done.stderr
    execute(database, "update amity_private.migrations set checksum = 'x'")
    done = amity("up", database, "--repair")
    assert done.exit_code == 1
    assert "Nothing was done" in done.stderr
