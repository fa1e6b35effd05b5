"""A Postgres that lies: as harmless as a site that does."""

from __future__ import annotations

import psycopg
import pytest
from support.clusters import Cluster
from support.patience import PATIENCE

from amity.sync_connections.receiver import Secrets, postgres_source
from amity.sync_connections.receiver.addresses import resolve
from amity.sync_connections.receiver.errors import InvalidResponseError, SiteUnreachableError

pytestmark = pytest.mark.postgres(18)  # nothing here is the server's

LIAR = """
create schema amity;
create function amity.sync_challenge(key text) returns uuid language sql return gen_random_uuid();
create function amity.sync_pull(token text, table_name text, after jsonb, max_rows integer,
  password text, transfer uuid) returns {} language sql
as $$ {} $$;
"""
LIES = {
    "of other types": ("table (allowed integer, slug text)", "select 1, 'x'"),
    "of no column": ("void", ""),
    "of many rows": ("setof integer", "select generate_series(1, 100)"),
    "an error": ("integer", "select 1 / 0"),
    "columns of the same name": ("table (a json, b json)", "select '7'::json, '[1e999999]'::json"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_postgres_that_lies(lie: str, server: Cluster) -> None:
    with server.database("empty", lambda url: None) as there:
        with psycopg.connect(there) as conn:
            conn.execute(LIAR.format(*LIES[lie]))  # type: ignore[arg-type]
        place = resolve(there.replace("@/", "@%2F/"), allow_private=True)
        with postgres_source.PostgresSource(place, Secrets("token")) as source:
            with pytest.raises(InvalidResponseError) as refused:
                source.pull("things", None, 10, None)
            with pytest.raises(InvalidResponseError):
                source.tables()
        assert refused.value.hint


def test_a_postgres_without_end(server: Cluster) -> None:
    """One row is what is listened to; what comes after it is neither kept nor waited for."""
    with server.database("empty", lambda url: None) as there:
        with psycopg.connect(there) as conn:
            conn.execute(LIAR.format("setof bigint", "select generate_series(1, 1::bigint << 40)"))  # type: ignore[arg-type]
            conn.execute("alter function amity.sync_pull stable")
        place = resolve(there.replace("@/", "@%2F/"), allow_private=True)
        with (
            postgres_source.PostgresSource(place, Secrets("token"), timeout=PATIENCE) as source,
            pytest.raises(InvalidResponseError),
        ):
            source.pull("things", None, 10, None)


def test_a_postgres_that_sends_a_large_row(server: Cluster) -> None:
    """It is not read to its end; over TCP, where the system counts what has come."""
    with server.database("empty", lambda url: None) as there:
        with psycopg.connect(there) as conn:
            large = "select repeat(repeat('x', 1000000), 50)"
            conn.execute(LIAR.format("text", large))  # type: ignore[arg-type]
        name = psycopg.conninfo.conninfo_to_dict(there)["dbname"]
        url = f"postgresql://postgres@127.0.0.1:{server.server.port}/{name}"
        place, secrets = (
            resolve(url, allow_private=True),
            Secrets("x", login=server.server.password),
        )
        with (
            postgres_source.PostgresSource(place, secrets, max_bytes=1_000_000) as source,
            pytest.raises(InvalidResponseError, match="larger than 1,000,000 bytes") as refused,
        ):
            source.pull("things", None, 10, None)
        assert "--max-page" in refused.value.hint


def test_a_postgres_that_takes_its_time(server: Cluster) -> None:
    with server.database("empty", lambda url: None) as there:
        with psycopg.connect(there) as conn:
            conn.execute(LIAR.format("void", "select pg_sleep(60)"))  # type: ignore[arg-type]
        place = resolve(there.replace("@/", "@%2F/"), allow_private=True)
        with (
            postgres_source.PostgresSource(place, Secrets("token"), timeout=0.1) as source,
            pytest.raises(SiteUnreachableError),
        ):
            source.pull("things", None, 10, None)
