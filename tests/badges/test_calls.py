"""Each call of amity.badges, on either kind of connection."""

from __future__ import annotations

import pytest
from python.ways import SERVICE, People, Way

from amity import badges, connections, settings
from amity.badges import Standing
from amity.badges.errors import LeaderboardDisabled


def know(way: Way, people: People) -> None:
    way.run(people.ada, connections.request(people.ben))
    way.run(people.ben, connections.accept(people.ada))


def test_mine(way: Way, people: People) -> None:
    know(way, people)
    got = way.run(people.ada, badges.list_mine())
    assert [(badge.badge, badge.awarded_at is not None) for badge in got] == [
        ("ice_breaker", True),
        ("networker", False),
        ("socialite", False),
        ("super_connector", False),
        ("networking_legend", False),
    ]


def test_leaderboard(way: Way, people: People) -> None:
    know(way, people)
    with pytest.raises(LeaderboardDisabled):
        way.run(people.ada, badges.leaderboard())
    way.run(SERVICE, settings.change("leaderboard_enabled", True))
    first = min(people.ada, people.ben)
    assert way.run(people.cleo, badges.leaderboard(limit=1)) == [Standing(first, 1, 1)]
