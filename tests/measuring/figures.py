"""What `tests/bench` measures, in a database of its own."""

import json
import random
import statistics
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

from amity import connections, follows, imports, relations, suggestions
from amity.calls import Call
from amity.database import connected
from amity.migrations import up
from amity.speaking import speaking_as

Conn = psycopg.Connection[Any]
Pair = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: how many a second, or how long one takes, in milliseconds."""

    what: str
    connections: int
    per_second: float | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None


@contextmanager
def scratch(database: str) -> Iterator[str]:
    """Make a database on the same server, with Amity; it is dropped at the end, however we end."""
    name = f"amity_bench_{uuid4().hex[:12]}"
    with connected(database, "Measuring") as conn:
        try:
            conn.execute(
                sql.SQL("create database {} template template0").format(sql.Identifier(name))
            )
            url = psycopg.conninfo.make_conninfo(database, dbname=name)
            up(url)
            yield url
        finally:
            conn.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            )


def measured(url: str, people: int, edges: int, at_once: int, seconds: float) -> Iterator[Figure]:
    """Measure one figure after the other.

    Args:
        url: a database with Amity and no person in it.
        people: how many there are.
        edges: how many connections, follows and blocks, each, are imported.
        at_once: how many connections act at the same time.
        seconds: how long each figure is measured.
    """
    chance = random.Random(0)  # the same graph every time
    with psycopg.connect(url, autocommit=True) as conn:
        everybody = _arrive(conn, people)
        ties = _ties(everybody, edges, chance)
        for kind in ("connections", "follows"):
            yield Figure(f"{kind} imported", 1, per_second=_imported(conn, kind, ties))
        others = _ties(_arrive(conn, people), edges, chance)  # blocks between them end nothing
        yield Figure("blocks imported", 1, per_second=_imported(conn, "blocks", others))
        conn.execute("vacuum analyze")
        strangers = _arrive(conn, 2_000)
    yield from _acts(url, strangers, at_once, seconds)
    with psycopg.connect(url, autocommit=True) as conn:
        thousand = chance.sample(everybody, min(1_000, len(everybody)))
        for what, call in _reads(thousand).items():
            yield _read(conn, what, call, iter(lambda: chance.choice(everybody), None), seconds)


def _arrive(conn: Conn, n: int) -> list[UUID]:
    rows = conn.execute(
        "insert into amity.people (id) select amity.uuid_v7() from generate_series(1, %s)"
        " returning id",
        [n],
    )
    return [id_ for (id_,) in rows]


def _ties(people: list[UUID], n: int, chance: random.Random) -> list[imports.Edge]:
    """Give different pairs, as many of those that there are."""
    wanted = min(n, len(people) * (len(people) - 1) // 2)
    if wanted * 2 > len(people) * (len(people) - 1) // 2:
        pairs: set[Pair] = set(islice(combinations(people, 2), wanted))
    else:
        pairs = set()
        while len(pairs) < wanted:
            one, other = sorted(chance.sample(people, 2))
            pairs.add((one, other))
    return [
        imports.Edge(n, str(one), str(other)) for n, (one, other) in enumerate(sorted(pairs), 1)
    ]


def _imported(conn: Conn, kind: imports.Kind, ties: list[imports.Edge]) -> float:
    began = time.perf_counter()
    report = imports.run(conn, kind, ties)
    return report.imported / (time.perf_counter() - began)


# --- what people do ---


def _acts(url: str, people: list[UUID], at_once: int, seconds: float) -> Iterator[Figure]:
    asked: deque[Pair] = deque()
    acts = {
        "requests": ("request_connection", _strangers(people, 0)),
        "accepts": ("accept_connection", asked),
        "follows": ("follow", _strangers(people, 100)),
        "blocks": ("block", _strangers(people, 200)),
    }
    for connections_ in dict.fromkeys((1, at_once)):
        with ExitStack() as stack:
            conns = [
                stack.enter_context(psycopg.connect(url, autocommit=True))
                for _ in range(connections_)
            ]
            for what, (verb, pairs) in acts.items():
                done, took = _act(conns, verb, pairs, seconds)
                if what == "requests":
                    asked.extend((other, one) for one, other in done)
                yield Figure(what, connections_, per_second=len(done) / took)


def _strangers(people: list[UUID], first: int) -> deque[Pair]:
    """Give many pairs, no two alike, and none of another beginning."""
    n = len(people)
    return deque((people[k % n], people[(k + first + 1 + k // n) % n]) for k in range(n * 100))


def _act(
    conns: list[Conn], verb: str, pairs: deque[Pair], seconds: float
) -> tuple[list[Pair], float]:
    """Have every connection act until the time is over; gives what was done, and the time."""
    until = time.perf_counter() + seconds
    over = threading.Event()

    def work(conn: Conn) -> list[Pair]:
        done = []
        while time.perf_counter() < until and not over.is_set():
            try:
                pair = pairs.popleft()
            except IndexError:
                break
            conn.execute(_request(verb, *pair))
            done.append(pair)
        return done

    began = time.perf_counter()
    with ThreadPoolExecutor(len(conns)) as pool:
        try:
            done = [pair for each in pool.map(work, conns) for pair in each]
        finally:
            over.set()  # Ctrl-C reaches only us
    return done, time.perf_counter() - began


def _request(verb: str, one: UUID, other: UUID) -> bytes:
    """Give all that PostgREST says for one request, in one round trip."""
    claims = json.dumps({"sub": str(one), "role": "authenticated"})
    return (
        "begin; set local role authenticated;"
        f" select set_config('request.jwt.claims', '{claims}', true);"
        f" select amity.{verb}('{other}'); commit"
    ).encode()


# --- what people see ---


def _reads(thousand: list[UUID]) -> dict[str, Call[Any]]:
    return {
        "my connections, a page of 50": connections.mine(),
        "my followers, a page of 50": follows.followers(),
        "mutual connections": connections.mutual(thousand[0]),
        "suggestions": suggestions.suggest(),
        "the badges of a navigation bar": relations.my_counters(),
        f"relations with {len(thousand):,} people": relations.with_people(thousand),
    }


def _read(
    conn: Conn,
    what: str,
    call: Call[Any],
    people: Iterator[UUID],
    seconds: float,
) -> Figure:
    took: list[float] = []
    until = time.perf_counter() + seconds
    while len(took) < 2 or time.perf_counter() < until:  # fewer have no quantile
        with speaking_as(conn, next(people)):
            began = time.perf_counter()
            call.on(conn)
            took.append((time.perf_counter() - began) * 1_000)
    twentieths = statistics.quantiles(took, n=20)
    return Figure(what, 1, p50_ms=statistics.median(took), p95_ms=twentieths[-1])
