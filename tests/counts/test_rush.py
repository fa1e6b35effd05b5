"""Many at once: counts stay exact, no act waits, and there is no deadlock."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from races.stage import MAKERS
from support.patience import PATIENCE

from amity import accounts, connections, counts, follows, people
from amity.calls import values
from amity.errors import Refusal
from amity.speaking import as_service, speaking_as

MANY = 64


@pytest.fixture
def watch(database: str) -> Any:
    with psycopg.connect(database, autocommit=True) as conn:
        yield conn


def newcomers(conn: psycopg.Connection[Any], n: int) -> list[UUID]:
    ids = [uuid4() for _ in range(n)]
    conn.execute("insert into amity.people (id) select unnest(%s::uuid[])", [ids])
    return ids


def told(conn: psycopg.Connection[Any], person: UUID) -> counts.MyCounts:
    with speaking_as(conn, person):
        return counts.mine().on(conn)


def slots(conn: psycopg.Connection[Any], person: UUID) -> int:
    row = conn.execute(
        "select count(*) from amity_private.tallies where person_id = %s", [person]
    ).fetchone()
    assert row
    return int(row[0])


def is_well(conn: psycopg.Connection[Any]) -> bool:
    return not accounts.verify().on(conn)


def test_sixty_four_follow_one_person_at_once(
    database: str, watch: psycopg.Connection[Any]
) -> None:
    star, *fans = newcomers(watch, MANY + 1)
    together = threading.Barrier(MANY)

    def follow(fan: UUID) -> None:
        with psycopg.connect(database) as conn, speaking_as(conn, fan):
            together.wait(PATIENCE)
            follows.follow(star).on(conn)
            # the transaction stays open until all have followed: had one waited, none would
            together.wait(PATIENCE)

    with ThreadPoolExecutor(MANY) as pool:
        list(pool.map(follow, fans))
    assert told(watch, star).followers == MANY
    assert slots(watch, star) == MANY
    assert is_well(watch)

    with as_service(watch):
        assert [row.tidied for row in accounts.tidy().on(watch) if row.kind == "counts"] == [
            MANY - 1
        ]
    assert (slots(watch, star), told(watch, star).followers) == (1, MANY)


def test_a_busy_session_delays_no_other(database: str, watch: psycopg.Connection[Any]) -> None:
    """A session that holds a slot delays neither others, nor tidying, nor reading."""
    star, one, other, third = newcomers(watch, 4)
    watch.execute(f"set statement_timeout = '{PATIENCE:.0f}s'")
    with speaking_as(watch, third):
        follows.follow(star).on(watch)
    with psycopg.connect(database, autocommit=True) as busy:
        with speaking_as(busy, one):
            follows.follow(star).on(busy)
            with speaking_as(watch, other):
                follows.follow(star).on(watch)
                follows.unfollow(star).on(watch)
                follows.follow(star).on(watch)
            with as_service(watch):
                accounts.tidy().on(watch)
            assert told(watch, star).followers == 2
        busy.rollback()
    assert told(watch, star).followers == 3
    assert is_well(watch)


def test_the_end_of_an_account_waits_for_who_changes_its_counts(
    database: str, watch: psycopg.Connection[Any]
) -> None:
    star, fan, friend = newcomers(watch, 3)
    with speaking_as(watch, fan):
        follows.follow(star).on(watch)
    with speaking_as(watch, friend):
        connections.request(star).on(watch)
    leave = values(UUID, "delete from amity.people where id = %s returning id", star)

    for deed, who in (
        (follows.unfollow(star), fan),
        (connections.accept(friend), star),
    ):
        with (
            psycopg.connect(database, autocommit=True) as busy,
            psycopg.connect(database) as leaver,
        ):
            with speaking_as(busy, who):
                deed.on(busy)
                thread = threading.Thread(target=lambda conn=leaver: leave.on(conn))
                thread.start()
                wait_until_blocked(watch, leaver)
            thread.join(PATIENCE)
            assert not thread.is_alive()
            leaver.rollback() if who == fan else leaver.commit()
    assert slots(watch, star) == 0
    assert is_well(watch)


def wait_until_blocked(watch: psycopg.Connection[Any], conn: psycopg.Connection[Any]) -> None:
    for _ in range(2000):
        row = watch.execute(
            "select cardinality(pg_blocking_pids(%s))", [conn.info.backend_pid]
        ).fetchone()
        if row and row[0]:
            return
    raise AssertionError("it did not wait")


def test_tidying_and_leaving_at_the_same_moment_leave_nothing(
    database: str, watch: psycopg.Connection[Any]
) -> None:
    """The end of an account meets a slot that tidying has folded and not committed yet."""
    (star,) = newcomers(watch, 1)
    watch.execute(
        "insert into amity_private.tallies (person_id, what, n)"
        " values (%(star)s, 'followers', 1), (%(star)s, 'followers', 1),"
        " (%(star)s, 'followers', -1)",
        {"star": star},
    )
    with psycopg.connect(database) as tidier, psycopg.connect(database) as leaver:
        accounts.tidy().on(tidier)
        leave = values(UUID, "delete from amity.people where id = %s returning id", star)
        thread = threading.Thread(target=lambda: (leave.on(leaver), leaver.commit()))
        thread.start()
        wait_until_blocked(watch, leaver)
        tidier.commit()
        thread.join(PATIENCE)
        assert not thread.is_alive()
    assert slots(watch, star) == 0
    assert is_well(watch)


ONE_LEAVES = threading.Lock()
"""Two accounts that end at once, with ties both ways, are the matter of tests/races."""


def act_at_random(url: str, everybody: list[UUID], seed: int) -> list[str]:
    rng = random.Random(seed)
    wrong = []
    with psycopg.connect(url, autocommit=True) as conn:
        for _ in range(100):
            name = rng.choice([*MAKERS, "tidy"])
            me, other = rng.sample(everybody, 2)
            try:
                with ExitStack() as stack:
                    if name == "leave":
                        stack.enter_context(ONE_LEAVES)
                    serving = name in {"leave", "tidy"}
                    stack.enter_context(as_service(conn) if serving else speaking_as(conn, me))
                    if name == "tidy":
                        accounts.tidy().on(conn)
                    else:
                        MAKERS[name](me if name == "leave" else other).on(conn)
                if name == "leave":
                    with speaking_as(conn, me):
                        people.join().on(conn)
            except Refusal:
                pass
            except psycopg.Error as error:
                wrong.append(f"{name}: {error.sqlstate} {error}")
    return wrong


@pytest.mark.deep
@pytest.mark.once
@pytest.mark.parametrize("seed", [1, 2])
def test_random_load(seed: int, database: str, watch: psycopg.Connection[Any]) -> None:
    everybody = newcomers(watch, 5)
    with as_service(watch):
        watch.execute("update amity.badges set kept = true where threshold = 1")
    run: Callable[[int], list[str]] = lambda n: act_at_random(  # noqa: E731
        database, everybody, seed * 100 + n
    )
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(8))
        assert [word for words in pool.map(run, range(8)) for word in words] == []
    assert is_well(watch)
