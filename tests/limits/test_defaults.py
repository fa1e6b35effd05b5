"""What limits a person in a database as it is installed, and no service; each limit can be none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from python.ways import OWNER, SERVICE, Sync

from amity import circles, connections, follows, invites, limits, settings
from amity.errors import LimitReached

if TYPE_CHECKING:
    from support.clusters import Cluster, Template

REQUESTS = (
    "insert into amity.connections (requester_id, recipient_id)"
    " select %s, unnest(%s::uuid[]) returning 1"
)
CONNECTION = (
    "insert into amity.connections (requester_id, recipient_id, status)"
    " values (%s, %s, 'accepted') returning 1"
)
FOLLOWS = (
    "insert into amity.follows (follower_id, followed_id) select %s, unnest(%s::uuid[]) returning 1"
)


@pytest.fixture
def installed(server: Cluster, template: Template) -> Iterator[Sync]:
    """A database as `amity up` leaves it."""
    with server.clone(template("installed")) as url:
        way = Sync(url)
        yield way
        way.close()


def join(installed: Sync, many: int) -> list[UUID]:
    joined = "insert into amity.people (id) select unnest(%s::uuid[]) returning id"
    return [id_ for (id_,) in installed.rows(OWNER, joined, [uuid4() for _ in range(many)])]


def request(way: Sync, ada: UUID, other: UUID) -> None:
    way.run(ada, connections.request(other))


def follow(way: Sync, ada: UUID, other: UUID) -> None:
    way.run(ada, follows.follow(other))


def invite(way: Sync, ada: UUID, _other: UUID) -> None:
    issued = way.run(ada, invites.issue())
    way.run(ada, invites.revoke(issued.id))  # no more than ten may be out


def circle(way: Sync, ada: UUID, other: UUID) -> None:
    way.run(ada, circles.create(str(other)))


def circle_invitation(way: Sync, ada: UUID, other: UUID) -> None:
    way.rows(SERVICE, CONNECTION, ada, other)
    (choir,) = way.run(ada, circles.mine()) or [way.run(ada, circles.create("Choir"))]
    way.run(ada, circles.invite(choir.id, other))


@pytest.mark.parametrize(
    ("act", "most", "again"),
    [
        (request, 30, "0:02:00"),
        (follow, 200, "0:00:18"),
        (invite, 10, "0:06:00"),
        (circle, 20, "1:12:00"),
        (circle_invitation, 200, "0:07:12"),
    ],
)
def test_how_often(
    act: Callable[[Sync, UUID, UUID], None], most: int, again: str, installed: Sync
) -> None:
    ada, *others = join(installed, most + 3)
    for other in others[:most]:
        act(installed, ada, other)
    with pytest.raises(limits.errors.RateLimited):
        act(installed, ada, others[most])
    rate = installed.run(SERVICE, limits.change(act.__name__, None))
    assert str(rate.per / most) == again  # when the first of them comes back
    act(installed, ada, others[most + 1])


def test_a_rejected_requester_waits_for_a_day(installed: Sync) -> None:
    ada, ben = join(installed, 2)
    installed.run(ada, connections.request(ben))
    installed.run(ben, connections.reject(ada))
    with pytest.raises(connections.errors.CoolingDown):
        installed.run(ada, connections.request(ben))
    installed.run(SERVICE, settings.change("request_cooldown", None))
    installed.run(ada, connections.request(ben))


def test_so_many_requests_wait_for_an_answer(installed: Sync) -> None:
    ada, *others = join(installed, 502)
    assert len(installed.rows(SERVICE, REQUESTS, ada, others[:500])) == 500
    with pytest.raises(LimitReached):
        installed.run(ada, connections.request(others[500]))
    installed.run(SERVICE, settings.change("max_pending_sent", None))
    installed.run(ada, connections.request(others[500]))


def test_services_have_none(installed: Sync) -> None:
    ada, *others = join(installed, 601)
    for act in (REQUESTS, FOLLOWS):
        assert len(installed.rows(SERVICE, act, ada, others)) == 600


def test_every_setting_begins_with_its_fallback(installed: Sync) -> None:
    every = installed.run(SERVICE, settings.every())
    assert [each.value for each in every] == [each.fallback for each in every]
