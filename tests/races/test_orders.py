"""Acts that need two things or more take them in one order, and never wait in a circle.

Two acts begin while other sessions hold what both need; then they let go, one after the other.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from races.stage import Session, leave, waits

from amity import accounts, blocks, circles, connections, counts, follows, imports
from amity.calls import Call, values
from amity.errors import NotJoined, PersonNotFound
from amity.people import join
from amity.speaking import as_service, speaking_as

Conn = psycopg.Connection[Any]
Deed = Callable[[Conn], object]
Hold = tuple[LiteralString, list[object]]
Scene = tuple[list[Hold], Deed, Deed]


def by(person: UUID, call: Call[Any]) -> Deed:
    def deed(conn: Conn) -> object:
        with speaking_as(conn, person):
            return call.on(conn)

    return deed


def by_service(call: Call[Any]) -> Deed:
    def deed(conn: Conn) -> object:
        with as_service(conn):
            return call.on(conn)

    return deed


def people(conn: Conn, number: int) -> list[UUID]:
    """Make people, and give them in the order of their ids."""
    made = sorted(uuid4() for _ in range(number))
    conn.execute("insert into amity.people (id) select unnest(%s::uuid[])", [made])
    return made


def users(conn: Conn, of: list[UUID]) -> Deed:
    """Make them users of a host, in this order; give the statement that deletes them all."""
    conn.execute("create table users (id uuid primary key)")
    conn.execute("insert into users select unnest(%s::uuid[])", [of])
    conn.execute("select amity.attach_people('users')")
    return lambda conn: conn.execute("delete from users")


def connect(conn: Conn, one: UUID, other: UUID) -> None:
    conn.execute(
        "insert into amity.connections (requester_id, recipient_id, status) "
        "values (%s, %s, 'accepted')",
        [one, other],
    )


def circles_of(conn: Conn, founder: UUID, number: int = 1) -> list[UUID]:
    """Create circles, and give them in the order of their ids."""
    with speaking_as(conn, founder):
        return sorted(circles.create("climbers").on(conn).id for _ in range(number))


def add(conn: Conn, circle: UUID, member: UUID) -> None:
    conn.execute(
        "insert into amity.circle_members (circle_id, person_id, status) values (%s, %s, 'member')",
        [circle, member],
    )


def a_host_ends_two_who_act(conn: Conn) -> Scene:
    first, second = people(conn, 2)
    (circle,) = circles_of(conn, second)
    end = users(conn, [second, first])
    hold: Hold = ("select amity_private.lock_circles(%s)", [circle])
    return [hold], end, by(first, connections.request(second))


def a_host_ends_members_of_circles(conn: Conn) -> Scene:
    first, second, zoe = people(conn, 3)
    small, great = circles_of(conn, zoe, 2)
    add(conn, great, first)
    add(conn, small, second)
    end = users(conn, [first, second])
    hold: Hold = ("select amity_private.lock_circles(%s)", [great])
    return [hold], end, by(zoe, circles.leave(great))


def an_answer_steps_back_at_once(conn: Conn) -> Scene:
    ada, ben = people(conn, 2)
    by(ben, connections.request(ada))(conn)
    answer = values(
        UUID,
        "update amity.friendships set status = 'accepted', stepped_back_by = amity.me() "
        "returning id",
    )
    hold: Hold = ("select from amity.people where id = %s for update", [ben])
    return [hold], by(ben, blocks.block(ada)), by(ada, answer)


def follows_both_ways_are_undone(conn: Conn) -> Scene:
    ada, ben = (str(person) for person in people(conn, 2))
    by_service(imports.follows([ada, ben], [ben, ada], run="run"))(conn)
    ((blocker, blocked), _) = conn.execute(
        "select follower_id, followed_id from amity.follows order by id desc"
    ).fetchall()
    holds: list[Hold] = [
        ("select from amity.follows where follower_id = %s for update", [each])
        for each in (blocker, blocked)
    ]
    return holds, by(blocker, blocks.block(blocked)), by_service(imports.undo("run"))


def connections_of_an_account_are_undone(conn: Conn) -> Scene:
    ada, ben, cem = people(conn, 3)
    undo = by_service(imports.undo("run"))
    first = None
    while first != cem:  # the ids of a batch are in any order, which is not to be that of its lines
        if first:
            undo(conn)
        by_service(imports.connections([str(ada)] * 2, [str(ben), str(cem)], run="run"))(conn)
        ((first,), _) = conn.execute(
            "select recipient_id from amity.connections order by id"
        ).fetchall()
    holds: list[Hold] = [
        ("select from amity.connections where recipient_id = %s for update", [each])
        for each in (ben, cem)
    ]
    return holds, by_service(leave(ada)), undo


def a_circle_ends_and_who_invited_its_members(conn: Conn) -> Scene:
    ada, zoe, *others = people(conn, 4)
    (circle,) = circles_of(conn, ada)
    add(conn, circle, zoe)
    for other in others:
        connect(conn, ada, other)
        by(ada, circles.invite(circle, other))(conn)
        by(other, circles.accept(circle))(conn)
    for admin in (zoe, others[0]):  # which writes the row of a member anew, after the others
        by(ada, circles.promote(circle, admin))(conn)
    by(ada, circles.leave(circle))(conn)
    conn.execute("delete from amity.connections")
    holds: list[Hold] = [
        ("select from amity.notifications where actor_id = %s for update", [other])
        for other in others
    ]
    return holds, by(zoe, circles.end(circle)), by_service(leave(ada))


def a_block_and_circles_that_end(conn: Conn) -> Scene:
    ada, ben, dan = people(conn, 3)
    connect(conn, ada, ben)
    small, great = circles_of(conn, ada, 2)
    for circle in (small, great):
        add(conn, circle, dan)
    for circle in (great, small):
        by(ada, circles.invite(circle, ben))(conn)
    for circle in (small, great):
        by(ada, circles.leave(circle))(conn)
    hold: Hold = ("select from amity.circles where id = %s for update", [great])
    return [hold], by_service(leave(dan)), by(ada, blocks.block(ben))


def a_history_is_tidied_and_forgotten(conn: Conn) -> Scene:
    ada, ben, cem, dan = people(conn, 4)
    for one, other in ((ben, ada), (ada, cem), (ada, dan)):
        connect(conn, one, other)
        conn.execute("delete from amity.connections")
    conn.execute("update amity.settings set value = '0' where name = 'history_retention'")
    hold: Hold = (
        "select from amity_private.connections_history where recipient_id = %s for update",
        [dan],
    )
    return [hold], by_service(accounts.forget(ada)), by_service(accounts.tidy())


def a_member_is_forgotten(conn: Conn) -> Scene:
    ada, ben = people(conn, 2)
    connect(conn, ada, ben)
    (circle,) = circles_of(conn, ben)
    add(conn, circle, ada)
    hold: Hold = ("select from amity.connections for update", [])
    return [hold], by_service(accounts.forget(ada)), by(ben, circles.leave(circle))


def is_past(holder: Session, waiting: Session, watch: Conn) -> bool:
    """Whether the session is done, or waits for another one."""
    ((blocking,),) = watch.execute("select pg_blocking_pids(%s)", [waiting.pid]).fetchall()
    return waiting.is_done() or bool(blocking and holder.pid not in blocking)


@pytest.mark.once
@pytest.mark.parametrize(
    "scene",
    [
        a_host_ends_two_who_act,
        a_host_ends_members_of_circles,
        an_answer_steps_back_at_once,
        follows_both_ways_are_undone,
        connections_of_an_account_are_undone,
        a_circle_ends_and_who_invited_its_members,
        a_block_and_circles_that_end,
        a_history_is_tidied_and_forgotten,
        a_member_is_forgotten,
    ],
    ids=lambda scene: scene.__name__,
)
def test_two_acts_never_wait_for_each_other(
    scene: Callable[[Conn], Scene], watch: Conn, session: Callable[[], Session]
) -> None:
    holds, *deeds = scene(watch)
    holders = [session() for _ in holds]
    for holder, (held, given) in zip(holders, holds, strict=True):
        holder.begin()
        holder.do(lambda conn, held=held, given=given: conn.execute(held, given))
    one, other = session(), session()
    for each, deed in zip((one, other), deeds, strict=True):
        each.start(deed)
        assert waits(each, watch)
    for holder in holders:
        holder.conn.execute("commit")
        while not all(is_past(holder, each, watch) for each in (one, other)):
            time.sleep(0.01)
    for each in (one, other):
        with suppress(PersonNotFound, NotJoined):
            each.outcome()
    assert watch.execute("select * from amity.verify()").fetchall() == []


def test_a_person_who_is_forgotten_meanwhile_does_not_join(
    watch: Conn, session: Callable[[], Session]
) -> None:
    (ada,) = people(watch, 1)
    one, other = session(), session()
    one.begin()
    one.do(by_service(accounts.forget(ada)))
    other.start(by(ada, join()))
    assert waits(other, watch)
    one.conn.execute("commit")
    with pytest.raises(NotJoined):
        other.outcome()
    assert watch.execute("select * from amity.people").fetchall() == []


@pytest.mark.parametrize("key", ["uuid", "text"])
@pytest.mark.parametrize(
    "comes", ["insert into users values (%s)", "select amity.attach_people('users')"]
)
def test_a_person_who_is_forgotten_meanwhile_does_not_come_back_with_the_hosts_row(
    comes: LiteralString, key: LiteralString, watch: Conn, session: Callable[[], Session]
) -> None:
    ada, ben = sorted(uuid4() for _ in range(2))
    watch.execute(f"create table users (id {key} primary key)")
    watch.execute("insert into users values (%s), (%s)", [ada, ben])
    watch.execute("select amity.attach_people('users')")
    (person,) = watch.execute("select amity.person_of(%s)", [str(ada)]).fetchone() or ()
    given = [ada] if "%s" in comes else []
    if given:  # the account ended, and the same key signs up again
        watch.execute("alter table users disable trigger all")
        watch.execute(f"delete from users where id = %s::{key}", [ada])
        watch.execute("alter table users enable trigger all")
    one, other = session(), session()
    one.begin()
    one.do(by_service(accounts.forget(person)))
    other.start(lambda conn: conn.execute(comes, given))
    assert waits(other, watch)
    one.conn.execute("commit")
    other.outcome()
    assert watch.execute("select coalesce(host_key, id::text) from amity.people").fetchall() == [
        (str(ben),)
    ]
    assert watch.execute("select count(*) from users").fetchone() == (2,)


def test_counts_are_rebuilt_beside_acts(watch: Conn, session: Callable[[], Session]) -> None:
    """It holds one table, and waits for the other, whose holder waits for the first."""
    ada, ben = people(watch, 2)
    one, other = session(), session()
    one.begin()
    one.do(by(ada, follows.follow(ben)))
    other.start(by_service(counts.rebuild()))
    assert waits(other, watch)
    one.do(by(ada, connections.request(ben)))
    one.conn.execute("commit")
    other.outcome()
    assert watch.execute("select * from amity.verify()").fetchall() == []
