"""Any two acts in one circle at once end as they would have ended one after the other.

The first act is done, its transaction still open; the second begins, and waits or not; then the
first is committed. What both said and who is in the circle has to be what some order of them gives.

Ada and Ben are admins, Cleo is a member, Dan is invited by Ada; Eve is known to Ada and Ben.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from races.stage import Session, waits
from support.patience import PATIENCE

from amity import blocks, circles, connections
from amity.calls import Call, values
from amity.errors import Refusal
from amity.speaking import as_service, speaking_as


@dataclass(frozen=True)
class Cast:
    """Who is there, and the circle."""

    ada: UUID = field(default_factory=uuid4)
    ben: UUID = field(default_factory=uuid4)
    cleo: UUID = field(default_factory=uuid4)
    dan: UUID = field(default_factory=uuid4)
    eve: UUID = field(default_factory=uuid4)
    circle: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class Act:
    """What a speaker does, as a word and as the call; without a speaker it is a service."""

    word: str
    by: str | None
    make: Callable[[Cast], Call[Any]]

    def on(self, conn: psycopg.Connection[Any], cast: Cast) -> Any:
        speech = speaking_as(conn, getattr(cast, self.by)) if self.by else as_service(conn)
        with speech:
            return self.make(cast).on(conn)


def rows(statement: str, *given: Any) -> Call[list[Any]]:
    return values(UUID, statement, *given)  # type: ignore[arg-type]


def gone(person: UUID) -> Call[list[Any]]:
    return rows("delete from amity.people where id = %s returning id", person)


ACTS = [
    Act("ada leaves", "ada", lambda c: circles.leave(c.circle)),
    Act("ben leaves", "ben", lambda c: circles.leave(c.circle)),
    Act("cleo leaves", "cleo", lambda c: circles.leave(c.circle)),
    Act("ada demotes ben", "ada", lambda c: circles.demote(c.circle, c.ben)),
    Act("ben demotes ada", "ben", lambda c: circles.demote(c.circle, c.ada)),
    Act("ben demotes himself", "ben", lambda c: circles.demote(c.circle, c.ben)),
    Act("ada removes ben", "ada", lambda c: circles.remove(c.circle, c.ben)),
    Act("ben removes ada", "ben", lambda c: circles.remove(c.circle, c.ada)),
    Act("ben withdraws", "ben", lambda c: circles.remove(c.circle, c.dan)),
    Act("dan accepts", "dan", lambda c: circles.accept(c.circle)),
    Act("dan declines", "dan", lambda c: circles.decline(c.circle)),
    Act("ada blocks dan", "ada", lambda c: blocks.block(c.dan)),
    Act("ada invites eve", "ada", lambda c: circles.invite(c.circle, c.eve)),
    Act("ben invites eve", "ben", lambda c: circles.invite(c.circle, c.eve)),
    Act("eve blocks ada", "eve", lambda c: blocks.block(c.ada)),
    Act("eve ends the connection", "eve", lambda c: connections.remove(c.ada)),
    Act("ada ends it", "ada", lambda c: circles.end(c.circle)),
    Act("ben ends it", "ben", lambda c: circles.end(c.circle)),
    Act("ada's account ends", None, lambda c: gone(c.ada)),
    Act("cleo's account ends", None, lambda c: gone(c.cleo)),
    Act("eve's account ends", None, lambda c: gone(c.eve)),
    Act(
        "a service removes ada",
        None,
        lambda c: rows(
            "delete from amity.circle_members where circle_id = %s and person_id = %s"
            " returning person_id",
            c.circle,
            c.ada,
        ),
    ),
    Act(
        "ben leaves by hand",
        "ben",
        lambda c: rows(
            "delete from amity.circle_members where person_id = amity.me() returning person_id"
        ),
    ),
]

GONE = ("circle_not_found", "person_not_found", "not_connected", "nothing to do")

BY_WORD = {each.word: each for each in ACTS}

# the acts by which a circle loses a member, tried where it has two members only
LEAVERS = [each for each in ACTS if not {"cleo", "dan", "eve"} & set(each.word.split())]


def prepared(
    conn: psycopg.Connection[Any], *, few: bool = False, circle: UUID | None = None
) -> Cast:
    cast = Cast(circle=circle or uuid4())
    people = [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eve]
    known = [(cast.ada, other) for other in people[1:]] + [(cast.ben, cast.eve)]
    with conn.transaction():
        conn.execute("insert into amity.people (id) select unnest(%s::uuid[])", [people])
        for one, other in known:
            conn.execute(
                "insert into amity.connections (requester_id, recipient_id, status, responded_at)"
                " values (%s, %s, 'accepted', now())",
                [one, other],
            )
        conn.execute(
            "insert into amity.circles (id, name, created_by) values (%s, 'climbers', %s)",
            [cast.circle, cast.ada],
        )
        for member in people[1:2] if few else people[1:3]:
            conn.execute(
                "insert into amity.circle_members (circle_id, person_id, status)"
                " values (%s, %s, 'member')",
                [cast.circle, member],
            )
        conn.execute(
            "update amity.circle_members set role = 'admin'"
            " where circle_id = %s and person_id = %s",
            [cast.circle, cast.ben],
        )
        conn.execute(
            "insert into amity.circle_members (circle_id, person_id, invited_by)"
            " values (%s, %s, %s)",
            [cast.circle, cast.dan, cast.ada],
        )
    return cast


Ending = tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str, str], ...], bool]
"""What each of the acts said, who is in the circle, and whether it is there."""


def ending(watch: psycopg.Connection[Any], cast: Cast, heard: dict[str, str]) -> Ending:
    names = {value: name for name, value in vars(cast).items()}
    found = watch.execute(
        "select person_id, role::text, status::text from amity.circle_members where circle_id = %s",
        [cast.circle],
    ).fetchall()
    there = watch.execute("select from amity.circles where id = %s", [cast.circle]).fetchone()
    return (
        tuple(sorted(heard.items())),
        tuple(sorted((names[person], role, status) for person, role, status in found)),
        there is not None,
    )


def said(deed: Callable[[], Any]) -> str:
    try:
        outcome = deed()
    except Refusal as refusal:
        return refusal.slug
    except psycopg.Error as error:
        return f"ERROR {error.sqlstate} {error}"
    return "nothing to do" if outcome == [] else "done"


@pytest.fixture
def watch(database: str) -> Any:
    with psycopg.connect(database, autocommit=True) as conn:
        yield conn


def at_once(
    one: Session, other: Session, watch: psycopg.Connection[Any], cast: Cast, acts: tuple[Act, Act]
) -> Ending:
    first, second = acts
    one.begin()
    heard = {first.word: said(lambda: one.do(lambda conn: first.on(conn, cast)))}
    other.start(lambda conn: second.on(conn, cast))
    waits(other, watch)
    one.do(lambda conn: conn.execute("commit"))
    heard[second.word] = said(other.outcome)
    return ending(watch, cast, heard)


def one_by_one(watch: psycopg.Connection[Any], cast: Cast, acts: Iterable[Act]) -> Ending:
    heard = {}
    for act in acts:
        heard[act.word] = said(partial(act.on, watch, cast))
    return ending(watch, cast, heard)


def excused(got: Ending, acts: tuple[Act, Act], alone: Ending) -> bool:
    """Whether a person whose account ended while they acted found nothing to act on any more."""
    first, second = acts
    return (
        first.word == f"{second.by}'s account ends"
        and dict(got[0])[second.word] in GONE
        and got[1:] == alone[1:]
    )


@pytest.mark.deep
@pytest.mark.postgres(18)  # rows are locked alike on 15
@pytest.mark.parametrize("few", [False, True], ids=["three members", "two members"])
def test_some_order_explains_it(database: str, watch: psycopg.Connection[Any], few: bool) -> None:
    one, other = Session(database), Session(database)
    unexplained = []
    for acts in permutations(LEAVERS if few else ACTS, 2):
        if acts[0].by == "ben":
            # what he does first is what Ada does first, with their names changed
            continue
        got = at_once(one, other, watch, prepared(watch, few=few), acts)
        orders = (
            one_by_one(watch, prepared(watch, few=few), order)
            for order in (acts, acts[::-1], acts[:1])
        )
        if got != next(orders) and got != next(orders) and not excused(got, acts, next(orders)):
            unexplained.append(f"{acts[0].word}, {acts[1].word}: {got}")
    one.close()
    other.close()
    assert not unexplained, "\n".join(unexplained)
    assert not watch.execute("select * from amity.verify()").fetchall()


@dataclass(frozen=True)
class Gate:
    """A session that holds circles in an open transaction, until all others wait."""

    database: str
    watch: psycopg.Connection[Any]

    def behind(self, keeper: Act, cast: Cast, acts: list[tuple[Act, Cast]]) -> list[str]:
        held, *others = (Session(self.database) for _ in range(len(acts) + 1))
        held.begin()
        held.do(lambda conn: keeper.on(conn, cast))
        for other, (act, its) in zip(others, acts, strict=True):
            other.start(partial(lambda act, its, conn: act.on(conn, its), act, its))
            assert waits(other, self.watch)
        held.do(lambda conn: conn.execute("commit"))
        heard = [said(other.outcome) for other in others]
        for session in (held, *others):
            session.close()
        assert not self.watch.execute("select * from amity.verify()").fetchall()
        return heard


CLEO_LEAVES, ADA_LEAVES, BEN_LEAVES = (
    Act(f"{who} leaves", who, lambda c: circles.leave(c.circle)) for who in ("cleo", "ada", "ben")
)


def test_the_last_admin_and_the_heir_leave(database: str, watch: psycopg.Connection[Any]) -> None:
    """Neither holds their own row while waiting for the other's."""
    cast = prepared(watch)
    Act("", "ada", lambda c: circles.demote(c.circle, c.ben)).on(watch, cast)
    gate = Gate(database, watch)
    assert gate.behind(CLEO_LEAVES, cast, [(ADA_LEAVES, cast), (BEN_LEAVES, cast)]) == ["done"] * 2
    assert not watch.execute("select from amity.circles").fetchall()


def test_an_account_ends_in_two_circles(database: str, watch: psycopg.Connection[Any]) -> None:
    """It holds them in the order in which everybody else does, whichever was joined first."""
    first, second = sorted((uuid4(), uuid4()))
    late = prepared(watch, circle=second)
    early = replace(late, circle=first)
    watch.execute(
        "insert into amity.circles (id, name, created_by) values (%s, 'early', %s)",
        [early.circle, early.ada],
    )
    watch.execute(
        "insert into amity.circle_members (circle_id, person_id, status) values (%s, %s, 'member')",
        [early.circle, early.ben],
    )
    ends = Act("ada's account ends", None, lambda c: gone(c.ada))
    gate = Gate(database, watch)
    assert gate.behind(CLEO_LEAVES, late, [(ends, late), (BEN_LEAVES, early)]) == ["done"] * 2


def test_an_admin_who_was_removed_while_they_began(
    database: str, watch: psycopg.Connection[Any]
) -> None:
    """What they saw to act on they do not hold, and so do not wait for a session that does."""
    cast = prepared(watch)
    watch.execute(
        "create function slow() returns trigger language plpgsql as"
        " 'begin perform pg_advisory_xact_lock_shared(42); return null; end'"
    )
    watch.execute(
        "create trigger _020_slow before delete on amity.circle_members"
        " for each statement when (current_setting('application_name') = 'ben')"
        " execute function slow()"
    )
    ada, ben = Session(database), Session(database)
    ben.do(lambda conn: conn.execute("set application_name = 'ben'"))
    with watch.transaction():
        watch.execute("select pg_advisory_xact_lock(42)")
        ben.start(partial(BY_WORD["ben removes ada"].on, cast=cast))
        with psycopg.connect(database, autocommit=True) as other:
            assert waits(ben, other)
        ada.do(partial(BY_WORD["ada removes ben"].on, cast=cast))
        ada.begin()
        ada.do(partial(Act("", "ada", lambda c: circles.promote(c.circle, c.cleo)).on, cast=cast))
    assert said(ben.outcome) == "circle_not_found"
    assert said(partial(ada.do, partial(BY_WORD["ada leaves"].on, cast=cast))) == "done"
    ada.do(lambda conn: conn.execute("commit"))
    ada.close()
    ben.close()


def test_everybody_at_once(database: str, watch: psycopg.Connection[Any]) -> None:
    """Eight connections do whatever can be done in two circles, and none waits in vain."""
    casts = [prepared(watch) for _ in range(2)]
    wrong: list[str] = []

    def live(seed: int) -> None:
        chance = random.Random(seed)
        with psycopg.connect(database, autocommit=True) as conn:
            for _ in range(60):
                act, cast = chance.choice(ACTS), chance.choice(casts)
                if act.by is None or "ends it" in act.word or "blocks" in act.word:
                    continue
                word = said(partial(act.on, conn, cast))
                if word.startswith("ERROR"):
                    wrong.append(f"{act.word}: {word}")

    threads = [threading.Thread(target=live, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not wrong, "\n".join(wrong)
    assert not watch.execute("select * from amity.verify()").fetchall()
