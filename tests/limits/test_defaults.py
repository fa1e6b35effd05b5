"""What limits a person in a database as it is installed, and no service; each limit can be none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from python.ways import OWNER, SERVICE, Sync

from amity import circles, connections, follows, invites, limits, settings
from amity.errors import LimitReached

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
def way(installed: str) -> Iterator[Sync]:
    """A way to a database as `amity up` leaves it."""
    way = Sync(installed)
    yield way
    way.close()


def join(way: Sync, many: int) -> list[UUID]:
    joined = "insert into amity.people (id) select unnest(%s::uuid[]) returning id"
    return [id_ for (id_,) in way.rows(OWNER, joined, [uuid4() for _ in range(many)])]


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
    act: Callable[[Sync, UUID, UUID], None], most: int, again: str, way: Sync
) -> None:
    ada, *others = join(way, most + 3)
    for other in others[:most]:
        act(way, ada, other)
    with pytest.raises(limits.errors.RateLimited):
        act(way, ada, others[most])
    rate = way.run(SERVICE, limits.change(act.__name__, None))
    assert str(rate.per / most) == again  # when the first of them comes back
    act(way, ada, others[most + 1])


def test_a_rejected_requester_waits_for_a_day(way: Sync) -> None:
    ada, ben = join(way, 2)
    way.run(ada, connections.request(ben))
    way.run(ben, connections.reject(ada))
    with pytest.raises(connections.errors.CoolingDown):
        way.run(ada, connections.request(ben))
    way.run(SERVICE, settings.change("request_cooldown", None))
    way.run(ada, connections.request(ben))


def test_so_many_requests_wait_for_an_answer(way: Sync) -> None:
    ada, *others = join(way, 502)
    assert len(way.rows(SERVICE, REQUESTS, ada, others[:500])) == 500
    with pytest.raises(LimitReached):
        way.run(ada, connections.request(others[500]))
    way.run(SERVICE, settings.change("max_pending_sent", None))
    way.run(ada, connections.request(others[500]))


def test_services_have_none(way: Sync) -> None:
    ada, *others = join(way, 601)
    for act in (REQUESTS, FOLLOWS):
        assert len(way.rows(SERVICE, act, ada, others)) == 600


def test_every_setting_begins_with_its_fallback(way: Sync) -> None:
    every = way.run(SERVICE, settings.every())
    assert [each.value for each in every] == [each.fallback for each in every]
