"""Only what changed at the site since the last pull, by a column that tells when it changed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sync_connections.pair import Pair
from sync_connections.test_command import amity

from amity import sync_connections
from amity.sync_connections.receiver.errors import CannotReceiveError

if TYPE_CHECKING:
    from amity.sync_connections import SyncTransfer

pytestmark = pytest.mark.postgres(18)  # each is a rule of this side; for the other: cursors.sql

NOTES = """
create table public.notes (id integer primary key, body text, changed_at timestamptz not null);
create index on public.notes (changed_at, id);
create table public.plain (id integer primary key);
"""
CHANGE = "update public.notes set body = %s, changed_at = %s where id = %s"


@pytest.fixture
def notes(pair: Pair) -> Pair:
    """Ten notes, an hour after each other."""
    pair.introduce(NOTES, "public.notes", "public.plain")
    pair.run_there(
        "insert into public.notes select n, 'note', '2026-01-01'::timestamptz + n * interval '1 h'"
        " from generate_series(1, 10) as n; insert into public.plain values (1)"
    )
    return pair


def pulled(pair: Pair, **how: Any) -> SyncTransfer:
    return pair.pulled("notes", **{"strategy": "overwrite", "cursor": "changed_at", **how})


def counts(transfer: SyncTransfer) -> tuple[int, int, int, int]:
    """How many records were sent, created, updated and failed."""
    sent, failed = transfer.records_transferred, transfer.records_failed
    return sent, transfer.records_created, transfer.records_updated, failed


def alike(pair: Pair) -> bool:
    return pair.rows(pair.here, "public.notes") == pair.rows(pair.there, "public.notes")


def test_only_what_changed_arrives(notes: Pair) -> None:
    assert counts(pulled(notes, page=3)) == (10, 10, 0, 0)
    # the last one again, since another one of its time may have been committed meanwhile
    assert counts(pulled(notes)) == (1, 0, 0, 0)
    notes.run_there(CHANGE, "changed", "2026-01-02", 3)
    notes.run_there("insert into public.notes values (11, 'new', '2026-01-03')")
    assert counts(pulled(notes, page=1)) == (3, 1, 1, 0)
    assert alike(notes)
    notes.run_there("delete from public.notes where id > 9")
    for _ in range(3):
        # nothing at all: it does not go back by as much each time
        assert counts(pulled(notes, cursor_lag=timedelta(0))) == (0, 0, 0, 0)
    assert counts(pulled(notes)) == (0, 0, 0, 0)


def test_what_is_committed_later_with_an_earlier_moment(notes: Pair) -> None:
    pulled(notes)
    notes.run_there(
        "insert into public.notes values (299, 'late', '2026-01-01 09:55:01'),"
        " (301, 'late', '2026-01-01 09:54:59')"
    )
    assert counts(pulled(notes)) == (2, 1, 0, 0)
    assert counts(pulled(notes, cursor_lag=timedelta(minutes=6))) == (3, 1, 0, 0)
    assert alike(notes)


def test_another_cursor_begins_at_the_start(notes: Pair) -> None:
    pulled(notes)
    notes.run_there("alter table public.notes add seen_at timestamp not null default '2020-01-01'")
    notes.run_here("alter table public.notes add seen_at timestamp")
    notes.run_there("create index on public.notes (seen_at)")
    assert counts(pulled(notes, cursor="seen_at")) == (10, 0, 10, 0)
    assert counts(pulled(notes)) == (10, 0, 0, 0)


def test_a_record_that_does_not_fit_arrives_again(notes: Pair) -> None:
    notes.run_here("alter table public.notes add check (body <> 'bad')")
    notes.run_there(CHANGE, "bad", "2026-01-01 01:00", 1)
    assert counts(pulled(notes)) == (10, 9, 0, 1)
    assert counts(pulled(notes)) == (10, 0, 0, 1)
    notes.run_there(CHANGE, "good", "2026-01-01 01:00", 1)
    assert counts(pulled(notes)) == (10, 1, 0, 0)
    assert counts(pulled(notes)) == (1, 0, 0, 0)


def test_an_interrupted_pull_continues(notes: Pair) -> None:
    pulled(notes)
    notes.run_there("update public.notes set changed_at = changed_at + interval '1 day'")

    def step(_table: str, _transfer: Any) -> None:
        raise KeyboardInterrupt

    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            pulled(notes, page=2, step=step)
    # changed after it arrived: it arrives once more, and the last one counts
    notes.run_there(CHANGE, "last", "2026-02-01", 1)
    assert counts(notes.pulled("notes", page=2)) == (11, 0, 10, 0)
    assert alike(notes)


def test_a_whole_pull_leaves_the_cursor(notes: Pair) -> None:
    pulled(notes)
    notes.run_there(CHANGE, "changed", "2026-02-01", 1)
    assert counts(pulled(notes, cursor=None)) == (10, 0, 1, 0)
    assert counts(pulled(notes)) == (2, 0, 0, 0)
    notes.run_here("truncate public.notes; select amity.restart_sync_table('public.notes')")
    assert counts(pulled(notes)) == (10, 10, 0, 0)


@pytest.mark.parametrize("how", [{"strategy": "append"}, {"mirror": True}])
def test_a_cursor_where_every_row_has_to_arrive(how: dict[str, Any], notes: Pair) -> None:
    with pytest.raises(CannotReceiveError, match="cannot be received by a cursor"):
        pulled(notes, **how)


def test_the_cursor_of_the_connection(notes: Pair) -> None:
    """Is for the tables that can be pulled by it, and not for a pull that has to be whole."""
    notes.run_here("update amity.sync_connections set cursor_column = 'changed_at'")
    with psycopg.connect(notes.here) as conn:
        notes.site = sync_connections.find_named(conn, "A", "receiver")
    for expected in (10, 1):
        notes_, plain = notes.pull("notes", "plain", strategy="overwrite")
        assert notes_.receipt
        assert counts(notes_.receipt.transfer)[0] == expected
        assert plain.receipt
        assert plain.receipt.transfer.records_transferred == 1
    assert counts(pulled(notes, cursor=None, mirror=True))[0] == 10
    (refused,) = notes.pull("plain", cursor="id")
    assert refused.problem
    assert refused.problem.slug == "sync_cursor_unsupported"


def test_the_command(notes: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", notes.here)
    notes.run_here("delete from amity.sync_connections")
    secrets = notes.secrets
    monkeypatch.setenv("AMITY_SYNC_SHOP_TOKEN", secrets.token)
    monkeypatch.setenv("AMITY_SYNC_SHOP_LOGIN", secrets.login or "")
    monkeypatch.setenv("AMITY_SYNC_ALLOW_PRIVATE_HOSTS", "1")
    added = ("add", "shop", notes.address, "--cursor", "changed_at", "--auto", "notes")
    assert amity(*added).exit_code == 0
    assert amity("run").exit_code == 0
    done = amity("pull", "shop", "--table", "notes", "--cursor", "changed_at")
    assert (done.exit_code, alike(notes)) == (0, True)
    columns = "select cursor_column, records_transferred from amity.sync_transfers"
    assert sorted(notes.run_here(columns)) == [("changed_at", 1), ("changed_at", 10)]
