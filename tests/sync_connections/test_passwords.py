"""Passwords, where Postgres has pgcrypto: slow, salted, on top of the token, and never shown."""

from __future__ import annotations

import psycopg
import pytest
from sync_connections.site import Site, sending

from amity import as_service, sync_connections

pytestmark = pytest.mark.postgres(15)  # the embedded Postgres 18 comes without pgcrypto

THINGS = "create table public.things (id integer primary key)"


@pytest.fixture
def schema() -> str:
    """Where pgcrypto lives."""
    return "public"


@pytest.fixture
def site(schema: str, database: str) -> Site:
    """A site with a password."""
    schema = schema.replace('"', '""')
    with psycopg.connect(database) as conn:
        conn.execute(f'create schema if not exists "{schema}"')
        conn.execute(f'create extension pgcrypto schema "{schema}"')
    made = sending(database, THINGS, "public.things")
    with psycopg.connect(database) as conn, as_service(conn):
        sync_connections.set_password(made.id, "correct horse").on(conn)
    return made


WRONG = [None, "", "correct", "correct horse ", "Correct horse", "' or '1'='1", "é"]


@pytest.mark.parametrize("schema", ["public", "extensions", 'Odd "Schema'])
def test_only_the_right_one_opens(site: Site) -> None:
    for wrong in (*WRONG, "x" * 10_000_000):
        assert site.pull("things", password=wrong).slug == "sync_invalid_password", wrong
    assert site.pull("things", password="correct horse").allowed
    assert site.row().downloads_used == 1


@pytest.mark.parametrize("nothing", ["", None])
def test_taken_away_any_will_do(nothing: str | None, site: Site) -> None:
    assert site.row().password_set_at
    with psycopg.connect(site.url) as conn, as_service(conn):
        sync_connections.set_password(site.id, nothing).on(conn)
    assert site.row().password_set_at is None
    assert site.pull("things", password=None).allowed
    assert site.pull("things", password="whatever").allowed


def test_a_long_one_counts_to_its_end(site: Site) -> None:
    """By itself, bcrypt would look at no more than 72 bytes."""
    with psycopg.connect(site.url) as conn, as_service(conn):
        sync_connections.set_password(site.id, "x" * 200 + "1").on(conn)
    assert site.pull("things", password="x" * 200 + "2").slug == "sync_invalid_password"
    assert site.pull("things", password="x" * 200 + "1").allowed


def test_what_is_kept_is_slow_salted_and_nowhere_else(site: Site) -> None:
    with psycopg.connect(site.url) as conn:
        conn.execute("select amity.create_sync_connection('C', 'https://c.example')")
        conn.execute(
            "select amity.set_sync_password(id, 'correct horse') from amity.sync_connections"
        )
        hashes = [
            h for (h,) in conn.execute("select password_hash from amity_private.sync_credentials")
        ]
        assert len(set(hashes)) == 2
        assert all(h.startswith("$2a$10$") for h in hashes)
        for table in ("sync_connections", "sync_connections_history", "sync_transfers"):
            for (text,) in conn.execute(f"select row::text from amity.{table} as row").fetchall():
                assert "correct" not in text
                assert not any(h in text for h in hashes)
        entries = sync_connections.history(site.id).on(conn)
        assert [entry.action for entry in entries[:1]] == ["password_set"]


def test_after_ten_wrong_ones_none_is_looked_at_for_a_minute(site: Site) -> None:
    def heard(password: str) -> str | None:
        return site.pull("things", password=password).slug

    assert {heard(f"wrong {n}") for n in range(10)} == {"sync_invalid_password"}
    assert {heard("wrong"), heard("correct horse")} == {"sync_rate_limited"}
    with psycopg.connect(site.url) as conn:
        later = "wrong_passwords[1] - interval '1 minute' || wrong_passwords[2:]"
        conn.execute(f"update amity_private.sync_credentials set wrong_passwords = {later}")
    assert [heard("correct horse"), heard("wrong"), heard("correct horse")] == [
        None,
        "sync_invalid_password",
        "sync_rate_limited",
    ]


def test_the_row_is_not_locked_while_a_password_is_hashed(site: Site) -> None:
    with psycopg.connect(site.url) as conn:
        conn.execute("""
            create or replace function amity_private.crypt_sync_password(hashed text, salt text)
            returns text language plpgsql as $$
            begin
              if exists (
                select from pg_locks where pid = pg_backend_pid() and mode <> 'AccessShareLock'
                  and relation = 'amity.sync_connections'::regclass
              ) then
                raise 'the row is locked';
              end if;
              return 'another';
            end $$
        """)
    assert site.pull("things", password="correct horse").slug == "sync_invalid_password"


def test_a_receiver_has_none(site: Site) -> None:
    with psycopg.connect(site.url) as conn:
        made = sync_connections.create("A", "https://a.example", direction="receiver").on(conn)
        with pytest.raises(sync_connections.errors.SyncWrongDirection):
            sync_connections.set_password(made.id, "x").on(conn)


def test_without_the_extension_it_is_refused(site: Site) -> None:
    with psycopg.connect(site.url) as conn:
        conn.execute("drop extension pgcrypto")
    assert site.pull("things", password="correct horse").slug == "sync_invalid_password"
