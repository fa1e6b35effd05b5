"""Installed by a role that is no superuser: nothing needs one but the role that is not theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from support.clusters import Cluster
from sync_connections.site import Site, sending

from amity import migrations, sync_connections

THINGS = "create table public.things (id integer primary key); insert into public.things values (1)"


@pytest.fixture(params=["inherit", "noinherit"])
def owner(request: pytest.FixtureRequest, server: Cluster) -> str:
    name = f"sync_owner_{request.param}"
    make_role(server, name, f"login {request.param}")
    # the roles are there, made by the owner of another database
    for role in ("anon", "authenticated", "service_role", "amity_sync", "amity_receiver"):
        make_role(server, role)
    return name


def make_role(server: Cluster, name: str, how: str = "") -> None:
    server.admin.execute(
        f"do $$ begin if to_regrole('{name}') is null then create role {name} {how}; end if; end $$"
    )


@pytest.fixture
def installed(owner: str, server: Cluster) -> Iterator[str]:
    """A database that belongs to an ordinary role, with amity in it."""

    def own(url: str) -> str:
        server.admin.execute(
            sql.SQL("alter database {} owner to {}").format(
                sql.Identifier(conninfo_to_dict(url)["dbname"]), sql.Identifier(owner)
            )
        )
        return make_conninfo(url, user=owner)

    def build(url: str) -> None:
        with psycopg.connect(url) as conn:
            conn.execute(f"grant create on schema public to {owner}")
        migrations.up(own(url))

    with server.database(f"of_{owner}", build) as url:
        yield own(url)


@pytest.mark.deep
def test_it_can_be_taken_away_again(installed: str) -> None:
    migrations.down(installed)
    with psycopg.connect(installed) as conn:
        assert conn.execute("select to_regnamespace('amity')").fetchone() == (None,)


def test_offering_says_what_is_missing(installed: str, owner: str) -> None:
    with psycopg.connect(installed) as conn:
        conn.execute("create table public.things (id integer primary key)")
        with pytest.raises(sync_connections.errors.SyncRoleNotGranted) as refused:
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
    """A role that may speak as a receiving site, and nothing else."""
    server.admin.execute("create role site_b login in role amity_receiver")
    try:
        theirs = replace(site, url=make_conninfo(site.url, user="site_b"))
        assert theirs.pull("things").records == [["1"]]
        with psycopg.connect(theirs.url) as conn:
            assert sync_connections.tables(site.token).on(conn).tables
            for forbidden in (
                "select * from public.things",
                "select * from amity.sync_connections",
                "select * from amity_private.sync_credentials",
                "set role amity_sync",
                "set role service_role",
                "select amity.sync_authorize('x', 'things')",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege), conn.transaction():
                    conn.execute(forbidden)  # type: ignore[call-overload]
    finally:
        server.admin.execute("drop role site_b")
