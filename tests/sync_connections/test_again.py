"""What is inserted arrives once: not from oneself, not in a circle, and not again the next time."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from support.clusters import Cluster, Template
from sync_connections.pair import Pair
from sync_connections.site import sending

from amity import sync_connections
from amity.sync_connections.receiver import Secrets
from amity.sync_connections.receiver.errors import CannotReceiveError

pytestmark = pytest.mark.postgres(18)  # each is a rule of this side

EVENTS = """
create table public.events (id bigint generated always as identity primary key, what text)
"""
TWO = "insert into public.events (what) values ('a'), ('b')"


@pytest.fixture
def events(pair: Pair) -> Pair:
    pair.introduce(EVENTS, "public.events")
    pair.run_there("insert into public.events (what) select n::text from generate_series(1, 25) n")
    return pair


@pytest.fixture
def itself(database: str, server: Cluster) -> Pair:
    """A database that was given its own URL."""
    pair = Pair(database, database, server)
    pair.sender = sending(database, f"{EVENTS}; {TWO}", "public.events")
    pair.site = pair.connect(pair.address)
    return pair


@pytest.fixture
def copy(server: Cluster, template: Template) -> Iterator[Pair]:
    """A database, and the copy that was made of it."""
    with (
        server.clone(template("migrated")) as here,
        server.clone(template("migrated")) as there,
    ):
        yield Pair(here, there, server).introduce(f"{EVENTS}; {TWO}", "public.events")


def refusal(pair: Pair, table: str, strategy: str) -> str:
    """The slug with which the database here refuses to receive."""
    (received,) = pair.pull(table, strategy=strategy)
    assert isinstance(received.problem, CannotReceiveError), received
    return str(getattr(received.problem.__cause__, "slug", received.problem))


@pytest.mark.parametrize("strategy", ["skip", "overwrite", "merge", "append"])
def test_oneself(strategy: str, itself: Pair) -> None:
    assert refusal(itself, "events", strategy) == "sync_own_site"
    assert itself.run_here("select count(*) from public.events") == [(2,)]
    assert itself.transfers_of() == []


def test_oneself_over_http(itself: Pair) -> None:
    itself.run_here("grant amity_receiver to anon; grant usage on schema amity to anon")
    try:
        with itself.rest() as rest:
            itself.site = itself.connect(rest.url, "over http")
            with itself.source(secrets=Secrets(itself.sender.token)) as source:
                (received,) = itself.pull("events", source=source, strategy="append")
    finally:
        itself.run_here("revoke amity_receiver from anon")
    assert isinstance(received.problem, CannotReceiveError)
    assert "This database is that site itself" in str(received.problem)
    assert itself.run_here("select count(*) from public.events") == [(2,)]


def test_a_copy_is_another_site_once_it_has_an_id_of_its_own(copy: Pair) -> None:
    """By their keys its rows are fine; appended, all that it was copied with would be doubled."""
    assert refusal(copy, "events", "skip") == "sync_own_site"
    copy.run_here("select amity.new_sync_site_id()")
    assert copy.pulled("events", strategy="skip").records_skipped == 2
    assert refusal(copy, "events", "append") == "sync_loop"
    assert copy.run_here("select count(*) from public.events") == [(2,)]


def test_append_takes_only_what_is_new(events: Pair) -> None:
    for created in (25, 0):
        assert events.pulled("events", strategy="append", page=10).records_created == created
    events.run_there("insert into public.events (what) values ('new'), ('newer')")
    sent = events.run_there("select records_downloaded from amity.sync_connections")
    done = events.pulled("events", strategy="append", page=10)
    assert (done.records_transferred, done.records_created) == (2, 2)
    assert events.run_there("select records_downloaded from amity.sync_connections") == [
        (sent[0][0] + 2,)
    ]
    assert events.run_here("select count(*), count(distinct what) from public.events") == [(27, 27)]


def test_a_transfer_that_failed_is_not_begun_again(events: Pair) -> None:
    def step(_table: str, _transfer: sync_connections.SyncTransfer) -> None:
        events.run_there("update amity.sync_transfers set status = 'cancelled'")

    assert events.pull("events", strategy="append", page=10, step=step)[0].problem
    assert [each.status for each in events.transfers()] == ["failed"]
    assert events.pulled("events", strategy="append", page=10).records_created == 15
    assert events.run_here("select count(*), count(distinct what) from public.events") == [(25, 25)]


def test_a_second_connection_with_the_same_site_goes_on(events: Pair) -> None:
    events.pulled("events", strategy="append")
    events.site = events.connect(events.address + "?sslmode=prefer", "again")
    assert events.pulled("events", strategy="append").records_created == 0


def test_after_skip_it_goes_on_with_append(events: Pair) -> None:
    events.pulled("events", strategy="skip")
    events.run_there("insert into public.events (what) values ('new')")
    assert events.pulled("events", strategy="append").records_created == 1


def test_not_after_half_a_skip(events: Pair) -> None:
    def step(_table: str, _transfer: sync_connections.SyncTransfer) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        events.pull("events", strategy="skip", page=10, step=step)
    assert refusal(events, "events", "append") == "sync_would_double"
    assert events.run_here("select count(*) from public.events") == [(0,)]
    with psycopg.connect(events.here) as conn:
        conn.execute("truncate public.events")
        sync_connections.restart("events").on(conn)
    assert events.pulled("events", strategy="append").records_created == 25


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("word text primary key", "'a'), ('b'"),
        ("id uuid default gen_random_uuid() primary key", "default), (default"),
        ("a integer, b integer default 1, primary key (a, b)", "1), (2"),
    ],
)
def test_a_key_that_does_not_grow(key: str, values: str, pair: Pair) -> None:
    pair.introduce(f"create table public.things ({key})", "public.things")  # type: ignore[arg-type]
    column = key.split(maxsplit=1)[0]
    pair.run_there(f"insert into public.things ({column}) values ({values})")  # type: ignore[arg-type]
    pair.run_here("alter table public.things drop constraint things_pkey")
    assert refusal(pair, "things", "skip") == "sync_key_unordered"
    assert pair.rows(pair.here, "public.things") == []


def test_another_key_on_the_way(events: Pair) -> None:
    def step(_table: str, _transfer: sync_connections.SyncTransfer) -> None:
        events.run_there(
            "alter table public.events drop constraint events_pkey, alter what type integer"
            " using what::integer, alter what set not null, add primary key (what)"
        )

    with events.over("http") as (url, secrets), events.source(url, secrets) as source:
        how = {"strategy": "append", "page": 10, "step": step, "source": source}
        (received,) = events.pull("events", **how)
    assert received.problem
    assert events.run_here("select count(*) from public.events") == [(10,)]
    events.run_here("alter table public.events alter what type integer using what::integer")
    assert refusal(events, "events", "append") == "sync_would_double"
    assert events.run_here("select count(*) from public.events") == [(10,)]


@pytest.mark.parametrize("strategy", ["skip", "append"])
def test_there_and_back(strategy: str, events: Pair, server: Cluster) -> None:
    """What came from a site is never appended there, whichever way it went."""
    events.pulled("events", strategy=strategy)
    back = Pair(events.there, events.here, server)
    back.sender = sending(back.there, "", "public.events")
    back.site = back.connect(back.address, "back")
    assert refusal(back, "events", "append") == "sync_loop"
    assert back.run_here("select count(*) from public.events") == [(25,)]
    # by their keys, both sides come to have the same rows, and then nothing moves any more
    for _ in range(2):
        back.pulled("events", strategy="skip")
        events.pulled("events", strategy="skip")
    assert back.rows(back.here, "public.events") == events.rows(events.here, "public.events")
