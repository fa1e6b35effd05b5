"""Sixteen services take at once what four write, and are killed on the way: none is lost."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
import pytest
from support.patience import PATIENCE

from amity import notifications
from amity.speaking import as_service

TAKERS = 16
WRITERS = 4
EACH = 60

pytestmark = [pytest.mark.deep, pytest.mark.postgres(18)]


def write(url: str, seed: int, people: list[UUID]) -> None:
    """Follows in transactions that stay open for a moment: the ids are committed out of order."""
    chance = random.Random(seed)
    pairs = [(one, other) for one in people for other in people if one != other]
    mine = pairs[seed::WRITERS][:EACH]
    with psycopg.connect(url) as conn:
        while mine:
            for _ in range(min(chance.randint(1, 6), len(mine))):
                conn.execute(
                    "insert into amity.follows (follower_id, followed_id) values (%s, %s)",
                    mine.pop(),
                )
                conn.execute("select pg_sleep(%s)", [chance.random() / 100])
            conn.commit()


def take(url: str, seed: int, written: threading.Event) -> tuple[list[UUID], list[UUID]]:
    """What one service sent, and what of it was committed. Now and then it is killed."""
    chance = random.Random(seed)
    sent: list[UUID] = []
    committed: list[UUID] = []
    while True:
        last_time = written.is_set()
        try:
            with psycopg.connect(url) as conn:
                with as_service(conn):
                    taken = [each.id for each in notifications.take(5).on(conn)]
                if chance.random() < 0.1:
                    conn.execute("select pg_terminate_backend(pg_backend_pid())")
                sent += taken
                if chance.random() < 0.2:
                    conn.rollback()
                    continue
            committed += taken
        except psycopg.OperationalError:
            continue
        if last_time and not taken:
            return sent, committed


def test_each_is_taken_and_none_twice(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute("select amity.set_setting('notifications_are_taken', 'true')")
        made = "insert into amity.people select from generate_series(1, 20) returning id"
        people = [id_ for (id_,) in conn.execute(made).fetchall()]
        written = threading.Event()
        with ThreadPoolExecutor(TAKERS + WRITERS) as pool:
            writers = [pool.submit(write, database, seed, people) for seed in range(WRITERS)]
            takers = [pool.submit(take, database, seed, written) for seed in range(TAKERS)]
            for writer in writers:
                writer.result(PATIENCE)
            written.set()
            results = [taker.result(PATIENCE) for taker in takers]
        told = {id_ for (id_,) in conn.execute("select id from amity.notifications").fetchall()}
        # what a service held whose end the server noticed late
        with as_service(conn):
            left = [each.id for each in notifications.take(1000).on(conn)]
    assert len(told) == WRITERS * EACH
    committed = [id_ for _, ids in results for id_ in ids] + left
    assert len(committed) == len(set(committed))
    assert set(committed) == told
    assert sum(len(sent) for sent, _ in results) > len(told)  # some were sent again
