"""Installed by somebody who is no superuser: nothing needs one but the role that is not theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from support.clusters import Cluster
from sync_connections.site import Site, sending

from amity import migrations, sync_connections

THINGS = "create table public.things (id integer primary key); insert into public.things values (1)"


@pytest.fixture(params=["inherit", "noinherit"])
def owner(request: pytest.FixtureRequest, server: Cluster) -> Iterator[str]:
    name = f"sync_owner_{request.param}"
    server.admin.execute(f"create role {name} login {request.param}")
    # the roles are there, made by whoever installed in another database
    for role in ("anon", "authenticated", "service_role", "amity_sync", "amity_receiver"):
        server.admin.execute(
            f"do $$ begin if to_regrole('{role}') is null then create role {role}; end if; end $$"
        )
    yield name
    server.admin.execute(f"drop role {name}")


@pytest.fixture
def installed(owner: str, server: Cluster) -> Iterator[str]:
    """A database that belongs to somebody ordinary, with amity in it."""
    with server.database("empty", lambda url: None) as url:
        name = re.search(r"/(\w+)\?", url)
        assert name
        server.admin.execute(f"alter database {name[1]} owner to {owner}")
        with psycopg.connect(url) as conn:
            conn.execute(f"grant create on schema public to {owner}")
        theirs = make_conninfo(url, user=owner)
        migrations.up(theirs)
        yield theirs
        migrations.down(theirs)


def test_offering_says_what_is_missing(installed: str, owner: str) -> None:
    with psycopg.connect(installed) as conn:
        conn.execute("create table public.things (id integer primary key)")
        with pytest.raises(sync_connections.SyncRoleNotGranted) as refused:
            sync_connections.offer_table("public.things").on(conn)
        assert refused.value.hint == (
            f"Let a superuser call this once, or grant amity_sync to {owner}."
        )


@pytest.fixture
def site(installed: str, owner: str, server: Cluster) -> Site:
    """A site of theirs, after either of the two things that the refusal advises."""
    if owner.endswith("noinherit"):
        with psycopg.connect(make_conninfo(installed, user="postgres")) as conn:
            conn.execute("create table public.first (id integer primary key)")
            sync_connections.offer_table("public.first").on(conn)
        return sending(installed, f"{THINGS}; grant select on public.things to amity_sync")
    server.admin.execute(f"grant amity_sync to {owner}")
    made = sending(installed, THINGS, "public.things")
    # once it is handed over, the membership is needed no more
    server.admin.execute(f"revoke amity_sync from {owner}")
    return made


def test_and_then_it_flows(site: Site) -> None:
    assert site.pull("things").records == [["1"]]
    with psycopg.connect(site.url) as conn:
        conn.execute("revoke select on public.things from amity_sync")
    assert site.pull("things").slug == "sync_table_not_allowed"


def test_a_site_that_logs_in(site: Site, server: Cluster) -> None:
    """Somebody who may speak as a receiving site, and nothing else."""
    server.admin.execute("create role site_b login in role amity_receiver")
    try:
        theirs = replace(site, url=make_conninfo(site.url, user="site_b"))
        assert theirs.pull("things").records == [["1"]]
        with psycopg.connect(theirs.url) as conn:
            assert sync_connections.tables(site.token).on(conn).tables
            for forbidden in (
                "select * from public.things",
                "select * from amity.sync_connections",
                "select * from amity_private.sync_gates",
                "set role amity_sync",
                "set role service_role",
                "select amity.sync_authorize('x', 'things')",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege), conn.transaction():
                    conn.execute(forbidden)  # type: ignore[call-overload]
    finally:
        server.admin.execute("drop role site_b")
