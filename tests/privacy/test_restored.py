"""A database that was dumped and restored elsewhere keeps no statistics about people either."""

from __future__ import annotations

import subprocess
from typing import Any

import psycopg
from support.clusters import Cluster

KEPT = """
select attrelid::regclass::text, attname from pg_attribute join pg_class on pg_class.oid = attrelid
where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
  and attstattarget = 0 and attnum > 0
order by 1, 2
"""

LEARNED = """
select count(*) from pg_statistic
where starelid in ('amity.follows'::regclass, 'amity_private.follows_history'::regclass,
  'amity.connections'::regclass, 'amity.connections_one_per_pair'::regclass)
"""


def kept(url: str) -> list[Any]:
    with psycopg.connect(url) as conn:
        return conn.execute(KEPT).fetchall()


def test_a_restored_database_keeps_no_statistics(
    database: str, empty_database: str, server: Cluster
) -> None:
    with psycopg.connect(database) as conn:
        conn.execute("insert into amity.people select gen_random_uuid() from generate_series(1, 9)")
        conn.execute("""
            insert into amity.follows (follower_id, followed_id)
            select one.id, other.id from amity.people as one
            join amity.people as other on other.id <> one.id
        """)
    dump = subprocess.run(
        [server.bindir / "pg_dump", f"--dbname={database}"], check=True, capture_output=True
    )
    subprocess.run(
        [server.bindir / "psql", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={empty_database}"],
        input=dump.stdout,
        check=True,
        capture_output=True,
    )
    assert len(before := kept(database)) > 100
    assert kept(empty_database) == before
    with psycopg.connect(empty_database) as conn:
        conn.execute("analyze")
        assert conn.execute(LEARNED).fetchone() == (0,)
