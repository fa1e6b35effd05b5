"""Runs inside the Django project: what Ada does there, and what of it is committed after each."""

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from typing import Any
from uuid import UUID

import django
import psycopg

django.setup()

from django.contrib.auth.models import User  # noqa: E402 - only once it is set up
from django.db import connection, transaction  # noqa: E402
from django.test import AsyncClient, Client  # noqa: E402

from amity import blocks, imports, speaking_as  # noqa: E402

watch = psycopg.connect(sys.argv[1], autocommit=True)
numbers = count(1)


def committed(kind: str = "blocks") -> int:
    row = watch.execute(f"select count(*) from amity.{kind}".encode()).fetchone()
    assert row
    return int(row[0])


def user() -> User:
    return User.objects.create(username=f"user{next(numbers)}")


def person(of: User) -> UUID:
    row = watch.execute("select amity.person_of(%s::text)", [of.pk]).fetchone()
    assert row
    found: UUID = row[0]
    return found


def raw() -> Any:
    connection.ensure_connection()
    return connection.connection


def block() -> None:
    """No statement was sent before."""
    with speaking_as(raw(), ada):
        blocks.block(person(user_to_block)).on(raw())


def after(act: Callable[[], Any]) -> int:
    """How many blocks an act adds for good."""
    before = committed()
    with suppress(ArithmeticError):
        act()
    return committed() - before


def fail(*acts: Callable[[], Any]) -> None:
    for act in acts:
        act()
    raise ArithmeticError


def in_atomic(*acts: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> None:
        with transaction.atomic():
            for act in acts:
                act()

    return run


def caught() -> None:
    with suppress(ArithmeticError):
        in_atomic(block, fail)()


def refused() -> None:
    with suppress(blocks.errors.AlreadyBlocked):
        block()


def django_speaks() -> Any:
    with transaction.atomic():
        with speaking_as(raw(), ada), connection.cursor() as cursor:
            cursor.execute("select current_user::text, amity.me()::text")
            during = cursor.fetchone()
        with connection.cursor() as cursor:
            cursor.execute("select amity.me()::text")
            return [*during, *cursor.fetchone()]


def imported(*acts: Callable[[], Any]) -> int:
    """How many follows an import adds for good."""
    before = committed("follows")
    edge = imports.Edge(1, str(user().pk), str(user().pk))
    with suppress(ArithmeticError):
        in_atomic(lambda: imports.run(raw(), "follows", [edge]), *acts)()
    return committed("follows") - before


def tried() -> Iterator[tuple[str, Any]]:
    global user_to_block  # noqa: PLW0603 - the person of the next act
    acts = {
        "in autocommit": block,
        "in atomic": in_atomic(block),
        "in atomic, which fails": in_atomic(block, fail),
        "in atomic within atomic, which fails": in_atomic(caught),
        "again, in atomic that goes on": in_atomic(block, refused),
        "by a request": lambda: Client().get(f"/block/{ada}/{person(user_to_block)}"),
        "by a request that fails": lambda: Client().get(
            f"/block_and_fail/{ada}/{person(user_to_block)}"
        ),
        "by an asynchronous request": lambda: asyncio.run(
            AsyncClient().get(f"/block/{ada}/{person(user_to_block)}")
        ),
    }
    for name, act in acts.items():
        user_to_block = user()
        yield name, after(act)
    yield "an import in atomic, which fails", imported(fail)
    yield "an import in atomic", imported()
    yield "Django's own cursors", django_speaks()
    client = Client()
    yield "the view, signed out", client.post(f"/ask/{user_to_block.pk}").status_code
    client.force_login(user())
    yield "the view, an unknown user", client.post("/ask/0").status_code
    yield "the view", client.post(f"/ask/{user().pk}").status_code
    yield "requests", committed("connections")


user_to_block = user()
ada = person(user())
sys.stdout.write(json.dumps({"ada": str(ada)} | dict(tried())))
