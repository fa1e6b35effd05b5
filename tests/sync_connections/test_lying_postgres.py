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
create function amity.sync_grant(token text, table_name text, after jsonb, max_rows integer,
  password text, transfer uuid, reader integer) returns {grant} {volatility}
  language sql as $$ {says} $$;
create function amity.sync_read(signed_grant text) returns {page} {volatility}
  language sql as $$ {reads} $$;
"""
HONEST = (
    (
        "table (allowed boolean, http_status integer, slug text, message text, hint text,"
        " transfer_id uuid, rows_granted integer, signed_grant text)"
    ),
    "select true, 200, '', '', '', gen_random_uuid(), 10, 'x'",
)
LIES = {
    "of other types": ("table (allowed integer, slug text)", "select 1, 'x'"),
    "of no column": ("void", ""),
    "of many rows": ("setof integer", "select generate_series(1, 100)"),
    "an error": ("integer", "select 1 / 0"),
    "columns of the same name": ("table (a json, b json)", "select '7'::json, '[1e999999]'::json"),
}


def lie(url: str, said: tuple[str, str], *, in_grant: bool = False, volatility: str = "") -> None:
    grant, page = (said, said) if in_grant else (HONEST, said)
    liar = LIAR.format(
        grant=grant[0], says=grant[1], page=page[0], reads=page[1], volatility=volatility
    )
    with psycopg.connect(url) as conn:
        conn.execute(liar)  # type: ignore[arg-type]


@pytest.mark.parametrize("in_grant", [True, False], ids=["grant", "page"])
@pytest.mark.parametrize("name", LIES)
def test_a_postgres_that_lies(name: str, in_grant: bool, server: Cluster) -> None:
    with server.database("empty", lambda url: None) as there:
        lie(there, LIES[name], in_grant=in_grant)
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
        endless = "setof bigint", "select generate_series(1, 1::bigint << 40)"
        lie(there, endless, volatility="stable")
        place = resolve(there.replace("@/", "@%2F/"), allow_private=True)
        with (
            postgres_source.PostgresSource(place, Secrets("token"), timeout=PATIENCE) as source,
            pytest.raises(InvalidResponseError),
        ):
            source.pull("things", None, 10, None)


def test_a_postgres_that_sends_a_large_row(server: Cluster) -> None:
    """It is not read to its end; over TCP, where the system counts what has come."""
    with server.database("empty", lambda url: None) as there:
        lie(there, ("text", "select repeat(repeat('x', 1000000), 50)"))
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
        lie(there, ("void", "select pg_sleep(60)"), in_grant=True)
        place = resolve(there.replace("@/", "@%2F/"), allow_private=True)
        with (
            postgres_source.PostgresSource(place, Secrets("token"), timeout=0.1) as source,
            pytest.raises(SiteUnreachableError),
        ):
            source.pull("things", None, 10, None)
