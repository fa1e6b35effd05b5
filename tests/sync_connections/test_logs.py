"""No token and no password is in the log of a server that logs everything that it can."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from support import clusters, tap
from support.clusters import Cluster
from support.patience import PATIENCE
from sync_connections.pair import Pair
from sync_connections.rest import jwt
from sync_connections.test_command import amity

from amity import migrations, settings, sync_connections
from amity.sync_connections.receiver import Secrets

LOGGING = {
    "logging_collector": "on",
    "log_statement": "all",
    "log_min_duration_statement": "0",
    "log_parameter_max_length": "-1",
    "log_parameter_max_length_on_error": "-1",
    "shared_preload_libraries": "auto_explain,pg_stat_statements",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_nested_statements": "on",
    "auto_explain.log_verbose": "on",
}
PASSWORD = "correct horse battery staple"

# In place of pgcrypto, which the embedded Postgres 18 does not have: only there are the parameters
# of nested statements logged.
STAND_IN = """
set allow_system_table_mods = on;
insert into pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
values (99999, 'pgcrypto', 10, 'public'::regnamespace, true, '1.3');
create function public.gen_salt(kind text, rounds integer) returns text language sql
return left(gen_random_uuid()::text, 8);
create function public.crypt(password text, salt text) returns text language plpgsql as $$
begin
  return left(salt, 8) || md5(left(salt, 8) || password);
end $$;
"""


@pytest.fixture
def logging(server: Cluster) -> Iterator[Pair]:
    """Two sites on a server of the version under test."""

    def build(url: str) -> None:
        migrations.up(url)
        tap.lift_limits(url)
        with psycopg.connect(url) as conn:
            conn.execute("create extension pg_stat_statements")
            conn.execute("create extension pgcrypto" if server.major == 15 else STAND_IN)

    with (
        clusters.started(server.major, LOGGING) as verbose,
        verbose.database("built", build) as here,
        verbose.database("built", build) as there,
    ):
        yield Pair(here, there, verbose)


def log_of(pair: Pair) -> str:
    """What the server has logged until now, and what pg_stat_statements has kept."""
    told = ""
    with psycopg.connect(pair.there) as conn:
        conn.execute("select 'the last line'")
        deadline = time.monotonic() + PATIENCE
        while "the last line" not in told and time.monotonic() < deadline:
            (told,) = conn.execute("select pg_read_file(pg_current_logfile())").fetchone() or ("",)
        kept = conn.execute("select query from pg_stat_statements").fetchall()
    return "\n".join([told, *(query for (query,) in kept)])


def assert_worth_nothing(pair: Pair, grants: list[str]) -> None:
    """A grant that was logged opens nothing: not in another session, whatever it is."""
    assert len(grants) == 3
    with psycopg.connect(pair.there) as conn:
        conn.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        refused = {sync_connections.read(each).on(conn).slug for each in grants}
    assert refused == {"sync_grant_invalid"}


def test_no_token_and_no_password_is_logged(
    logging: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = logging.introduce("create table public.things (id integer primary key)", "public.things")
    pair.run_here("select amity.new_sync_site_id()")  # both are clones
    pair.run_there("insert into public.things select generate_series(1, 30)")
    word = tmp_path / "password"
    word.touch(0o600)
    word.write_text(PASSWORD)
    monkeypatch.setenv("DATABASE_URL", pair.there)
    done = amity("password", str(pair.sender.id), "--password-file", str(word))
    assert done.exit_code == 0, done.output
    with psycopg.connect(pair.there) as conn:
        token = sync_connections.rotate_token(pair.sender.id).on(conn)
        settings.change("sync_incoming_mode", "require_password").on(conn)
        incoming = sync_connections.rotate_incoming_password().on(conn)
    secrets = Secrets(token, PASSWORD, pair.server.server.password)

    with pair.source(secrets=secrets) as source:
        assert pair.pulled("things", source=source, page=10).records_created == 30
    with pair.source(secrets=replace(secrets, password=incoming)) as source:
        source.announce("C", "https://c.example")
    with pair.rest() as rest:
        pair.site = pair.connect(rest.url, "http")
        login = jwt(role="amity_receiver")
        with pair.source(secrets=replace(secrets, login=login)) as source:
            assert pair.pulled("things", source=source, page=10).records_skipped == 30

    told = log_of(pair)
    assert told.count("sync_pull") > 3
    assert "sync_announce" in told
    assert "Query Text: " in told
    found = [
        secret
        for each in (token, PASSWORD, incoming)
        for secret in (each, sha256(each.encode()).hexdigest())
        if secret in told
    ]
    assert found == []
    signed = set(re.findall(r"[0-9a-f]{64}\{[^']+\}", told))
    assert_worth_nothing(pair, [each for each in signed if '"is_last"' not in each])
    receipts = [each for each in signed if '"is_last"' in each]
    with psycopg.connect(pair.there) as conn:
        assert [sync_connections.settle(each).on(conn) for each in receipts] == [False] * 3
    # what is searched for would be found
    pair.sender.pull("things", password="a wrong word")
    assert "a wrong word" in log_of(pair)
