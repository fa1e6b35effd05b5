"""Killed at random moments, on either side: what arrives is whole, and nothing arrives twice."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from sync_connections import awkward, flights
from sync_connections.accidents import Receiving, Server, Tables, crashing, heard
from sync_connections.compare import identical
from sync_connections.pair import EVERY_TABLE, run
from sync_connections.site import Site, sending

from amity import sync_connections
from amity.sync_connections.receiver import Secrets

pytestmark = [pytest.mark.postgres(18), pytest.mark.deep]

# What is inserted here is inserted once: by a strategy, or because this side has no key.
EVENTS = "create table public.events (id bigint generated always as identity primary key, n bigint)"
KEYLESS = "create table public.keyless (id bigint {}, n bigint)"
MORE = """
insert into public.events (n)
select (select coalesce(max(n), 0) from public.events) + g from generate_series(1, {0}) as g;
insert into public.keyless
select n + g, n + g from (select coalesce(max(n), 0) from public.keyless) as before (n),
  generate_series(1, {0}) as g;
update awkward.generated set n = n + 1 where id = 1 + {0} % 20;
delete from flights.weather as gone using (select * from flights.weather limit 1 offset {0}) as one
where gone = one;
"""
ONCE = "select count(*), count(distinct n), max(n) from {}"
PROBLEMS = {"site_unreachable", "cannot_receive", "sync_busy", "the database here is lost"}


@pytest.fixture
def two() -> Iterator[tuple[Server, Server]]:
    with crashing() as here, crashing() as there:
        yield here, there


def built(here: str, there: str, large: bool) -> Tables:
    for url in (here, there):
        awkward.build(url)
        flights.build(url)
        with psycopg.connect(url) as conn:
            conn.execute(EVENTS)
            conn.execute(KEYLESS.format("" if url == here else "primary key"))
    awkward.fill(there)
    flights.fill(there, None if large else 300)
    tables = awkward.names(there)
    return {
        "overwrite": flights.NAMES + (tables if large else tables[:16]),
        "append": ["public.events", "public.keyless"],
    }


def test_twenty_accidents(two: tuple[Server, Server], large: bool, seed: int) -> None:
    here, there = two
    chance = random.Random(seed)
    urls = here.server.url, there.server.url
    tables = built(*urls, large)
    offered = [name for names in tables.values() for name in names]
    receiving = receiver(*two, sending(urls[1], "", *offered), tables)
    accidents = (
        ["killed"] * 6 + ["ended here", "ended there"] * 4 + ["crash here", "crash there"] * 3
    )
    chance.shuffle(accidents)
    for accident in accidents:
        run(urls[1], MORE.format(chance.randint(1, 200)))
        pages, seconds = chance.randint(0, 40), chance.random() / 20
        either_first = dict(sorted(tables.items(), reverse=chance.random() < 0.5))
        page = chance.choice([50, 5000])
        with replace(receiving, tables=either_first, page=page).started() as (process, listening):
            problems = heard(listening, pages)
            time.sleep(seconds)
            match accident:
                case "killed":
                    process.kill()
                case "ended here":
                    here.end_sessions("receiving")
                case "ended there":
                    there.end_sessions("amity sync")
                case "crash here":
                    here.crash()
                case "crash there":
                    there.crash()
            problems += heard(listening)
            process.join()
        sys.stdout.write(f"{accident} after {pages} pages and {seconds:.3f} s: {problems}\n")
        assert process.exitcode in {0, -9}
        assert set(problems) <= PROBLEMS
    # what was interrupted is continued; what changed there meanwhile comes with a whole pull
    for _ in range(2):
        with receiving.started() as (process, listening):
            assert heard(listening) == []
    identical(urls[1], urls[0], tables["overwrite"])
    for name in tables["append"]:
        ((count, distinct, last),) = run(urls[0], ONCE.format(name))
        assert count == distinct == last
        assert run(urls[1], ONCE.format(name)) == [(count, distinct, last)]


def receiver(here: Server, there: Server, site: Site, tables: Tables) -> Receiving:
    url = f"postgresql://postgres@127.0.0.1:{there.server.port}/amity"
    with psycopg.connect(here.server.url) as conn:
        made = sync_connections.create("A", url, direction="receiver").on(conn)
        conn.execute(EVERY_TABLE)
        sync_connections.approve(made.id).on(conn)
    secrets = Secrets(site.token, login=there.server.password)
    return Receiving(here.server.url, made.id, secrets, tables, 5000)
