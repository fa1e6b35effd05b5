"""Cut off anywhere, and gone on with: nothing is lost, nothing comes twice."""

from __future__ import annotations

import signal
import time
from typing import Any

import psycopg
import pytest
from races.stage import Session
from support.patience import PATIENCE
from sync_connections.killed import killed
from sync_connections.pair import Pair

from amity import sync_connections
from amity.sync_connections.receiver.errors import (
    CannotReceiveError,
    SiteRefusedError,
    SyncInterruptedError,
)

EVENTS = """
create table public.events (
  id bigint generated always as identity primary key, n integer not null, filler text
)
"""
MANY = """
insert into public.events (n, filler) select n, repeat('x', 50) from generate_series(1, 45) as n
"""


@pytest.fixture
def events(pair: Pair) -> Pair:
    pair.introduce(EVENTS, "public.events")
    pair.run_there(MANY)
    return pair


def stages(pair: Pair) -> list[str]:
    query = "select relname from pg_class where relname like %s and relkind = 'r'"
    return [name for (name,) in pair.run_here(query, "sync_stage_%")]


# --- killed ---


def dies(pair: Pair, moment: str, nth: int, strategy: str = "append") -> bool:
    """Whether a process that receives was killed at that moment."""
    how = killed(pair.here, pair.site.id, pair.secrets, "public.events", strategy, moment, nth)
    return how == -signal.SIGKILL


OF_A_PAGE = ["a page has arrived", "half of it is written", "its place is noted", "it is committed"]
OF_THE_MOVE = ["all of it is moved", "its end is noted", "the move is committed"]


@pytest.mark.once
@pytest.mark.parametrize("nth", [1, 3, 5])
@pytest.mark.parametrize("moment", OF_A_PAGE)
def test_killed(moment: str, nth: int, events: Pair) -> None:
    assert dies(events, moment, nth)
    (transfer,) = events.transfers() or [None]
    kept = min(10 * (nth if moment == "it is committed" else nth - 1), 45)
    assert events.run_here("select count(*) from public.events") == [(kept,)]
    assert (transfer.records_transferred if transfer else 0) == kept
    if kept < 45:
        # `append` would double whatever came twice, and whatever was lost would be missing
        done = events.pulled("events", strategy="append", page=10)
        assert (done.status, done.records_created, done.records_transferred) == (
            *("completed", 45),
            45,
        )
    assert [each.status for each in events.transfers()] == ["completed"]
    assert events.run_here("select n, count(*) from public.events group by n order by n") == [
        (n, 1) for n in range(1, 46)
    ]


@pytest.mark.once
@pytest.mark.parametrize(
    ("moment", "nth"), [*((each, 3) for each in OF_A_PAGE), *((each, 1) for each in OF_THE_MOVE)]
)
def test_killed_on_the_way_to_the_stage_or_from_it(moment: str, nth: int, events: Pair) -> None:
    assert dies(events, moment, nth, "skip")
    is_moved = moment == "the move is committed"
    kept = 45 if moment in OF_THE_MOVE else 30 if moment == "it is committed" else 20
    assert [each.records_transferred for each in events.transfers()] == [kept]
    assert events.run_here("select count(*) from public.events") == [(45 if is_moved else 0,)]
    pages = events.sender.row().downloads_used
    done = events.pulled("events", page=10)
    assert (done.records_created, done.records_skipped) == ((0, 45) if is_moved else (45, 0))
    # only what had not arrived is requested again
    assert events.sender.row().downloads_used == pages + (5 if is_moved else (54 - kept) // 10)
    assert stages(events) == []


def test_killed_again_and_again(events: Pair) -> None:
    for moment in ("half of it is written", "its place is noted", "it is committed"):
        assert dies(events, moment, 1)
    done = events.pulled("events", strategy="append", page=10)
    assert (done.status, done.records_created) == ("completed", 45)
    assert events.run_here("select count(*), count(distinct n) from public.events") == [(45, 45)]
    # two pages came in vain: at the sending site, all were counted
    assert events.sender.row().downloads_used == 7


# --- stopped by either side ---

SET = "update amity.sync_connections set "
SUSPEND = "select amity.suspend_sync_connection(id) from amity.sync_connections"
REVOKE = "select amity.revoke_sync_connection(id) from amity.sync_connections"
ROTATE = "select amity.rotate_sync_token(id) from amity.sync_connections"
PAST = "expires_at = now() - interval '1 s'"
THERE = [
    (SUSPEND, "suspended", "sync_not_active"),
    (REVOKE, "revoked", "sync_not_active"),
    (f"{SET} {PAST}", "expired", "sync_expired"),
    (f"{SET} max_records_total = 20", "no records left", "sync_record_limit_reached"),
    (f"{SET} max_downloads = 2", "no downloads left", "sync_download_limit_reached"),
    (ROTATE, "token is not valid", "sync_invalid_token"),
    (
        "select amity.withdraw_table('public.events')",
        "This table cannot be pulled",
        "sync_table_not_allowed",
    ),
    (f"{SET} ip_whitelist = '{{10.0.0.1}}'", "this address", "sync_ip_not_allowed"),
]


@pytest.mark.parametrize(("stop", "said", "slug"), THERE, ids=[said for _, said, _ in THERE])
def test_the_sending_site_stops_it_at_the_next_page(
    stop: str, said: str, slug: str, events: Pair
) -> None:
    def step(_table: str, transfer: sync_connections.SyncTransfer) -> None:
        if transfer.records_transferred == 20:
            events.run_there(stop)  # type: ignore[arg-type]

    (received,) = events.pull("events", page=10, step=step)
    assert isinstance(received.problem, SiteRefusedError)
    assert (said in str(received.problem), received.problem.slug) == (True, slug)
    assert received.problem.hint
    (transfer,) = events.transfers()
    assert (transfer.status, transfer.records_transferred) == ("in_progress", 20)
    assert events.run_here("select count(*) from public.events") == [(0,)]
    assert events.sender.row().records_downloaded == 20


def test_and_then_it_goes_on(events: Pair) -> None:
    def step(_table: str, transfer: sync_connections.SyncTransfer) -> None:
        if transfer.records_transferred == 20:
            events.run_there(SUSPEND)

    assert events.pull("events", strategy="append", page=10, step=step)[0].problem
    assert events.pull("events", page=10)[0].problem
    events.run_there("select amity.reactivate_sync_connection(id) from amity.sync_connections")
    done = events.pulled("events", page=10)
    assert (done.status, done.conflict_strategy, done.records_created) == (
        *("completed", "append"),
        45,
    )
    assert len(events.transfers()) == 1


@pytest.mark.parametrize("verb", ["suspend", "revoke", "expire", "forget"])
def test_this_side_stops_it_as_well(verb: str, events: Pair) -> None:
    def stop(_table: str, transfer: sync_connections.SyncTransfer) -> None:
        with psycopg.connect(events.here) as conn:
            if verb == "expire":
                conn.execute(
                    "update amity.sync_connections set expires_at = now() - interval '1 s'"
                )
            else:
                getattr(sync_connections, verb)(events.site.id).on(conn)

    (received,) = events.pull("events", page=10, step=stop)
    assert isinstance(received.problem, SyncInterruptedError)
    assert events.run_here("select count(*) from public.events") == [(0,)]
    assert len(stages(events)) == (0 if verb == "forget" else 1)


def test_a_transfer_that_is_cancelled_here_is_a_sentence(events: Pair) -> None:
    def stop(_table: str, transfer: sync_connections.SyncTransfer) -> None:
        events.run_here("select amity.cancel_sync_transfer(id) from amity.sync_transfers")

    (received,) = events.pull("events", page=10, step=stop)
    assert isinstance(received.problem, CannotReceiveError)
    assert "cancelled" in str(received.problem)
    assert events.run_here("select count(*) from public.events") == [(0,)]
    assert stages(events) == []
    assert [each.status for each in events.transfers()] == ["cancelled"]


def test_a_site_that_was_cut_off_can_go_on_counting(events: Pair) -> None:
    """What has arrived is not in the table yet, which lives on; what is there then, is there."""

    def cut(_table: str, transfer: sync_connections.SyncTransfer) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        events.pull("events", page=10, step=cut)
    assert events.run_here("insert into public.events (n) values (-1) returning id") == [(1,)]
    done = events.pulled("events", strategy="skip")
    assert (done.records_created, done.records_skipped) == (44, 1)
    assert events.run_here("insert into public.events (n) values (-1) returning id") == [(46,)]


def test_another_strategy_begins_anew(events: Pair) -> None:
    def cut(_table: str, transfer: sync_connections.SyncTransfer) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        events.pull("events", strategy="skip", page=10, step=cut)
    done = events.pulled("events", strategy="overwrite", page=10)
    assert (done.conflict_strategy, done.records_created) == ("overwrite", 45)
    assert [each.status for each in events.transfers()] == ["completed", "cancelled"]
    assert stages(events) == []


def test_the_sending_site_forgot_the_transfer(events: Pair) -> None:
    """What can never go on is failed, and the next time it begins anew."""

    def step(_table: str, transfer: sync_connections.SyncTransfer) -> None:
        events.run_there("select amity.cancel_sync_transfer(id) from amity.sync_transfers")

    (received,) = events.pull("events", page=10, step=step)
    assert isinstance(received.problem, SiteRefusedError)
    assert received.problem.slug == "sync_transfer_over"
    (transfer,) = events.transfers()
    assert (transfer.status, transfer.error_message) == ("failed", "This transfer has ended")
    assert events.pulled("events", page=10).records_created == 45
    assert stages(events) == []


def test_asked_too_often_it_waits(events: Pair) -> None:
    events.sender.set("rate_limit_requests_per_minute = 3")
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 2:
            events.sender.set("rate_limit_requests_per_minute = 10")

    done = events.pulled("events", page=10, wait=wait)
    assert (done.status, waited) == ("completed", [1, 2])


def test_but_not_for_ever(events: Pair) -> None:
    events.sender.set("rate_limit_requests_per_minute = 2")
    waited: list[float] = []
    (received,) = events.pull("events", page=10, wait=waited.append)
    assert isinstance(received.problem, SiteRefusedError)
    assert received.problem.slug == "sync_rate_limited"
    assert 60 < sum(waited) < 90
    assert events.transfers()[0].status == "in_progress"


# --- approvals ---


def test_waiting_for_an_approval(events: Pair) -> None:
    events.sender.set("approval_mode = 'require_approval'")
    for _ in range(2):
        (received,) = events.pull("events")
        assert isinstance(received.problem, SiteRefusedError)
        assert received.problem.slug == "sync_approval_pending"
    (asked,) = events.run_there("select id from amity.sync_transfers")
    assert [each.remote_transfer_id for each in events.transfers()] == [*asked]
    events.run_there("select amity.approve_sync_transfer(id) from amity.sync_transfers")
    done = events.pulled("events", page=10)
    assert (done.status, done.records_created) == ("completed", 45)
    assert [
        status for (status,) in events.run_there("select status from amity.sync_transfers")
    ] == ["completed"]
    # an approval is for one time
    assert events.pull("events")[0].problem
    assert events.run_there("select count(*) from amity.sync_transfers") == [(2,)]


@pytest.mark.parametrize(
    ("answer", "slug"),
    [
        (
            "select amity.deny_sync_transfer(id, 'no') from amity.sync_transfers",
            "sync_approval_denied",
        ),
        (
            "update amity.sync_transfers set approval_expires_at = now() - interval '1 s'",
            "sync_approval_expired",
        ),
    ],
)
def test_an_approval_that_does_not_come(answer: str, slug: str, events: Pair) -> None:
    events.sender.set("approval_mode = 'require_approval'")
    events.pull("events")
    events.run_there(answer)  # type: ignore[arg-type]
    (received,) = events.pull("events")
    assert isinstance(received.problem, SiteRefusedError)
    assert received.problem.slug == slug
    assert [each.status for each in events.transfers()] == ["failed"]
    assert events.pull("events")[0].problem
    assert [each.status for each in events.transfers()] == ["in_progress", "failed"]


def test_an_approval_is_wanted_on_the_way(events: Pair) -> None:
    def step(_table: str, transfer: sync_connections.SyncTransfer) -> None:
        events.sender.set("approval_mode = 'require_approval'")

    (received,) = events.pull("events", page=10, step=step)
    assert isinstance(received.problem, SiteRefusedError)
    assert received.problem.slug == "sync_approval_pending"
    events.run_there(
        "select amity.approve_sync_transfer(id) from amity.sync_transfers where requires_approval"
    )
    done = events.pulled("events", page=10)
    assert (done.records_created, done.records_skipped) == (45, 0)


def test_what_is_appended_goes_on_behind_an_approval(events: Pair) -> None:
    def step(_table: str, transfer: sync_connections.SyncTransfer) -> None:
        events.sender.set("approval_mode = 'require_approval'")

    (received,) = events.pull("events", strategy="append", page=10, step=step)
    assert isinstance(received.problem, SiteRefusedError)
    assert received.problem.slug == "sync_approval_pending"
    assert [each.status for each in events.transfers()] == ["in_progress", "failed"]
    assert events.run_here("select count(*) from public.events") == [(10,)]
    events.run_there(
        "select amity.approve_sync_transfer(id) from amity.sync_transfers where requires_approval"
    )
    assert events.pulled("events", page=10).records_created == 35
    assert events.run_here("select count(*), count(distinct n) from public.events") == [(45, 45)]


# --- two at once ---


@pytest.mark.once
@pytest.mark.parametrize("strategy", ["skip", "overwrite", "merge", "append"])
def test_another_session_inserts_the_same_row(strategy: str, events: Pair) -> None:
    """It was not there when the page was written, and then it was: what is there, is there."""
    other, receiving = Session(events.here), Session(events.here)
    try:
        other.begin()
        other.conn.execute(
            "insert into public.events overriding system value values (7, -7, 'mine')"
        )
        page = 100 if strategy == "append" else 1
        receiving.start(lambda _: events.pulled("events", strategy=strategy, page=page))
        if strategy != "append":
            with psycopg.connect(events.here, autocommit=True) as watch:
                assert blocked(watch)
        other.conn.execute("commit")
        done = receiving.outcome()
    finally:
        other.close()
        receiving.close()
    counts = done.records_created, done.records_updated, done.records_skipped, done.records_failed
    assert (counts, events.run_here("select n from public.events where id = 7")) == {
        "skip": ((44, 0, 1, 0), [(-7,)]),
        "overwrite": ((44, 1, 0, 0), [(7,)]),
        "merge": ((44, 1, 0, 0), [(7,)]),
        "append": ((45, 0, 0, 0), [(-7,)]),
    }[strategy]


def blocked(watch: psycopg.Connection[Any]) -> bool:
    """Whether, in time, a session waits for another."""
    query = "select count(*) > 0 from pg_locks where not granted"
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if watch.execute(query).fetchone() == (True,):
            return True
    return False
