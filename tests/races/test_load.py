"""Eight people's worth of threads act at random towards six people: nothing ever breaks.

Whatever the order, the invariants hold at the end, and the only errors are refusals: no error
of a constraint, no deadlock, nothing internal.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
import pytest
from races.stage import MAKERS, wrongs

from amity import people, settings
from amity.errors import InvalidInput, Refusal
from amity.speaking import as_service, speaking_as

if TYPE_CHECKING:
    from amity.calls import Call

THREADS, ACTS = 8, 250

SETTINGS: dict[str, dict[str, Any]] = {
    "no caps": {},
    "caps": {"max_connections": 3, "max_pending_sent": 2, "max_following": 3},
    "no approval": {"connections_need_approval": False},
    "short": {"request_ttl": "2 ms", "request_cooldown": "2 ms"},
}


def deed(
    rng: random.Random, everybody: list[UUID], *, leaving: bool
) -> tuple[UUID, str, Call[Any]]:
    me, other = rng.sample(everybody, 2)
    name = rng.choice([name for name in MAKERS if name != "leave" or leaving])
    return me, name, MAKERS[name](me if name == "leave" else other)


def act_at_random(url: str, seed: int, everybody: list[UUID], leaving: bool) -> Counter[str]:
    """What was said, and how often; anything but a refusal with its SQLSTATE."""
    rng = random.Random(seed)
    heard: Counter[str] = Counter()
    with psycopg.connect(url, autocommit=True) as conn:
        for _ in range(ACTS):
            me, name, call = deed(rng, everybody, leaving=leaving)
            try:
                with as_service(conn) if name == "leave" else speaking_as(conn, me):
                    call.on(conn)
                if name == "leave":
                    with speaking_as(conn, me):
                        people.join().on(conn)
                heard["done"] += 1
            except InvalidInput as error:
                heard[f"ERROR in {name}: {error}"] += 1
            except Refusal as refusal:
                heard[refusal.slug] += 1
            except psycopg.Error as error:
                heard[f"ERROR {error.sqlstate} in {name}: {error}"] += 1
    return heard


@pytest.mark.deep
@pytest.mark.parametrize("leaving", [False, True], ids=["all stay", "some leave"])
@pytest.mark.parametrize(
    "chosen",
    [
        # what stops some and not others is tried on each Postgres
        pytest.param(chosen, id=name, marks=[] if name == "caps" else pytest.mark.once)
        for name, chosen in SETTINGS.items()
    ],
)
def test_random_load(
    chosen: dict[str, Any], leaving: bool, database: str, watch: psycopg.Connection[Any]
) -> None:
    everybody = [uuid4() for _ in range(6)]
    with as_service(watch):
        for name, value in chosen.items():
            settings.change(name, value).on(watch)
        watch.execute("insert into amity.people (id) select unnest(%s::uuid[])", [everybody])

    run: Callable[[int], Counter[str]] = lambda seed: act_at_random(  # noqa: E731
        database, seed, everybody, leaving
    )
    with ThreadPoolExecutor(THREADS) as pool:
        heard = sum(pool.map(run, range(THREADS)), Counter[str]())

    assert heard.total() == THREADS * ACTS
    assert {word: n for word, n in heard.items() if word.startswith("ERROR")} == {}
    assert heard["done"] > THREADS
    assert wrongs(watch) == {}
    for cap, columns in (
        ("max_connections", "unnest(array[requester_id, recipient_id])"),
        ("max_pending_sent", "requester_id"),
    ):
        status = "accepted" if cap == "max_connections" else "pending"
        if cap in chosen:
            most = watch.execute(
                f"select count(*) from (select {columns} as id from amity.connections"
                " where status = %s) as theirs group by id order by 1 desc limit 1",
                [status],
            ).fetchone()
            assert (most or (0,))[0] <= chosen[cap]
