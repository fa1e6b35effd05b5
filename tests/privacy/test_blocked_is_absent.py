"""To a person you blocked you do not exist: nothing tells you from an id that is not there.

Ben has been blocked. He says whatever the catalog lets him say: about Ada, who blocked him; and
about a person who is not there. What comes back has to be the same, to the last word of psql.

Who is not there depends on the past. Where there was none, it is an id that was never there. Where
there was one, it is Ada in another world, where she ended it as people do and left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from privacy.probing import Answer, Likeness, ask, ask_each, statements

from amity import blocks, connections, follows, settings, suggestions
from amity.calls import Call
from amity.speaking import as_service, speaking_as


@dataclass(frozen=True)
class Cast:
    """Ben, who is blocked; Ada, who blocked him; an unknown id; and a friend of Ben and Ada."""

    ben: UUID = field(default_factory=uuid4)
    ada: UUID = field(default_factory=uuid4)
    unknown: UUID = field(default_factory=uuid4)
    friend: UUID = field(default_factory=uuid4)


Said = tuple[UUID, Call[Any]]


@dataclass(frozen=True)
class Past:
    """What there was between Ben and the other, and how she ends it without a block."""

    before: Callable[[UUID, UUID], Iterable[Said]]
    end: Callable[[UUID, UUID], Iterable[Said]] = lambda ben, other: ()


PASTS = {
    "he had asked her": Past(
        lambda ben, other: [(ben, connections.request(other))],
        lambda ben, other: [(other, connections.reject(ben))],
    ),
    "she had asked him": Past(
        lambda ben, other: [(other, connections.request(ben, "hello"))],
        lambda ben, other: [(other, connections.cancel(ben))],
    ),
    "they were connected": Past(
        lambda ben, other: [(other, connections.request(ben)), (ben, connections.accept(other))],
        lambda ben, other: [(other, connections.remove(ben))],
    ),
    "they were connected, asked by him": Past(
        lambda ben, other: [(ben, connections.request(other)), (other, connections.accept(ben))],
        lambda ben, other: [(other, connections.remove(ben))],
    ),
    "he followed her": Past(
        lambda ben, other: [(ben, follows.follow(other))],
        lambda ben, other: [(other, follows.remove_follower(ben))],
    ),
    "she followed him": Past(
        lambda ben, other: [(other, follows.follow(ben))],
        lambda ben, other: [(other, follows.unfollow(ben))],
    ),
    "he had dismissed her": Past(lambda ben, other: [(ben, suggestions.dismiss(other))]),
    "she had dismissed him": Past(lambda ben, other: [(other, suggestions.dismiss(ben))]),
    "he had blocked and unblocked her": Past(
        lambda ben, other: [(ben, blocks.block(other)), (ben, blocks.unblock(other))]
    ),
    "she had blocked and unblocked him": Past(
        lambda ben, other: [(other, blocks.block(ben)), (other, blocks.unblock(ben))]
    ),
}

Now = Callable[[UUID, UUID], Iterable[Said]]

# seconds each: 15 is asked each past once
ON_18 = pytest.mark.postgres(18)
NOW: list[Any] = [
    pytest.param(lambda ben, other: [], id="he has done nothing"),
    pytest.param(
        lambda ben, other: [(ben, blocks.block(other))], id="he has blocked back", marks=ON_18
    ),
]
REVEALED = [False, pytest.param(True, marks=[pytest.mark.deep, ON_18])]

SEQUENCES: dict[str, tuple[str, ...]] = {
    "nothing": (),
    "block": ("select * from amity.block(:probe)",),
    "block, unblock": ("select * from amity.block(:probe)", "select * from amity.unblock(:probe)"),
    "block, unblock, block": (
        "select * from amity.block(:probe)",
        "select * from amity.unblock(:probe)",
        "select * from amity.block(:probe)",
    ),
    "follow": ("select * from amity.follow(:probe)",),
    "dismiss": ("select * from amity.dismiss_suggestion(:probe)",),
    "ask, dismiss": (
        "select * from amity.request_connection(:probe)",
        "select * from amity.dismiss_suggestion(:probe)",
    ),
    "insert a block, update it, delete it": (
        "insert into amity.blocks (blocked_id, reason) values (:probe, 'why')",
        "update amity.blocks set reason = 'because' where blocked_id = :probe returning *",
        "delete from amity.blocks where blocked_id = :probe returning *",
    ),
}


@pytest.fixture
def cast(conn: psycopg.Connection[Any]) -> Cast:
    """Everybody, the friend connected with each of them, so that there is something to hide."""
    conn.autocommit = False  # it is told in savepoints
    cast = Cast()
    people = [cast.ben, cast.ada, cast.friend]
    conn.execute("insert into amity.people (id) select unnest(%s::uuid[])", [people])
    for other in (cast.ben, cast.ada):
        tell(conn, [(other, connections.request(cast.friend))])
        tell(conn, [(cast.friend, connections.accept(other))])
    return cast


def tell(conn: psycopg.Connection[Any], said: Iterable[Said]) -> None:
    for speaker, call in said:
        with speaking_as(conn, speaker):
            call.on(conn)


def answers(
    conn: psycopg.Connection[Any],
    cast: Cast,
    probe: UUID,
    sequence: tuple[str, ...],
) -> dict[str, Answer]:
    """What Ben hears about the probe: through the sequence, and then by each statement there is."""
    known = {cast.ben: "ben", cast.friend: "friend"}
    heard = {}
    asked = statements(conn)
    conn.execute("savepoint before")
    with speaking_as(conn, cast.ben):
        alike = Likeness(probe, known)
        for n, statement in enumerate(sequence):
            heard[f"{n}: {statement}"] = ask(conn, statement, probe, alike)
        heard |= ask_each(conn, asked, probe, known)
    conn.execute("rollback to savepoint before")
    return heard


def differences(one: dict[str, Answer], other: dict[str, Answer]) -> str:
    assert one.keys() == other.keys()
    return "\n".join(
        f"{name}\n    blocked: {answer}\n    absent:  {other[name]}"
        for name, answer in one.items()
        if answer != other[name]
    )


@pytest.mark.parametrize("sequence", SEQUENCES.values(), ids=SEQUENCES)
def test_never_there(sequence: tuple[str, ...], conn: psycopg.Connection[Any], cast: Cast) -> None:
    tell(conn, [(cast.ada, blocks.block(cast.ben))])
    blocked = answers(conn, cast, cast.ada, sequence)
    absent = answers(conn, cast, cast.unknown, sequence)
    assert not (found := differences(blocked, absent)), found


@pytest.mark.once
@pytest.mark.parametrize("now", NOW)
@pytest.mark.parametrize("past", PASTS.values(), ids=PASTS)
@pytest.mark.parametrize("reveal", REVEALED, ids=["", "rejections revealed"])
def test_no_longer_there(
    past: Past,
    now: Now,
    reveal: bool,
    conn: psycopg.Connection[Any],
    cast: Cast,
) -> None:
    with as_service(conn):
        settings.change("reveal_rejections", reveal).on(conn)
        settings.change("request_cooldown", "1 day").on(conn)

    def heard_after(she: Iterable[Said], *, leaves: bool) -> dict[str, Answer]:
        conn.execute("savepoint world")
        tell(conn, past.before(cast.ben, cast.ada))
        tell(conn, she)
        if leaves:
            conn.execute("delete from amity.people where id = %s", [cast.ada])
        tell(conn, now(cast.ben, cast.ada))
        heard = answers(conn, cast, cast.ada, ())
        conn.execute("rollback to savepoint world")
        return heard

    blocked = heard_after([(cast.ada, blocks.block(cast.ben))], leaves=False)
    absent = heard_after(past.end(cast.ben, cast.ada), leaves=True)
    assert not (found := differences(blocked, absent)), found


def test_what_is_asked(conn: psycopg.Connection[Any]) -> None:
    """The catalog was read: every way in that we know of is among what is asked."""
    asked = statements(conn)
    for known in (
        "amity.block(person => :probe)",
        "amity.mutual_connections(person => :probe, after => :probe)",
        "amity.connection_status(person => :probe)",
        "select amity.connections by recipient_id",
        "insert amity.follows.followed_id returning *",
        "update amity.connections.status = 'accepted' by requester_id",
        "delete amity.blocks by blocked_id",
        "select amity.connection_requests",
    ):
        assert known in asked
    assert len(asked) > 60


def test_a_new_way_in_does_not_escape(conn: psycopg.Connection[Any]) -> None:
    conn.execute("""
        create function amity.peek(person uuid, moment timestamptz, depth integer default 3)
        returns boolean language sql return true;
        create table amity.peeks (id bigint, person_id uuid, note text);
        grant select, delete, insert (person_id), update (note) on amity.peeks to authenticated
    """)
    asked = statements(conn)
    assert asked["amity.peek(person => :probe, moment => now())"] == (
        "select * from amity.peek(person => :probe, moment => now())"
    )
    for name in (
        "select amity.peeks",
        "select amity.peeks by person_id",
        "insert amity.peeks.person_id returning *",
        "update amity.peeks.note = 'hello' by person_id",
        "delete amity.peeks by person_id",
    ):
        assert name in asked


def test_a_leak_is_found(conn: psycopg.Connection[Any], cast: Cast) -> None:
    conn.execute("""
        create function amity.peek(person uuid) returns boolean language sql security definer
        return exists (select from amity.people where id = person);
        grant execute on function amity.peek(uuid) to authenticated
    """)
    tell(conn, [(cast.ada, blocks.block(cast.ben))])
    found = differences(answers(conn, cast, cast.ada, ()), answers(conn, cast, cast.unknown, ()))
    assert found.startswith("amity.peek(person => :probe)")
    assert found.count("\n") == 2
