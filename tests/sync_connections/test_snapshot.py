"""A pull over Postgres reads one snapshot; each page is checked and counted when it is granted."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from support.clusters import Cluster, Template
from sync_connections.pair import Pair, run
from sync_connections.site import Site, sending

from amity import sync_connections

if TYPE_CHECKING:
    from amity.sync_connections import Page, Permit

Conn = psycopg.Connection[Any]

SETUP = """
create table public.things (id integer primary key, name text);
create table public.others (id integer primary key);
"""
ROWS = """
truncate public.things, public.others;
insert into public.things select n, 'thing' from generate_series(1, 10) as n;
insert into public.others select generate_series(1, 3);
update amity.sync_connections set status = 'active', max_records_total = null;
"""


@dataclass
class Reader:
    """A receiving site: the session that is granted pages, and the one that reads them."""

    site: Site
    asks: Conn
    reads: Conn

    @property
    def pid(self) -> int:
        (pid,) = self.reads.execute("select pg_backend_pid()").fetchone() or (0,)
        return int(pid)

    def grant(self, table: str = "things", **how: Any) -> Permit:
        how = {"reader": self.pid, "limit": 4, **how}
        return sync_connections.grant(self.site.token, table, **how).on(self.asks)

    def granted(self, table: str = "things", **how: Any) -> str:
        permit = self.grant(table, **how).or_refuse()
        assert permit.signed_grant
        return permit.signed_grant

    def read(self, granted: str) -> Page:
        return sync_connections.read(granted).on(self.reads)

    def settle(self, page: Page) -> bool:
        assert page.receipt
        return sync_connections.settle(page.receipt).on(self.asks)

    def page(self, table: str = "things", **how: Any) -> Page:
        page = self.read(self.granted(table, **how)).or_refuse()
        assert self.settle(page)
        return page

    def after(self, last: Page, table: str = "things", **how: Any) -> Page:
        return self.page(table, after=last.reached, transfer=last.transfer_id, **how)

    def counted(self, transfer: UUID | None) -> tuple[Any, ...]:
        """Records of the connection, and records, bytes and status of the transfer."""
        (row,) = run(
            self.site.url,
            "select records_downloaded, records_transferred, bytes_transferred,"
            " transfers.status::text from amity.sync_transfers as transfers"
            " join amity.sync_connections as sites on sites.id = sync_connection_id"
            " where transfers.id = %s",
            transfer,
        )
        return row


@contextmanager
def snapshot(url: str) -> Iterator[Conn]:
    with psycopg.connect(url) as conn:
        conn.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        conn.read_only = True
        conn.execute("select 1")
        yield conn


@pytest.fixture(scope="module")
def site(server: Cluster, template: Template) -> Iterator[Site]:
    with server.clone(template("migrated")) as url:
        yield sending(url, SETUP, "public.things", "public.others")


@pytest.fixture
def reader(site: Site) -> Iterator[Reader]:
    run(site.url, ROWS)
    with psycopg.connect(site.url, autocommit=True) as asks, snapshot(site.url) as reads:
        yield Reader(site, asks, reads)


def ids(page: Page) -> list[str | None]:
    return [record[0] for record in page.records or []]


def test_rows_are_written_between_two_pages(reader: Reader) -> None:
    first = reader.page()
    write = "insert into public.things values (7000, 'new'), (0, 'new');"
    write += " delete from public.things where id in (6, 8); update public.things set id = -9"
    run(reader.site.url, write + " where id = 9")  # type: ignore[arg-type]
    second = reader.after(first, limit=5)
    assert ids(first) + ids(second) == [str(n) for n in range(1, 10)]
    assert ids(reader.after(second)) == ["10"]


def test_rows_are_written_between_two_tables(reader: Reader) -> None:
    reader.page(limit=100)
    run(
        reader.site.url,
        "insert into public.things values (11); insert into public.others values (11)",
    )
    assert ids(reader.page("others")) == ["1", "2", "3"]


def test_a_new_transaction_reads_a_new_snapshot(reader: Reader) -> None:
    first = reader.page()
    reader.reads.commit()
    run(reader.site.url, "delete from public.things where id = 5")
    assert ids(reader.after(first, limit=2)) == ["6", "7"]


def test_every_record_that_is_read_is_counted(reader: Reader) -> None:
    before = reader.site.row().records_downloaded
    permit = reader.grant(limit=100)
    assert permit.rows_granted == 100
    assert reader.counted(permit.transfer_id) == (before + 100, 100, 0, "in_progress")
    page = reader.read(permit.signed_grant or "")
    assert reader.settle(page)
    size = len(json.dumps(page.records, separators=(",", ":")))
    assert reader.counted(page.transfer_id) == (before + 10, 10, size, "completed")
    assert run(reader.site.url, "select * from amity.verify()") == []


def test_a_limit_is_reached_exactly(reader: Reader) -> None:
    used = reader.site.row().records_downloaded
    reader.site.set("max_records_total = %s", used + 6)
    first = reader.page()
    second = reader.after(first)
    assert (ids(first), ids(second), second.is_last) == (["1", "2", "3", "4"], ["5", "6"], False)
    refused = reader.grant(after=second.reached, transfer=second.transfer_id)
    assert refused.slug == "sync_record_limit_reached"
    assert reader.site.row().records_downloaded == used + 6


def test_without_a_receipt_what_was_granted_stays_counted(reader: Reader) -> None:
    before = reader.site.row().records_downloaded
    lost = reader.read(reader.granted(limit=20))
    again = reader.page(limit=20, transfer=lost.transfer_id)
    assert reader.counted(again.transfer_id)[:2] == (before + 30, 30)
    assert not reader.settle(lost)
    assert reader.counted(again.transfer_id)[:2] == (before + 30, 30)


def test_a_receipt_counts_once(reader: Reader) -> None:
    page = reader.page()
    counted = reader.counted(page.transfer_id)
    assert not reader.settle(page)
    assert page.receipt
    changed = page.receipt.replace('"records": 4', '"records": 1')
    assert changed != page.receipt
    for receipt in ("", "x", changed, reader.granted()):
        assert not sync_connections.settle(receipt).on(reader.asks)
    assert reader.counted(page.transfer_id)[1:] == counted[1:]


def test_a_pull_forgets_the_grant_before_it(reader: Reader) -> None:
    lost = reader.read(reader.granted())
    reader.site.pull("things", limit=4, transfer=lost.transfer_id)
    assert not reader.settle(lost)


def test_a_page_can_be_asked_for_again(reader: Reader) -> None:
    first = reader.page()
    second = reader.after(first)
    assert reader.after(first).records == second.records
    other = reader.grant(after=["2"], transfer=first.transfer_id)
    assert other.slug == "sync_invalid_position"
    last = reader.after(second)
    assert (last.is_last, reader.after(second).records) == (True, last.records)


def test_a_suspension_between_two_pages_stops_it(reader: Reader) -> None:
    page = reader.page()
    reader.site.set("status = 'suspended'")
    refused = reader.grant(after=page.reached, transfer=page.transfer_id)
    assert (refused.slug, refused.signed_grant) == ("sync_not_active", None)


def test_every_other_refusal_is_the_one_of_a_pull(reader: Reader) -> None:
    assert sync_connections.grant("x", "things", 1).on(reader.asks).slug == "sync_invalid_token"
    assert reader.grant("nothing").slug == "sync_table_not_allowed"
    assert reader.grant(after=["1", "2"]).slug == "sync_invalid_position"
    page = reader.read(reader.granted(after=["x"]))
    assert page.slug == "sync_invalid_position"
    assert reader.settle(page)
    assert reader.counted(page.transfer_id)[1:] == (0, 0, "in_progress")


def test_a_table_that_is_withdrawn_is_not_read(reader: Reader) -> None:
    granted = reader.granted()
    run(reader.site.url, "select amity.withdraw_table('public.things')")
    try:
        assert reader.read(granted).slug == "sync_table_not_allowed"
    finally:
        run(reader.site.url, "select amity.offer_table('public.things')")


# --- a grant is worth nothing elsewhere ---

REFUSED = "sync_grant_invalid"


def test_a_grant_that_is_used_twice_gives_the_same_page(reader: Reader) -> None:
    """It is read in the snapshot that it was read in before, and settled once."""
    granted = reader.granted()
    first = reader.read(granted)
    run(reader.site.url, "update public.things set name = 'other'")
    assert reader.read(granted) == first
    assert [reader.settle(first), reader.settle(first)] == [True, False]


def test_a_grant_is_good_in_one_session(reader: Reader) -> None:
    with snapshot(reader.site.url) as other:
        granted = reader.granted()
        assert sync_connections.read(granted).on(other).slug == REFUSED
    assert reader.read(granted).allowed


def test_a_grant_is_good_in_one_transaction(reader: Reader) -> None:
    granted = reader.granted()
    reader.reads.commit()
    assert reader.read(granted).slug == REFUSED


def test_a_grant_is_good_in_a_snapshot_only(reader: Reader) -> None:
    with psycopg.connect(reader.site.url) as other:
        other.execute("select 1")
        granted = reader.granted(reader=other.info.backend_pid)
        assert sync_connections.read(granted).on(other).slug == REFUSED


def test_a_grant_is_good_for_a_minute(reader: Reader) -> None:
    granted = reader.granted()
    times = json.loads(granted[64:])
    begin, end = (datetime.fromisoformat(times[each]) for each in ("at", "until"))
    assert end - begin == timedelta(minutes=1)
    query = (
        "select amity_private.sign_sync('grant', %s::jsonb || jsonb_build_object('until', now()))"
    )
    ((over,),) = run(reader.site.url, query, granted[64:])
    assert reader.read(over).slug == REFUSED
    assert reader.read(granted).allowed


def test_a_grant_is_good_for_what_it_says(reader: Reader) -> None:
    granted = reader.granted()
    for one, other in (("things", "others"), ('"rows": 4', '"rows": 9'), ("null", '["3"]')):
        assert one in granted
        assert reader.read(granted.replace(one, other)).slug == REFUSED
    for nothing in ("", "x", "0" * 64, None, reader.page().receipt):
        assert sync_connections.read(nothing).on(reader.reads).slug == REFUSED  # type: ignore[arg-type]


def test_a_grant_is_good_once_it_is_committed(reader: Reader) -> None:
    with psycopg.connect(reader.site.url) as asks:
        undecided = Reader(reader.site, asks, reader.reads)
        granted = undecided.granted()
        assert reader.read(granted).slug == REFUSED
        asks.rollback()
        assert reader.read(granted).slug == REFUSED
        with asks.transaction():
            asks.execute("create temporary table kept ()")
            with asks.transaction(force_rollback=True):
                granted = undecided.granted()
        assert reader.read(granted).slug == REFUSED


# --- what a snapshot cannot show ---


@pytest.mark.parametrize(
    "rewrite",
    ["alter table public.others alter id type bigint", "truncate public.others"],
    ids=["alter", "truncate"],
)
def test_a_table_that_was_rewritten_does_not_look_empty(
    reader: Reader, rewrite: LiteralString
) -> None:
    reader.page()
    run(reader.site.url, rewrite)
    page = reader.read(reader.granted("others"))
    assert (page.slug, page.records) == ("sync_snapshot_lost", None)
    assert reader.settle(page)
    assert reader.counted(page.transfer_id)[1:] == (0, 0, "in_progress")
    reader.reads.rollback()
    run(reader.site.url, "alter table public.others alter id type integer")
    assert reader.page("others").is_last


def test_a_partition_that_was_rewritten_does_not_look_empty(reader: Reader) -> None:
    parted = "create table public.parted (id integer primary key) partition by hash (id);"
    parted += "create table public.part partition of public.parted for values with"
    parted += " (modulus 1, remainder 0); insert into public.parted values (1), (2);"
    parted += "select amity.offer_table('public.parted')"
    run(reader.site.url, parted)
    reader.reads.rollback()
    assert reader.pid
    run(reader.site.url, "truncate public.part")
    assert reader.read(reader.granted("parted")).slug == "sync_snapshot_lost"
    reader.reads.rollback()
    assert reader.page("parted").records == []


# --- what becomes of the receiver ---

KILLED = """
select pg_terminate_backend(pid) from pg_stat_activity
where application_name = 'amity sync' and state = 'idle in transaction'
  and datname = current_database()
"""
IMPATIENT = """
do $$ begin execute format('alter database %I set idle_in_transaction_session_timeout = %s',
  current_database(), 100); end $$
"""


@pytest.mark.postgres(18)
@pytest.mark.parametrize("how", ["killed", "idle for too long"])
def test_a_lost_snapshot_stops_the_pull(how: str, pair: Pair) -> None:
    pair.introduce(SETUP, "public.things")
    pair.run_there("insert into public.things select generate_series(1, 6)")
    if how != "killed":
        pair.run_there(IMPATIENT)

    def step(_table: str, _transfer: Any) -> None:
        if how == "killed":
            assert pair.run_there(KILLED) == [(True,)]
        else:
            time.sleep(0.5)

    (received,) = pair.pull("things", page=2, step=step)
    assert received.problem
    assert received.problem.slug == "site_unreachable"
    pair.run_there(IMPATIENT.replace("100", "0"))
    pair.run_there("insert into public.things values (7)")
    assert pair.pulled("things").records_created == 7
