"""A step-back, and the end of the tie that it stands on, at once: it never stands without a tie.

The first act is done, its transaction still open; the second begins, and waits or not; then the
first is committed or rolled back. Neither is told anything but a refusal; every invariant holds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from support.patience import PATIENCE

from amity import blocks, connections, follows, step_backs
from amity.calls import Call, many, values
from amity.errors import InvalidInput, Refusal
from amity.speaking import as_service, speaking_as
from amity.step_backs import StepBack

Conn = psycopg.Connection[Any]
Act = Callable[[Conn, UUID, UUID], Any]


def by_ada(call: Callable[[UUID], Call[Any]]) -> Act:
    def act(conn: Conn, ada: UUID, ben: UUID) -> Any:
        with speaking_as(conn, ada):
            return call(ben).on(conn)

    return act


def by_ben(call: Callable[[UUID], Call[Any]]) -> Act:
    def act(conn: Conn, ada: UUID, ben: UUID) -> Any:
        with speaking_as(conn, ben):
            return call(ada).on(conn)

    return act


def by_service(call: Callable[[UUID], Call[Any]]) -> Act:
    def act(conn: Conn, ada: UUID, ben: UUID) -> Any:
        with as_service(conn):
            return call(ada).on(conn)

    return act


def end_connections(_: UUID) -> Call[list[UUID]]:
    return values(UUID, "delete from amity.connections returning id")


ACTS: dict[str, Act] = {
    "ada steps back": by_ada(step_backs.step_back_from),
    "ada says it anew": by_ada(step_backs.change),
    "ada returns": by_ada(step_backs.return_to),
    "ben steps back": by_ben(step_backs.step_back_from),
    "ada unfollows": by_ada(follows.unfollow),
    "ada follows": by_ada(follows.follow),
    "ben shakes her off": by_ben(follows.remove_follower),
    "ada ends the connection": by_ada(connections.remove),
    "ben ends the connection": by_ben(connections.remove),
    "ada deletes it": by_ada(end_connections),
    "ada blocks": by_ada(blocks.block),
    "ben blocks": by_ben(blocks.block),
    "ada leaves": by_service(
        lambda me: values(UUID, "delete from amity.people where id = %s returning id", me)
    ),
    "it is tidied": by_service(lambda _: values(int, "select tidied from amity.tidy()")),
}

GIVEN: dict[str, tuple[str, ...]] = {
    "connected": (),
    "connected and following": ("ada follows",),
    "only following": ("ada follows", "ben ends the connection"),
    "stepped back, connected": ("ada steps back",),
    "stepped back, connected and following": ("ada follows", "ada steps back"),
    "stepped back, only following": (
        "ada follows",
        "ben ends the connection",
        "ada steps back",
    ),
    "both stepped back": ("ada follows", "ada steps back", "ben steps back"),
    "hers is over": ("ada follows", "ada steps back", "time passes"),
}

TIME_PASSES = """
set session_replication_role = replica;
update amity.step_backs set since = now() - interval '2 days', until = now() - interval '1 day';
update amity_private.step_backs_history set occurred_at = now() - interval '2 days';
reset session_replication_role
"""

WAITING = (
    "select wait_event_type = 'Lock' from pg_stat_activity where pid = %s and state = 'active'"
)


@pytest.fixture
def three(database: str) -> Iterator[tuple[Conn, Conn, Conn]]:
    """Two sessions that act, and one that watches."""
    with (
        psycopg.connect(database, autocommit=True) as one,
        psycopg.connect(database, autocommit=True) as other,
        psycopg.connect(database, autocommit=True) as watch,
    ):
        yield one, other, watch


def prepare(watch: Conn, given: tuple[str, ...]) -> tuple[UUID, UUID]:
    ada, ben = uuid4(), uuid4()
    watch.execute("insert into amity.people (id) select unnest(%s::uuid[])", [[ada, ben]])
    by_ada(connections.request)(watch, ada, ben)
    by_ben(connections.accept)(watch, ada, ben)
    for past in given:
        if past == "time passes":
            for statement in TIME_PASSES.split(";"):
                watch.execute(statement)  # type: ignore[call-overload]
        else:
            ACTS[past](watch, ada, ben)
    return ada, ben


def attempt(act: Act, conn: Conn, ada: UUID, ben: UUID) -> str:
    try:
        act(conn, ada, ben)
    except InvalidInput:  # a constraint came before the rule
        raise
    except Refusal as refusal:
        return refusal.slug
    return "done"


def waits(conn: Conn, thread: threading.Thread, watch: Conn) -> bool:
    """Looks until the thread's connection waits for a lock, or the thread is done."""
    deadline = time.monotonic() + PATIENCE
    while thread.is_alive():
        assert time.monotonic() < deadline, "neither waiting nor done"
        row = watch.execute(WAITING, [conn.info.backend_pid]).fetchone()
        if row and row[0]:
            return True
    return False


def at_once(
    three: tuple[Conn, Conn, Conn], given: tuple[str, ...], acts: tuple[Act, Act], *, ends: str
) -> tuple[list[str], bool, UUID, UUID]:
    one, other, watch = three
    ada, ben = prepare(watch, given)
    said: list[str] = []
    failed: list[BaseException] = []

    def second() -> None:
        try:
            said.append(attempt(acts[1], other, ada, ben))
        except BaseException as error:  # noqa: BLE001 - it is shown below
            failed.append(error)

    one.execute("begin")
    said.append(attempt(acts[0], one, ada, ben))
    thread = threading.Thread(target=second, daemon=True)
    thread.start()
    waited = waits(other, thread, watch)
    one.execute(ends)
    thread.join(PATIENCE)
    assert not thread.is_alive(), "it still waits"
    assert not failed, failed
    return said, waited, ada, ben


BROKEN = "select kind, invariant, detail from amity.verify()"

# Of each past, the acts of which one has to be among the two.
TELLING: dict[str, set[str]] = {
    "connected and following": {"ada steps back", "ben steps back"},
    "both stepped back": set(ACTS),
    "hers is over": {"ada steps back", "it is tidied"},
}


@pytest.mark.postgres(18)  # rows are locked alike on 15
@pytest.mark.parametrize("first", ACTS)
def test_any_two_acts_at_once(first: str, three: tuple[Conn, Conn, Conn]) -> None:
    for given, second in product(TELLING, ACTS):
        if TELLING[given] & {first, second}:
            at_once(three, GIVEN[given], (ACTS[first], ACTS[second]), ends="commit")
            broken = three[2].execute(BROKEN).fetchall()
            assert not broken, (given, second, broken)


BOTH_TIES = [
    ("ada ends the connection", "ada unfollows"),
    ("ben ends the connection", "ada unfollows"),
    ("ben ends the connection", "ben shakes her off"),
    ("ada unfollows", "ben ends the connection"),
]


@pytest.mark.parametrize(("first", "second"), BOTH_TIES)
def test_both_ties_end_at_once(first: str, second: str, three: tuple[Conn, Conn, Conn]) -> None:
    given = GIVEN["stepped back, connected and following"]
    said, waited, ada, _ = at_once(three, given, (ACTS[first], ACTS[second]), ends="commit")
    assert said == ["done", "done"]
    assert waited
    assert mine(three[2], ada) == []


@pytest.mark.parametrize("everything", ["ada blocks", "ben blocks", "ada leaves"])
@pytest.mark.parametrize("follow", ["ada unfollows", "ben shakes her off"])
def test_a_follow_ends_in_the_middle_of_what_ends_everything(
    follow: str, everything: str, three: tuple[Conn, Conn, Conn]
) -> None:
    """It waits for the follow, whose end began first, and has ended the connection already."""
    one, other, watch = three
    ada, ben = prepare(watch, GIVEN["stepped back, connected and following"])
    said: list[object] = []

    def end_everything() -> None:
        try:
            said.append(attempt(ACTS[everything], other, ada, ben))
        except psycopg.Error as error:
            said.append(error)

    one.execute("begin")
    one.execute("select from amity.follows for update")  # as deleting it does first
    thread = threading.Thread(target=end_everything, daemon=True)
    thread.start()
    assert waits(other, thread, watch)
    said.append(attempt(ACTS[follow], one, ada, ben))
    one.execute("commit")
    thread.join(PATIENCE)
    assert said == ["done", "done"]
    assert mine(watch, ada) == []
    assert watch.execute(BROKEN).fetchall() == []


def mine(watch: Conn, owner: UUID) -> list[StepBack]:
    return many(StepBack, "select * from amity.step_backs where owner_id = %s", owner).on(watch)


@pytest.mark.parametrize(
    "end", ["ada unfollows", "ben shakes her off", "ben ends the connection", "ben blocks"]
)
def test_the_last_tie_ends_while_she_steps_back(end: str, three: tuple[Conn, Conn, Conn]) -> None:
    given = GIVEN["connected" if end == "ben ends the connection" else "only following"]
    acts = (ACTS["ada steps back"], ACTS[end])
    said, waited, ada, _ = at_once(three, given, acts, ends="commit")
    assert (said, waited) == (["done", "done"], True)
    assert mine(three[2], ada) == []
    said, waited, ada, _ = at_once(three, given, acts[::-1], ends="commit")
    assert said[0] == "done"
    assert said[1] in {"no_tie", "person_not_found"}
    assert waited
    assert mine(three[2], ada) == []


def test_tidying_waits_for_no_lock(three: tuple[Conn, Conn, Conn]) -> None:
    acts = (ACTS["ada steps back"], ACTS["it is tidied"])
    said, waited, ada, _ = at_once(three, GIVEN["hers is over"], acts, ends="rollback")
    assert (said, waited) == (["done", "done"], False)
    assert [step.until is None for step in mine(three[2], ada)] == [False], "for the next time"


@pytest.mark.parametrize("end", ["ada cancels", "ada leaves"])
def test_what_no_step_back_stands_on_ends_anyhow(end: str, three: tuple[Conn, Conn, Conn]) -> None:
    one, _, watch = three
    ada, ben = prepare(watch, ("ada follows", "ada steps back"))
    if end == "ada cancels":
        ACTS["ada ends the connection"](watch, ada, ben)
        by_ada(connections.request)(watch, ada, ben)
    one.execute("begin isolation level repeatable read")
    assert attempt(ACTS.get(end, by_ada(connections.cancel)), one, ada, ben) == "done"
    one.execute("commit")
    assert watch.execute(BROKEN).fetchall() == []
