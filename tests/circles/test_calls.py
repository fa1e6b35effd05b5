"""Every call of the module does what it says, on either kind of connection."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints
from uuid import UUID, uuid4

import psycopg
import pytest
from python.ways import Async, People, Sync, Way

from amity import circles, connections, labels
from amity.calls import value
from amity.circles import Circle, CircleMember, CircleMemberEntry, MyCircle
from amity.circles.errors import (
    AlreadyMember,
    CircleInvitationNotFound,
    CircleIsDynamic,
    CircleMemberNotFound,
    CircleNotFound,
    CircleUnnamed,
    LastAdmin,
    NotCircleAdmin,
    RoleUnchanged,
)


@pytest.fixture(params=[Sync, Async], ids=["sync", "async"])
def way(request: pytest.FixtureRequest, database: str) -> Iterator[Way]:
    way: Way = request.param(database)
    yield way
    way.close()


@pytest.fixture
def p(way: Way, database: str) -> People:
    """Ada knows Ben and Cleo; Dan has no connection."""
    p = People().join(database)
    for friend in (p.ben, p.cleo):
        way.tell((p.ada, connections.request(friend)), (friend, connections.accept(p.ada)))
    return p


@pytest.fixture
def circle(way: Way, p: People) -> UUID:
    """Ada's circle, with Ben in it."""
    made: Circle = way.run(p.ada, circles.create("climbers", "on rocks"))
    way.tell((p.ada, circles.invite(made.id, p.ben)), (p.ben, circles.accept(made.id)))
    return made.id


def test_create_change_end(way: Way, p: People) -> None:
    made = way.run(p.ada, circles.create("climbers", "on rocks"))
    assert (made.name, made.description, made.created_by) == ("climbers", "on rocks", p.ada)
    changed = way.run(p.ada, circles.change(made.id, "boulderers"))
    assert (changed.id, changed.name, changed.description) == (made.id, "boulderers", None)
    with pytest.raises(CircleUnnamed):
        way.run(p.ada, circles.create(" "))
    ended = way.run(p.ada, circles.end(str(made.id)))
    assert ended.id == made.id
    with pytest.raises(CircleNotFound):
        way.run(p.ada, circles.end(made.id))


def test_invite_accept_decline(way: Way, p: People, circle: UUID) -> None:
    sent = way.run(p.ada, circles.invite(circle, p.cleo))
    assert (sent.person_id, sent.status, sent.invited_by) == (p.cleo, "invited", p.ada)
    assert [each.id for each in way.run(p.ada, circles.invited(circle))] == [sent.id]
    (mine,) = way.run(p.cleo, circles.invitations())
    assert (mine.id, mine.invited_by, mine.people_count) == (circle, p.ada, None)
    assert way.run(p.cleo, circles.mine()) == []
    assert way.run(p.cleo, circles.decline(circle)).id == sent.id
    with pytest.raises(CircleInvitationNotFound):
        way.run(p.cleo, circles.accept(circle))
    with pytest.raises(AlreadyMember):
        way.run(p.ben, circles.accept(circle))
    with pytest.raises(NotCircleAdmin):
        way.run(p.ben, circles.invite(circle, p.cleo))
    with pytest.raises(connections.errors.NotConnected):
        way.run(p.ada, circles.invite(circle, p.dan))


def test_leave_remove(way: Way, p: People, circle: UUID) -> None:
    assert way.run(p.ada, circles.remove(circle, p.ben)).person_id == p.ben
    with pytest.raises(CircleMemberNotFound):
        way.run(p.ada, circles.remove(circle, p.ben))
    assert way.run(p.ada, circles.leave(circle)).role == "admin"
    with pytest.raises(CircleNotFound):
        way.run(p.ada, circles.leave(circle))


def test_promote_demote(way: Way, p: People, circle: UUID) -> None:
    assert way.run(p.ada, circles.promote(circle, p.ben)).role == "admin"
    with pytest.raises(RoleUnchanged):
        way.run(p.ada, circles.promote(circle, p.ben))
    assert way.run(p.ben, circles.demote(circle, p.ada)).role == "member"
    way.run(p.ben, circles.remove(circle, p.ada))
    with pytest.raises(LastAdmin):
        way.run(p.ben, circles.demote(circle, p.ben))


def test_lists_and_pages(way: Way, p: People, circle: UUID) -> None:
    newest, oldest = way.run(p.ben, circles.members(circle))
    assert (newest.person_id, oldest.person_id, oldest.role) == (p.ben, p.ada, "admin")
    assert way.run(p.ben, circles.members(circle, limit=1)) == [newest]
    assert way.run(p.ben, circles.members(circle, after=newest)) == [oldest]
    way.run(p.ada, circles.create("second"))
    second, first = way.run(p.ada, circles.mine())
    assert (second.name, first.name, first.people_count) == ("second", "climbers", 2)
    assert way.run(p.ada, circles.mine(after=second, limit=1)) == [first]
    one, other = way.run(p.ada, circles.people(circle))
    assert {one, other} == {p.ada, p.ben}
    assert way.run(p.ada, circles.people(circle, after=one)) == [other]
    assert way.run(p.dan, circles.people(circle)) == []
    sent = way.run(p.ada, circles.invite(circle, p.cleo))
    assert way.run(p.ada, circles.invited(circle, after=sent)) == []
    (mine,) = way.run(p.cleo, circles.invitations())
    assert way.run(p.cleo, circles.invitations(after=mine)) == []


def test_history(way: Way, p: People, circle: UUID) -> None:
    assert [each.action for each in way.run(p.ada, circles.history())] == ["founded"]
    assert [each.action for each in way.run(p.ben, circles.history())] == ["joined", "invited"]
    assert [each.action for each in way.run(p.ben, circles.history(limit=1))] == ["joined"]


def test_dynamic(way: Way, p: People) -> None:
    mentor = way.run(p.ada, value(UUID, "select id from amity.create_label_type('mentor')"))
    made = way.run(p.ada, circles.create("mentors", label_type=mentor))
    assert (made.created_by, made.label_type_id) == (p.ada, mentor)
    way.run(
        p.ada,
        value(
            UUID,
            "insert into amity.labels (person_id, type_id) values (%s, %s) returning id",
            p.ben,
            mentor,
        ),
    )
    assert way.run(p.ada, circles.people(made.id)) == [p.ben]
    with pytest.raises(CircleIsDynamic):
        way.run(p.ada, circles.invite(made.id, p.cleo))
    with pytest.raises(labels.errors.LabelTypeMissing):
        way.run(p.ada, circles.create("x", label_type=uuid4()))


def test_every_call_is_here() -> None:
    """What the module offers is called by name above."""
    calls = {
        name
        for name, thing in vars(circles).items()
        if inspect.isfunction(thing) and thing.__module__ == circles.__name__
    }
    text = inspect.getsource(inspect.getmodule(test_every_call_is_here) or circles)
    assert {name for name in calls if f"circles.{name}(" not in text} == set()


@pytest.mark.parametrize(
    ("record", "relation"),
    [
        (Circle, "amity.circles"),
        (CircleMember, "amity.circle_members"),
        (MyCircle, "amity.my_circles"),
        (CircleMemberEntry, "amity.circle_members_history"),
    ],
)
def test_records_are_rows(
    record: type[Any], relation: str, conn: psycopg.Connection[tuple[Any, ...]]
) -> None:
    columns = conn.execute(
        "select attname,"
        " (select array_agg(enumlabel::text) from pg_enum where enumtypid = atttypid)"
        " from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped"
        " order by attnum",
        [relation],
    ).fetchall()
    hints = get_type_hints(record)
    assert list(hints) == [name for name, _ in columns]
    for name, words in columns:
        said = {word for part in (hints[name], *get_args(hints[name])) for word in get_args(part)}
        if words:
            assert set(words) == {word for word in said if isinstance(word, str)}, name
