"""An application's role that owns its database, where the roles of clients exist already."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from migrations.kit import Execute, amity

from amity import people
from amity.speaking import as_service, speaking_as

ADA = "11111111-1111-4111-8111-111111111111"
GRANT = "grant authenticated, service_role to"


@pytest.fixture
def app(database: str, empty_database: str, server: Any, execute: Execute) -> Iterator[str]:
    """Give the URL of its database, for a role that may do nothing else."""
    name = psycopg.conninfo.conninfo_to_dict(empty_database)["dbname"]
    role = f"app_of_{name}"
    execute(empty_database, f"create role {role} login")
    execute(empty_database, f"alter database {name} owner to {role}")
    yield server.url(name, role)
    execute(empty_database, f"reassign owned by {role} to current_user")
    execute(empty_database, f"drop owned by {role}")
    execute(empty_database, f"alter database {name} owner to current_user")
    execute(empty_database, f"drop role {role}")


def in_doctor(url: str) -> list[dict[str, Any]]:
    said = json.loads(amity("doctor", url, "--json").stdout)
    found: list[dict[str, Any]] = said["checks"]["roles"]
    return found


def speaks(url: str) -> None:
    """See that people and services can be spoken for."""
    with psycopg.connect(url) as connection:
        with speaking_as(connection, ADA):
            assert str(people.join().on(connection).id) == ADA
        with as_service(connection):
            connection.execute("select amity.tidy()")


@pytest.mark.deep
async def test_it_is_told_which_grant_is_missing(
    app: str, empty_database: str, execute: Execute
) -> None:
    role = psycopg.conninfo.conninfo_to_dict(app)["user"]
    done = amity("up", app)
    assert done.exit_code == 0
    assert "Amity is up to date" in done.stdout
    assert f'{GRANT} "{role}";' in done.stderr
    assert f'{GRANT} "{role}";' in json.loads(amity("up", app, "--json").stdout)["left"][0]["fix"]

    (found,) = in_doctor(app)
    assert not found["is_note"]
    assert f"{role} may not speak for people" in found["message"]
    assert f'{GRANT} "{role}";' in found["fix"]
    assert "amity up --repair" not in amity("doctor", app).stdout  # which may not either

    named = pytest.raises(psycopg.errors.InsufficientPrivilege, match=f'{GRANT} "{role}";')
    with psycopg.connect(app) as connection:
        for speech in (speaking_as(connection, ADA), as_service(connection)):
            with named, speech:
                pass
    async with await psycopg.AsyncConnection.connect(app) as aconn:
        with named:
            async with speaking_as(aconn, ADA):
                pass

    execute(empty_database, f"{GRANT} {role}")
    assert in_doctor(app) == []
    assert amity("up", app).stderr == ""
    speaks(app)


@pytest.mark.deep
def test_what_it_may_grant_itself_is_granted(
    app: str, empty_database: str, server: Any, execute: Execute
) -> None:
    role = psycopg.conninfo.conninfo_to_dict(app)["user"]
    if server.major < 16:
        execute(empty_database, f"alter role {role} createrole")
    else:
        execute(
            empty_database,
            f"grant anon, authenticated, service_role to {role}"
            " with admin true, inherit false, set false",
        )
    done = amity("up", app)
    assert (done.exit_code, done.stderr) == (0, "")
    assert in_doctor(app) == []
    speaks(app)


@pytest.mark.postgres(18)
def test_a_member_that_may_not_set_the_role_is_told(
    app: str, empty_database: str, execute: Execute
) -> None:
    role = psycopg.conninfo.conninfo_to_dict(app)["user"]
    execute(empty_database, f"{GRANT} {role} with set false")
    assert f'{GRANT} "{role}";' in amity("up", app).stderr
    execute(empty_database, f"{GRANT} {role} with set true")
    assert in_doctor(app) == []
