"""Many at once: limits hold exactly, one answer wins, and there is no deadlock."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from races.stage import Session, waits
from sync_connections.pair import EVERY_TABLE
from sync_connections.site import Site, sending

from amity import Refusal, sync_connections
from amity.calls import Call, values

CALLERS = 32
KEY = [{"name": "id", "type": "integer"}]
THINGS = (
    "create table public.things (id integer primary key);"
    " insert into public.things select generate_series(1, 1000)"
)


@pytest.fixture
def session(database: str) -> Iterator[Callable[[], Session]]:
    with ExitStack() as stack:

        def open_() -> Session:
            opened = Session(database)
            stack.callback(opened.close)
            return opened

        yield open_


def at_once(callers: int, deed: Callable[[int], Any]) -> list[Any]:
    """What each of so many threads got, all of them let go at one moment."""
    start = threading.Barrier(callers)
    got: list[Any] = [None] * callers

    def run(which: int) -> None:
        start.wait()
        try:
            got[which] = deed(which)
        except Exception as error:  # noqa: BLE001 - it is looked at below
            got[which] = error

    threads = [threading.Thread(target=run, args=[which]) for which in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def verified(url: str) -> bool:
    with psycopg.connect(url) as conn:
        return conn.execute("select * from amity.verify()").fetchall() == []


# --- limits ---


def raced(site: Site, **how: Any) -> Counter[str | None]:
    """How many of 32 who pull at once heard what; None is a page."""
    pages = at_once(CALLERS, lambda which: site.pull("things", **how))
    return Counter(page.slug for page in pages)


def test_as_many_downloads_as_there_are(database: str) -> None:
    site = sending(database, THINGS, "public.things", max_downloads=10)
    heard = raced(site, limit=3)
    assert heard == {None: 10, "sync_download_limit_reached": 1, "sync_not_active": 21}
    row = site.row()
    assert (row.downloads_used, row.records_downloaded, row.status) == (10, 30, "expired")
    assert verified(database)


def test_never_a_record_too_many(database: str) -> None:
    site = sending(database, THINGS, "public.things", max_records_total=100)
    pages = at_once(CALLERS, lambda which: site.pull("things", limit=7))
    assert sorted(page.record_count for page in pages if page.allowed) == [2] + [7] * 14
    assert Counter(page.slug for page in pages) == {
        None: 15,
        "sync_record_limit_reached": 1,
        "sync_not_active": 16,
    }
    row = site.row()
    assert (row.records_downloaded, row.total_records_transferred) == (100, 100)
    assert verified(database)


def test_as_many_requests_a_minute(database: str) -> None:
    site = sending(database, THINGS, "public.things")
    site.set("rate_limit_requests_per_minute = 9")
    assert raced(site) == {None: 9, "sync_rate_limited": 23}
    assert site.row().downloads_used == 9


def test_a_service_that_sends_by_itself_is_granted_no_more(database: str) -> None:
    site = sending(database, max_records_total=100)

    def authorized(which: int) -> Any:
        with psycopg.connect(database) as conn:
            return sync_connections.authorize(site.token, "things", limit=7).on(conn)

    replies = at_once(CALLERS, authorized)
    assert sum(reply.rows_granted or 0 for reply in replies) == 100
    assert site.row().records_downloaded == 100


def test_one_request_waits_at_a_time(database: str) -> None:
    site = sending(database, THINGS, "public.things", approval_mode="require_approval")

    def asked(which: int) -> Any:
        with psycopg.connect(database) as conn:
            return sync_connections.request(site.token, "things").on(conn).transfer_id

    assert len(set(at_once(CALLERS, asked))) == 1


def test_two_connections_with_one_site(database: str) -> None:
    def made(which: int) -> Any:
        with psycopg.connect(database) as conn:
            return sync_connections.create("B", f"https://b.example{'/' * (which % 3)}").on(conn)

    got = at_once(8, made)
    assert sum(isinstance(each, sync_connections.NewSyncConnection) for each in got) == 1
    assert sum(isinstance(each, sync_connections.errors.SyncAlreadyConnected) for each in got) == 7
    assert verified(database)


def test_many_sites_do_not_queue(
    database: str, session: Callable[[], Session], conn: psycopg.Connection[Any]
) -> None:
    first = sending(database, THINGS, "public.things")
    with psycopg.connect(database) as other:
        second = sync_connections.create("C", "https://c.example", approval_mode="auto_approve")
        made = second.on(other)
        sync_connections.approve(made.id).on(other)
    slow, quick = session(), session()
    slow.begin()
    slow.do(sync_connections.pull(first.token, "things").on)
    assert quick.do(sync_connections.pull(made.token or "", "things").on).allowed


# --- two acts ---


def delete(connection: UUID) -> Call[list[UUID]]:
    return values(UUID, "delete from amity.sync_connections where id = %s returning id", connection)


def outcome(deed: Callable[[], Any]) -> Any:
    try:
        given = deed()
    except Refusal as refusal:
        return refusal.slug
    return getattr(given, "slug", None) or getattr(given, "status", None) or given


# as amity.set_sync_password() does, for which this server may lack pgcrypto
SET_PASSWORD: LiteralString = """
with held as (update amity.sync_connections set password_set_at = now() where id = %s returning id)
update amity_private.sync_credentials set password_hash = 'a hash' from held
where sync_connection_id = held.id returning true
"""

ACTS: dict[str, Callable[[Site], Call[Any]]] = {
    "pull": lambda site: sync_connections.pull(site.token, "things", limit=3),
    "suspend": lambda site: sync_connections.suspend(site.id),
    "revoke": lambda site: sync_connections.revoke(site.id),
    "rotate": lambda site: sync_connections.rotate_token(site.id),
    "delete": lambda site: delete(site.id),
    "password": lambda site: values(bool, SET_PASSWORD, site.id),
    "renew": lambda site: sync_connections.renew(site.id, max_downloads=99),
}


@pytest.mark.parametrize(
    ("first", "second", "heard"),
    [
        ("suspend", "pull", "sync_not_active"),
        ("revoke", "pull", "sync_not_active"),
        ("rotate", "pull", "sync_invalid_token"),
        ("delete", "pull", "sync_invalid_token"),
        ("password", "pull", "sync_invalid_password"),
        ("pull", "suspend", "suspended"),
        ("pull", "revoke", "revoked"),
        ("pull", "pull", "sync_download_limit_reached"),
        ("suspend", "suspend", "sync_invalid_transition"),
        ("revoke", "suspend", "sync_invalid_transition"),
        ("revoke", "renew", "sync_invalid_transition"),
        ("suspend", "revoke", "revoked"),
        ("delete", "revoke", "sync_connection_not_found"),
        ("renew", "pull", None),
    ],
)
def test_who_comes_second_sees_what_the_first_did(
    first: str, second: str, heard: Any, database: str, session: Callable[[], Session]
) -> None:
    site = sending(database, THINGS, "public.things", max_downloads=1)
    one_, other = session(), session()
    with psycopg.connect(database, autocommit=True) as watch:
        one_.begin()
        one_.do(ACTS[first](site).on)
        other.start(ACTS[second](site).on)
        assert waits(other, watch)
        one_.conn.execute("commit")
        got = outcome(other.outcome)
        assert got == heard if heard is not None else got.allowed
    assert verified(database)


def test_one_answer_to_a_transfer(database: str, session: Callable[[], Session]) -> None:
    site = sending(database, THINGS, "public.things", approval_mode="require_approval")
    one_, other = session(), session()
    transfer = one_.do(sync_connections.request(site.token, "things").on).transfer_id
    one_.begin()
    one_.do(sync_connections.approve_transfer(transfer).on)
    other.start(sync_connections.deny_transfer(transfer, "no").on)
    one_.conn.execute("commit")
    with pytest.raises(sync_connections.errors.SyncInvalidTransition):
        other.outcome()
    assert one_.do(sync_connections.pull(site.token, "things", transfer=transfer).on).allowed


# --- everything at once ---


def test_no_deadlock(database: str) -> None:
    """Eight sessions, two sites, every act: no deadlock, only refusals, all invariants hold."""
    site = sending(database, THINGS, "public.things", approval_mode="per_table")
    with psycopg.connect(database) as conn:
        receiver = sync_connections.create("A", "https://a.example", direction="receiver").on(conn)
        sync_connections.approve(receiver.id).on(conn)
        conn.execute(EVERY_TABLE)
    anything = "select id from amity.sync_transfers order by random() limit 1"

    def act(rng: random.Random, conn: psycopg.Connection[Any]) -> Call[Any]:
        transfer = conn.execute(anything).fetchone()
        known: list[Callable[[], Call[Any]]] = [
            partial(sync_connections.pull, site.token, "things", limit=3),
            partial(sync_connections.request, site.token, "things"),
            partial(sync_connections.suspend, site.id),
            partial(sync_connections.reactivate, site.id),
            partial(sync_connections.renew, site.id, max_downloads=rng.randrange(1, 200)),
            partial(sync_connections.set_password, site.id, None),
            partial(
                sync_connections.start,
                receiver.id,
                "things",
                [receiver.id],
                KEY,
                strategy=rng.choice(["skip", "append"]),
            ),
            partial(sync_connections.restart, "things"),
            sync_connections.expire,
            partial(sync_connections.tables, site.token),
            partial(values, int, "select tidied from amity.tidy()"),
            partial(
                values,
                UUID,
                "update amity.sync_connections set approval_mode = %s where id = %s returning id",
                rng.choice(["auto_approve", "require_approval"]),
                site.id,
            ),
        ]
        if transfer:
            known += [
                partial(sync_connections.pull, site.token, "things", transfer=transfer[0]),
                partial(sync_connections.approve_transfer, transfer[0]),
                partial(sync_connections.deny_transfer, transfer[0]),
                partial(sync_connections.cancel_transfer, transfer[0]),
                partial(sync_connections.complete_transfer, transfer[0]),
                partial(sync_connections.advance, transfer[0], ["1"], created=1, key=KEY),
            ]
        if rng.random() < 0.01:
            known = [partial(sync_connections.forget, receiver.id)]
        return rng.choice(known)()

    def work(which: int) -> int:
        rng = random.Random(which)
        done = 0
        with psycopg.connect(database, autocommit=True) as conn:
            for _ in range(60):
                call = act(rng, conn)
                try:
                    call.on(conn)
                    done += 1
                except Refusal:
                    pass
        return done

    done = at_once(8, work)
    assert all(isinstance(each, int) and each > 10 for each in done), done
    assert verified(database)
