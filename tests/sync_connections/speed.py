"""Measures a pull beside `insert … select` through postgres_fdw, on the same server, in turn.

It prints a table in Markdown. tests/bench-sync runs it.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any
from uuid import UUID

import psycopg
from measuring import machine
from support.clusters import Cluster, started
from sync_connections.pair import Pair, run

from amity import migrations, sync_connections
from amity.sync_connections.receiver import Options, Secrets, open_source, receive_tables

_SETTINGS = {
    "checkpoint_timeout": "1h",
    "max_wal_size": "16GB",
    "shared_buffers": "512MB",
    "synchronous_commit": "off",
}
_KINDS = ("integer", "text", "numeric(12, 2)", "timestamptz")
_VALUES = (
    "n * {0}::bigint % 1000000",
    "md5((n * {0})::text)",
    "n / 100.0",
    "now() - n * interval '1 s'",
)
_WIDE = range(40)
TABLES = {
    "narrow": "create table public.narrow (id bigint primary key, n integer, name text)",
    "wide": "create table public.wide (id bigint primary key, {})".format(
        ", ".join(f"c{at} {_KINDS[at % 4]}" for at in _WIDE)
    ),
}
ROWS = {
    "narrow": "n, n % 1000, 'name ' || n",
    "wide": "n, " + ", ".join(_VALUES[at % 4].format(at + 1) for at in _WIDE),
}
THROUGH = """
create extension postgres_fdw;
create server there foreign data wrapper postgres_fdw
  options (host '{host}', port '{port}', dbname '{dbname}', fetch_size '10000');
create user mapping for postgres server there options (user 'postgres', password_required 'false');
create schema through;
import foreign schema public limit to (narrow, wide) from server there into through;
"""


BASE = "`insert … select` through postgres_fdw"


@dataclass(frozen=True)
class Figure:
    """What one way cost; the memory is the most that the receiving process had."""

    seconds: float
    megabytes: float = 0


Way = Callable[[], Figure]


def receive(url: str, site: UUID, secrets: Secrets, table: str) -> Figure:
    """A pull, in this process."""
    with psycopg.connect(url, autocommit=True) as conn:
        found = sync_connections.find(site).on(conn)
        assert found
        with open_source(found.site_url, secrets, allow_private=True) as source:
            began = time.perf_counter()
            (result,) = receive_tables(
                conn, source, found, [f"public.{table}"], Options("overwrite")
            )
            seconds = time.perf_counter() - began
    assert not result.problem, result.problem
    return Figure(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def read(url: str, secrets: Secrets, table: str) -> Figure:
    """Every page, of which nothing is kept, in this process."""
    with open_source(url, secrets, allow_private=True) as source:
        began = time.perf_counter()
        reached, transfer, is_last = None, None, False
        while not is_last:
            got = source.pull(f"public.{table}", reached, Options().page_size, transfer)
            reached, transfer, is_last = got.reached, got.transfer_id, got.is_last
        seconds = time.perf_counter() - began
    return Figure(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def apart(function: Callable[..., Figure], *arguments: Any) -> Figure:
    """In a process of its own, whose memory is that of one pull."""
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawned) as pool:
        return pool.submit(function, *arguments).result()


def through(url: str, table: str) -> Figure:
    began = time.perf_counter()
    run(url, f"insert into public.{table} select * from through.{table}")
    return Figure(time.perf_counter() - began)


def two_databases(cluster: Cluster) -> Pair:
    for name in ("here", "there"):
        cluster.admin.execute(f"create database {name}")  # type: ignore[arg-type]
        migrations.up(cluster.url(name))
    return Pair(cluster.url("here"), cluster.url("there"), cluster)


def fill(pair: Pair, rows: dict[str, int]) -> None:
    """Makes the tables with so many rows there, and opens them through postgres_fdw here."""
    pair.introduce(";".join(TABLES.values()), "public.narrow", "public.wide")
    # what an honest pull meets
    pair.sender.set("rate_limit_requests_per_minute = default")
    for table, count in rows.items():
        pair.run_there(
            f"insert into public.{table} select {ROWS[table]} from generate_series(1, {count}) as n"  # type: ignore[arg-type]
        )
    with psycopg.connect(pair.there, autocommit=True) as conn:
        conn.execute("vacuum analyze")
    pair.run_here(THROUGH.format(**psycopg.conninfo.conninfo_to_dict(pair.there)))


def ways(pair: Pair, over_http: tuple[UUID, Secrets], table: str) -> dict[str, Way]:
    """Each way to fill the table, or to read it."""

    def filling(fill: Callable[[], Figure]) -> Way:
        def emptied() -> Figure:
            pair.run_here(f"truncate public.{table}")  # type: ignore[arg-type]
            return fill()

        return emptied

    pull = partial(apart, receive, pair.here, pair.site.id, pair.secrets, table)
    pull_over_http = partial(apart, receive, pair.here, *over_http, table)
    return {
        BASE: filling(partial(through, pair.here, table)),
        "a pull over HTTP": filling(pull_over_http),
        "a pull over Postgres": filling(pull),
        # of what the one before has brought
        "a second pull, nothing changed": pull,
        "reading the pages alone": partial(apart, read, pair.address, pair.secrets, table),
    }


def measured(pair: Pair, rounds: int) -> dict[str, dict[str, list[Figure]]]:
    """The figures of each way, of each table: in each round every way once."""
    figures: dict[str, dict[str, list[Figure]]] = {table: {} for table in TABLES}
    with pair.over("http") as (url, secrets):
        over_http = pair.connect(url, "over HTTP").id, secrets
        for number, table in product(range(rounds), TABLES):
            for name, way in ways(pair, over_http, table).items():
                sys.stderr.write(f"round {number + 1} of {rounds}: {table}, {name}\n")
                figures[table].setdefault(name, []).append(way())
    return figures


def table_of(figures: dict[str, dict[str, list[Figure]]], rows: dict[str, int]) -> Iterator[str]:
    """The medians, in Markdown."""
    titles = [f"{rows[table]:,} {table} rows" for table in figures]
    yield "| | " + " | ".join(f"{title} | times the first | memory" for title in titles) + " |"
    yield "| --- |" + " --: |" * 3 * len(titles)
    for name in next(iter(figures.values())):
        cells = [name]
        for of_table in figures.values():
            seconds = statistics.median(each.seconds for each in of_table[name])
            beside = seconds / statistics.median(each.seconds for each in of_table[BASE])
            most = max(each.megabytes for each in of_table[name])
            cells += [f"{seconds:.1f} s", f"{beside:.1f}", f"{most:.0f} MB" if most else ""]
        yield f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests/bench-sync", description=__doc__)
    parser.add_argument("--narrow", type=int, default=1_000_000, help="rows of 3 columns")
    parser.add_argument("--wide", type=int, default=100_000, help="rows of 41 columns")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postgres", type=int, choices=(15, 18), default=18)
    options = parser.parse_args()
    rows = {"narrow": options.narrow, "wide": options.wide}
    with started(options.postgres, _SETTINGS) as cluster:
        pair = two_databases(cluster)
        fill(pair, rows)
        figures = measured(pair, options.rounds)
        where = str(machine.this(cluster.admin, 0)).partition(", 0 connections")[0]
    sys.stdout.write("\n".join([f"{where}.", "", *table_of(figures, rows), ""]))


if __name__ == "__main__":
    main()
