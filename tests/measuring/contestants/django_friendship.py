"""django-friendship, through Django's ORM, as its README uses it."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

if TYPE_CHECKING:
    import psycopg

WHO = f"django-friendship {version('django-friendship')}, through the ORM"
_SCHEMA = "django"


def configure(url: str) -> None:
    """Sets Django up for one database: once in a process."""
    where = conninfo_to_dict(url)
    database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": where["dbname"],
        "USER": where.get("user", ""),
        "PASSWORD": where.get("password", ""),
        "HOST": where.get("host", ""),
        "PORT": where.get("port", ""),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"options": f"-c search_path={_SCHEMA}"},
    }
    settings.configure(
        DATABASES={"default": database},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "friendship"],
        USE_TZ=True,
    )
    django.setup()


def fill(people: int, friends: Iterable[tuple[int, int]]) -> None:
    """Makes the tables: a user for each person, and the two rows that each friendship has."""
    with connection.cursor() as cursor:
        cursor.execute(f"create schema if not exists {_SCHEMA}")
    call_command("migrate", verbosity=0)
    rows = "".join(
        f"{one + 1}\t{other + 1}\t2024-01-01\n{other + 1}\t{one + 1}\t2024-01-01\n"
        for one, other in friends
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into auth_user (id, password, is_superuser, username, first_name, last_name,"
            " email, is_staff, is_active, date_joined)"
            " select n, '', false, n, '', '', '', false, true, now()"
            f" from generate_series(1, {people}) as n"
        )
        # foreign keys need no check: each is one of the users
        cursor.execute("set session_replication_role = replica")
        with cursor.copy(
            "copy friendship_friend (from_user_id, to_user_id, created) from stdin"
        ) as copy:
            copy.write(rows)
        cursor.execute("reset session_replication_role")
        cursor.execute("vacuum analyze")


def session() -> psycopg.Connection[Any]:
    """The connection that the ORM uses."""
    connection.ensure_connection()
    driver: psycopg.Connection[Any] = connection.connection
    return driver


def befriend(one: int, other: int) -> None:
    """One person requests a friendship, and the other accepts it."""
    from django.contrib.auth.models import User  # noqa: PLC0415 - needs settings
    from friendship.models import Friend, FriendshipRequest  # noqa: PLC0415

    requester, recipient = User(pk=one + 1), User(pk=other + 1)
    Friend.objects.add_friend(requester, recipient)
    FriendshipRequest.objects.get(from_user=requester, to_user=recipient).accept()
