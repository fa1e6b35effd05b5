"""Each call of amity.notifications, on either kind of connection."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from python.ways import SERVICE, People, Way
from support.clusters import Cluster, Template
from support.patience import PATIENCE

from amity import follows, notifications, settings
from amity.errors import InvalidInput
from amity.notifications.errors import TakingDisabled
from amity.speaking import as_service, speaking_as

if TYPE_CHECKING:
    from amity.notifications import Notification

Conn = psycopg.AsyncConnection


@pytest.fixture(scope="module")
def database(server: Cluster, template: Template) -> Iterator[str]:
    """One for all of these tests, with the channel."""
    with server.clone(template("migrated")) as url:
        with psycopg.connect(url) as conn:
            settings.change("notify_channel", True).on(conn)
        yield url


@pytest.fixture
def told(way: Way, people: People) -> list[Notification]:
    """What Ada was told, newest first: Ben, Cleo and Dan follow her."""
    for person in (people.ben, people.cleo, people.dan):
        way.run(person, follows.follow(people.ada))
    return way.run(people.ada, notifications.mine())


def test_mine(way: Way, people: People, told: list[Notification]) -> None:
    assert [(each.kind, each.actor_id) for each in told] == [
        ("followed", people.dan),
        ("followed", people.cleo),
        ("followed", people.ben),
    ]
    first = way.run(people.ada, notifications.mine(limit=2))
    assert first == told[:2]
    assert way.run(people.ada, notifications.mine(after=first[-1])) == told[2:]
    assert way.run(people.ben, notifications.mine()) == []


def test_read(way: Way, people: People, told: list[Notification]) -> None:
    assert way.run(people.ben, notifications.read([told[0].id])) == 0
    assert way.run(people.ada, notifications.read([])) == 0
    assert way.run(people.ada, notifications.read((told[0].id, str(uuid4())))) == 1
    assert [each.read_at is None for each in way.run(people.ada, notifications.mine())] == [
        False,
        True,
        True,
    ]
    assert way.run(people.ada, notifications.read()) == 2


def test_delete(way: Way, people: People, told: list[Notification]) -> None:
    assert way.run(people.ada, notifications.delete([told[1].id])) == 1
    assert way.run(people.ada, notifications.mine()) == [told[0], told[2]]


def test_take(way: Way, people: People) -> None:
    with pytest.raises(TakingDisabled):
        way.run(SERVICE, notifications.take())
    way.run(SERVICE, settings.change("notifications_are_taken", True))
    way.run(people.ada, follows.follow(people.ben))
    assert [each.person_id for each in way.run(SERVICE, notifications.take(1))] == [people.ben]
    assert way.run(SERVICE, notifications.take()) == []
    way.run(SERVICE, settings.change("notifications_are_taken", False))


def test_a_kind_that_comes_later_brings_its_own(database: str, people: People) -> None:
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute("alter type amity.notification_kind add value 'waved'")
        conn.execute(
            "select amity_private.tell(%s, 'waved', gen_random_uuid(), %s)",
            [people.ada, people.ben],
        )
        with speaking_as(conn, people.ada):
            (told,) = notifications.mine().on(conn)
        assert (told.kind, told.actor_id) == ("waved", people.ben)
        conn.execute("delete from amity.notifications where id = %s", [told.id])
        assert conn.execute("select * from amity.verify()").fetchall() == []


# --- listening ---


async def follow(conn: Conn, follower: object, followed: object) -> None:
    await conn.execute(
        "insert into amity.follows (follower_id, followed_id) values (%s, %s)", [follower, followed]
    )


async def test_listen(database: str, people: People) -> None:
    """None is missed, however late the transaction ends that began first."""
    connect = psycopg.AsyncConnection.connect
    async with (
        await connect(database, autocommit=True) as listener,
        await connect(database, autocommit=True) as one,
        await connect(database) as slow,
    ):
        await follow(one, people.ben, people.ada)
        heard = notifications.listen(listener, people.ada)

        async def next_actor() -> object:
            return (await asyncio.wait_for(anext(heard), PATIENCE)).actor_id

        assert await next_actor() == people.ben  # told before
        await follow(slow, people.cleo, people.ada)
        await follow(one, people.ben, people.cleo)  # told to another person
        await follow(one, people.dan, people.ada)
        assert await next_actor() == people.dan
        await slow.commit()
        assert await next_actor() == people.cleo
        # told while the listener does not wait, in one transaction
        async with one.transaction():
            for _ in range(3):
                await one.execute("delete from amity.follows")
                await follow(one, people.ben, people.ada)
            await follow(one, people.cleo, people.ada)
        assert [await next_actor(), await next_actor()] == [people.ben, people.cleo]
        await heard.aclose()
        async with speaking_as(listener, people.ada):
            assert len(await notifications.mine().on(listener)) == 2


async def test_listen_needs_autocommit(database: str, people: People) -> None:
    async with await psycopg.AsyncConnection.connect(database) as conn:
        with pytest.raises(InvalidInput):
            await anext(notifications.listen(conn, people.ada))


def test_nothing_is_announced_unless_it_is_asked_for(database: str, people: People) -> None:
    """And then the id alone, at the end of the transaction."""
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute("listen amity_notifications")
        with as_service(conn):
            settings.change("notify_channel", False).on(conn)
        with speaking_as(conn, people.ada):
            follows.follow(people.cleo).on(conn)
        assert list(conn.notifies(timeout=0)) == []
        with as_service(conn):
            settings.change("notify_channel", True).on(conn)
        with speaking_as(conn, people.ada):
            follows.follow(people.ben).on(conn)
        (heard,) = conn.notifies(timeout=PATIENCE, stop_after=1)
        with speaking_as(conn, people.ben):
            (told,) = notifications.mine().on(conn)
        assert heard.payload == str(told.id)
