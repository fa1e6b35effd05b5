"""A guard outlives a dump: restored, it shows what it showed; and it goes with amity."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from support.clusters import Cluster

from amity import audience, connections, migrations, speaking_as

POSTS = """
create table public.posts (author_id uuid not null, audience text not null);
grant select on public.posts to authenticated;
"""
Doctor = Callable[..., Any]
ADA, BEN, CLEO = uuid4(), uuid4(), uuid4()


@pytest.fixture
def restored(server: Cluster) -> Iterator[str]:
    """The URL of an empty database."""
    with server.database("empty", lambda url: None) as url:
        yield url


@pytest.fixture
def guarded(database: str, conn: psycopg.Connection[Any]) -> str:
    """The URL of a database in which Ben's posts are for everyone and for his friends: Ada."""
    conn.execute(POSTS)
    conn.execute("insert into amity.people (id) select unnest(%s::uuid[])", [[ADA, BEN, CLEO]])
    conn.execute("insert into public.posts values (%s, 'public'), (%s, 'friends')", [BEN, BEN])
    audience.guard_table("public.posts", "author_id", audience_column="audience").on(conn)
    for speaker, call in ((ADA, connections.request(BEN)), (BEN, connections.accept(ADA))):
        with speaking_as(conn, speaker):
            call.on(conn)
    conn.commit()
    return database


def test_guarding_says_nothing(guarded: str) -> None:
    said: list[str] = []
    with psycopg.connect(guarded) as conn:
        conn.add_notice_handler(lambda notice: said.append(notice.message_primary or ""))
        audience.unguard_table("public.posts").on(conn)
        audience.guard_table("public.posts", "author_id", "everyone").on(conn)
    assert said == []


def seen(url: str) -> dict[UUID, int]:
    counted = {}
    with psycopg.connect(url, autocommit=True) as conn:
        for person in (ADA, BEN, CLEO):
            # as PostgREST does it: there may be no amity.me() to ask who is speaking
            claims = json.dumps({"sub": str(person)})
            with conn.transaction():
                conn.execute(
                    "select set_config('role', 'authenticated', true),"
                    " set_config('request.jwt.claims', %s, true)",
                    [claims],
                )
                row = conn.execute("select count(*) from public.posts").fetchone()
            counted[person] = row[0] if row else 0
    return counted


def dump_into(server: Cluster, url: str, target: str, *options: str) -> str:
    """Dumps one database into another, and gives what psql complained of."""
    dump = subprocess.run(
        [server.bindir / "pg_dump", f"--dbname={url}", *options],
        check=True,
        capture_output=True,
    )
    psql = subprocess.run(
        [server.bindir / "psql", "-Xq", f"--dbname={target}"],
        input=dump.stdout,
        check=True,
        capture_output=True,
    )
    return psql.stderr.decode()


def test_a_dump_restored(server: Cluster, guarded: str, restored: str) -> None:
    assert dump_into(server, guarded, restored) == ""
    assert seen(restored) == seen(guarded) == {ADA: 2, BEN: 2, CLEO: 1}
    with psycopg.connect(restored) as conn:
        assert conn.execute("select * from amity.verify()").fetchall() == []
        audience.unguard_table("public.posts").on(conn)
        assert conn.execute(
            "select relrowsecurity from pg_class where oid = 'public.posts'::regclass"
        ).fetchone() == (False,)


def test_restored_without_amity_it_shows_nothing(
    server: Cluster, guarded: str, restored: str
) -> None:
    """Policies that could not be restored must not leave the table open."""
    assert "amity" in dump_into(server, guarded, restored, "--schema=public")
    assert seen(restored) == {ADA: 0, BEN: 0, CLEO: 0}


@pytest.mark.deep
def test_it_goes_with_amity_and_opens_nothing(guarded: str, conn: psycopg.Connection[Any]) -> None:
    assert migrations.contents(guarded).guarded == ["public.posts"]
    migrations.down(guarded)
    assert conn.execute(
        "select relrowsecurity, (select count(*) from pg_policy) from pg_class"
        " where oid = 'public.posts'::regclass"
    ).fetchone() == (True, 0)
    assert seen(guarded) == {ADA: 0, BEN: 0, CLEO: 0}


@pytest.mark.deep
def test_a_guarded_table_that_was_dropped_does_not_stop_amity_from_going(
    guarded: str, conn: psycopg.Connection[Any]
) -> None:
    conn.execute("drop table public.posts")
    conn.commit()
    assert migrations.contents(guarded).guarded == []
    migrations.down(guarded)
    assert migrations.status(guarded).applied == []


@pytest.mark.deep
def test_down_names_what_is_guarded(guarded: str, amity: Doctor) -> None:
    done = amity("down", guarded)
    assert done.exit_code == 1
    assert "These tables lose their guard: public.posts." in done.stderr
    done = amity("down", guarded, "--yes", "--yes")
    assert done.exit_code == 0
    assert "public.posts" in done.stderr


@pytest.mark.deep
@pytest.mark.parametrize(
    ("breakage", "what", "hint"),
    [
        (
            "drop policy amity_audience on public.posts",
            "policies_stand is broken for public.posts",
            "select amity.guard_table('public.posts', 'author_id', audience_column => 'audience')",
        ),
        (
            "alter table public.posts disable row level security",
            "row_security_is_on is broken for public.posts",
            "alter table public.posts enable row level security",
        ),
        (
            "create table public.more_posts () inherits (public.posts)",
            "guarded_tables_stand_alone is broken for public.posts",
            "let nothing inherit, or amity.unguard_table() takes the guard off",
        ),
    ],
)
def test_the_doctor_is_told(
    breakage: LiteralString,
    what: str,
    hint: str,
    guarded: str,
    conn: psycopg.Connection[Any],
    amity: Doctor,
) -> None:
    assert amity("doctor", guarded).exit_code == 0
    conn.execute(breakage)
    conn.commit()
    assert told(amity, guarded) == [(f"audience: {what}", hint)]


@pytest.mark.deep
def test_each_view_is_told(guarded: str, conn: psycopg.Connection[Any], amity: Doctor) -> None:
    """However many pass the guard, each is named, with what cures it."""
    conn.execute("create view public.feed as select * from public.posts")
    conn.execute("create materialized view public.stored as select * from public.posts")
    conn.execute("create view public.proper with (security_invoker) as select * from public.posts")
    conn.commit()
    assert amity("doctor", guarded).exit_code == 0
    conn.execute("grant select on public.feed, public.stored, public.proper to authenticated")
    conn.commit()
    broken = "audience: views_keep_policies is broken for public.posts, shown by"
    assert told(amity, guarded) == [
        (f"{broken} public.feed", "alter view public.feed set (security_invoker = true)"),
        (
            f"{broken} public.stored",
            "revoke select on public.stored from public, anon, authenticated",
        ),
    ]


def told(amity: Doctor, url: str) -> list[tuple[str, str]]:
    """What doctor finds, and what it says to do."""
    done = amity("doctor", url, "--json")
    assert done.exit_code == 1
    checks = json.loads(done.stdout)["checks"]
    return [(each["message"], each["fix"]) for each in checks["invariants"]]
