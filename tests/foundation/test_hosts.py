"""What a host does to its users from outside: COPY, a dump, a restore beside its own tables."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from support.clusters import Cluster

from amity import people
from amity.errors import NotAllowed

Conn = psycopg.Connection[Any]

# The other column holds another person's key: who is bound to it by mistake is ended by mistake.
USERS = """
create table public.users (dropped integer, id bigint unique, other bigint);
alter table public.users drop column dropped;
insert into public.users values (1, 2), (2, 3), (3, 1);
"""
SWAPPED = """
alter table public.users rename id to swapped;
alter table public.users rename other to id;
alter table public.users rename swapped to other;
alter table public.users rename to accounts;
"""


@pytest.fixture
def restored(server: Cluster) -> Iterator[str]:
    """The URL of an empty database."""
    with server.database("empty", lambda url: None) as url:
        yield url


def dump_into(server: Cluster, url: str, target: str, *options: str) -> str:
    """Dumps one database into another, and gives what psql complained of."""
    dump = [server.bindir / "pg_dump", f"--dbname={url}", *options]
    psql = [server.bindir / "psql", "-Xq", f"--dbname={target}"]
    text = subprocess.run(dump, check=True, capture_output=True).stdout
    return subprocess.run(psql, input=text, check=True, capture_output=True).stderr.decode()


def keys(conn: Conn) -> list[str]:
    rows = conn.execute("select host_key from amity.people order by 1").fetchall()
    return [key for (key,) in rows]


def test_who_is_copied_is_a_person(conn: Conn) -> None:
    conn.execute(USERS)
    people.attach("public.users").on(conn)
    with conn.cursor().copy("copy public.users (id) from stdin") as copy:
        for key in range(100, 3000):
            copy.write_row([key])
    assert len(keys(conn)) == 3 + 2900
    assert people.of(2999).on(conn)


@pytest.mark.deep
def test_a_dump_knows_the_key_by_the_name_it_has(
    server: Cluster, database: str, conn: Conn, restored: str
) -> None:
    """Columns have other numbers in a restored table, and there was another of that name."""
    conn.execute(USERS)
    people.attach("public.users").on(conn)
    conn.execute(SWAPPED)
    conn.commit()
    assert dump_into(server, database, restored) == ""
    with psycopg.connect(restored, autocommit=True) as there:
        there.execute("delete from public.accounts where other = 1")
        assert keys(there) == ["2", "3"]
        there.execute("insert into public.accounts (other) values (4)")
        assert keys(there) == ["2", "3", "4"]
        assert people.attach("public.accounts", "other").on(there) == 3


@pytest.mark.deep
def test_amity_restored_beside_the_hosts_own_tables(
    server: Cluster, database: str, conn: Conn, restored: str
) -> None:
    conn.execute(USERS)
    people.attach("public.users").on(conn)
    conn.commit()
    known = conn.execute("select id, host_key from amity.people order by 2").fetchall()
    with psycopg.connect(restored, autocommit=True) as there:
        there.execute(USERS)
        there.execute("insert into public.users values (4)")
        assert dump_into(server, database, restored, "-n", "amity", "-n", "amity_private") == ""
        assert people.attach("public.users").on(there) == 4
        found = there.execute("select id, host_key from amity.people order by 2").fetchall()
        assert found[:3] == known
        there.execute("delete from public.users where id = 4")
        there.execute("insert into public.users values (5)")
        assert keys(there) == ["1", "2", "3", "5"]


def test_the_owner_of_amity_can_read_the_table_or_it_is_not_attached(conn: Conn) -> None:
    """What follows the table looks into it: better known now than when an account is deleted."""
    conn.execute(USERS)
    conn.execute("create role keeper")
    conn.execute("grant usage on schema amity, amity_private to keeper")
    conn.execute("grant all on all functions in schema amity_private to keeper")
    conn.execute("grant all on amity.people, amity_private.forgotten_people to keeper")
    conn.execute("alter function amity_private.bring_people(regclass, name) owner to keeper")
    with pytest.raises(NotAllowed, match="table users"):
        people.attach("public.users").on(conn)
