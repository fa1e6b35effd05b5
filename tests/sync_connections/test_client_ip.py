"""Over the network, the address is the peer's, whatever it says of itself."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from support.clusters import Cluster
from sync_connections.site import sending

from amity import sync_connections

FORGED = """select set_config('request.headers', '{"x-forwarded-for": "10.0.0.1"}', false)"""


@pytest.fixture
def over_tcp(server: Cluster, database: str) -> str:
    """The same database, over TCP."""
    name = conninfo_to_dict(database)["dbname"]
    return make_conninfo(server.server.url, dbname=name)


@pytest.mark.parametrize("headers", ["select 1", FORGED])
def test_a_peer_cannot_pose_as_another(headers: str, over_tcp: str, database: str) -> None:
    site = sending(database, "create table public.things (id integer primary key)", "public.things")
    with psycopg.connect(over_tcp) as conn:
        conn.execute(headers)  # type: ignore[call-overload]
        assert conn.execute("select amity.client_ip()::text").fetchone() == ("127.0.0.1/32",)

        pull = "select slug from amity.sync_pull(%s, 'things')"
        for allowed, slug in (("{10.0.0.1}", "sync_ip_not_allowed"), ("{127.0.0.0/8}", None)):
            site.set("ip_whitelist = %s", allowed)
            assert conn.execute(pull, [site.token]).fetchone() == (slug,)
            conn.commit()


def test_the_header_counts_in_a_session_of_postgrest_only(
    server: Cluster, database: str, over_tcp: str
) -> None:
    """A receiver with a login of its own writes any header: only PostgREST's is believed."""
    logins = {"a_receiver": "amity_receiver", "a_postgrest": "amity_receiver, authenticated"}
    site = sending(database, "create table public.things (id integer primary key)", "public.things")
    site.set("ip_whitelist = '{10.0.0.1}'")
    with psycopg.connect(database) as conn:
        conn.execute("update amity.settings set value = '1' where name = 'sync_trusted_proxies'")
    heard = {}
    for login, roles in logins.items():
        server.admin.execute(f"create role {login} login password 'x' in role {roles}")  # type: ignore[call-overload]
        try:
            with psycopg.connect(over_tcp, user=login, password="x") as conn:
                conn.execute(FORGED)
                heard[login] = sync_connections.pull(site.token, "things").on(conn).slug
        finally:
            server.admin.execute(f"drop role {login}")  # type: ignore[call-overload]
    assert heard == {"a_receiver": "sync_ip_not_allowed", "a_postgrest": None}
