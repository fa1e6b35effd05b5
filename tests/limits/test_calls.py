"""Every call does what it says, on either kind of connection."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from python.ways import SERVICE, People, Way

from amity import follows, limits
from amity.errors import NotAllowed

ACTIONS = ["circle", "circle_invitation", "follow", "invite", "request"]


def test_every(way: Way, people: People) -> None:
    found = way.run(SERVICE, limits.every())
    assert [each.action for each in found] == ACTIONS
    assert found[-1] == limits.RateLimit("request", None, timedelta(hours=1))


def test_change(way: Way, people: People) -> None:
    rate = way.run(SERVICE, limits.change("follow", 1, timedelta(days=1)))
    assert rate == limits.RateLimit("follow", 1, timedelta(days=1))
    way.run(people.ada, follows.follow(people.ben))
    with pytest.raises(limits.errors.RateLimited) as caught:
        way.run(people.ada, follows.follow(people.cleo))
    assert caught.value.status == 429
    assert caught.value.hint.startswith("Try again after 2")
    mine = {quota.action: quota for quota in way.run(people.ada, limits.mine())}
    assert (mine["follow"].allowed, mine["follow"].remaining) == (1, 0)
    assert mine["follow"].renews_at is not None
    rate = way.run(SERVICE, limits.change("follow", None))
    assert rate == limits.RateLimit("follow", None, timedelta(days=1))
    way.run(people.ada, follows.follow(people.cleo))


def test_what_cannot_be(way: Way, people: People) -> None:
    with pytest.raises(NotAllowed):
        way.run(people.ada, limits.change("follow", None))
    with pytest.raises(limits.errors.RateLimitInvalid) as invalid:
        way.run(SERVICE, limits.change("follow", 0))
    assert invalid.value.hint == "It takes a number from 1, or null."
    with pytest.raises(limits.errors.RateLimitInvalid) as invalid:
        way.run(SERVICE, limits.change("follow", 1, timedelta(0)))
    assert invalid.value.hint == "It takes more than 0 and at most 100 years."
    with pytest.raises(limits.errors.RateLimitNotFound) as caught:
        way.run(SERVICE, limits.change("sing", 1))
    assert caught.value.message == "There is no such limit: sing"


def test_fields_are_columns(conn: psycopg.Connection[Any]) -> None:
    columns = conn.execute(
        "select attname from pg_attribute"
        " where attrelid = 'amity.rate_limits'::regclass and attnum > 0 order by attnum"
    ).fetchall()
    assert [(field.name,) for field in fields(limits.RateLimit)] == columns
