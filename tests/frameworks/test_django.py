"""In Django, nothing is committed that Django does not commit; and the README's recipe works."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest
from frameworks.django_site import Site

pytestmark = pytest.mark.postgres(18)  # on another, Django does the same

ACTS = Path(__file__).parent / "django_acts.py"

IN_DJANGO = {
    "in autocommit": 1,
    "in atomic": 1,
    "in atomic, which fails": 0,
    "in atomic within atomic, which fails": 0,
    "again, in atomic that goes on": 1,
    "by a request": 1,
    "by a request that fails": 1,
    "by an asynchronous request": 1,
    "an import in atomic, which fails": 0,
    "an import in atomic": 1,
    "the view, signed out": 302,
    "the view, an unknown user": 404,
    "the view": 204,
    "requests": 1,
}


@pytest.mark.parametrize(
    ("settings", "differs"),
    [
        pytest.param({}, {}, id="plain", marks=pytest.mark.deep),
        pytest.param(
            {"ATOMIC_REQUESTS": True, "OPTIONS": {"pool": True}},
            {"by a request that fails": 0},
            id="atomic requests, a pool",
        ),
        pytest.param(
            {"OPTIONS": {"server_side_binding": True}},
            {},
            id="server-side binding",
            marks=pytest.mark.deep,
        ),
    ],
)
def test_what_django_commits_is_committed(
    settings: dict[str, Any], differs: dict[str, int], database: str, tmp_path: Path
) -> None:
    site = Site(tmp_path, database, **settings)
    site.manage("migrate", "-v0")
    found = json.loads(site.run(ACTS, database).splitlines()[-1])
    ada = found.pop("ada")
    assert found.pop("Django's own cursors") == ["authenticated", ada, None]
    assert found == IN_DJANGO | differs


TESTS = """
from django.contrib.auth.models import User
from django.db import connection
from django.test import TestCase, TransactionTestCase


def connections():
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from amity.connections")
        return cursor.fetchone()[0]


class Asking:
    def ask(self):
        ada, ben = (User.objects.create(username=name) for name in ("ada", "ben"))
        self.client.force_login(ada)
        self.assertEqual(self.client.post(f"/ask/{ben.pk}").status_code, 204)
        self.assertEqual(connections(), 1)

    def test_asking(self):
        self.ask()

    def test_asking_in_another_test(self):
        self.ask()


class InATransaction(Asking, TestCase):
    pass
"""


@pytest.mark.deep
def test_a_project_installs_amity_by_its_migrations(empty_database: str, tmp_path: Path) -> None:
    site = Site(tmp_path, empty_database)
    site.write("friends/tests.py", TESTS)
    assert "Ran 2 tests" in site.manage("test")
    with psycopg.connect(empty_database, autocommit=True) as conn:

        def is_there() -> Any:
            return conn.execute("select to_regclass('amity.people') is not null").fetchone()

        assert is_there() == (False,)
        assert "Applying friends.0001_initial... OK" in site.manage("migrate")
        assert "No migrations to apply" in site.manage("migrate")
        assert is_there() == (True,)
        conn.execute(
            "insert into auth_user (password, is_superuser, username, first_name, last_name, email,"
            " is_staff, is_active, date_joined)"
            " values ('', false, 'ada', '', '', '', false, true, now())"
        )
        assert conn.execute("select count(*) from amity.people").fetchone() == (1,)
        site.manage("migrate", "friends", "zero")
        assert is_there() == (False,)
        site.manage("migrate")
        assert conn.execute("select count(*) from amity.people").fetchone() == (1,)
