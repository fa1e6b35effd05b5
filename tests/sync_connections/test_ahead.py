"""While a page of many records is written, the next one is requested."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
from support.patience import PATIENCE
from sync_connections.pair import Pair

from amity.sync_connections.receiver.page_writer import PageWriter
from amity.sync_connections.receiver.source import Source
from amity.sync_connections.receiver.transfer import Transfer

pytestmark = pytest.mark.postgres(18)  # for the sending side: pulling.sql

THINGS = "create table public.things (id integer primary key)"


@pytest.fixture
def things(pair: Pair) -> Pair:
    """Five pages of a thousand."""
    pair.introduce(THINGS, "public.things")
    pair.run_there("insert into public.things select generate_series(1, 4500)")
    return pair


def statuses(pair: Pair) -> list[Any]:
    """The transfers of both sides."""
    query = "select status::text, records_transferred from amity.sync_transfers"
    return [pair.run_here(query), pair.run_there(query)]


def test_it_is_requested_meanwhile(things: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    pull, stage = Source.pull, PageWriter.stage
    requested, written = [Event() for _ in range(6)], []

    def pulls(self: Source, table: str, after: list[str] | None, *others: Any) -> Any:
        requested[int(after[0]) // 1000 if after else 0].set()
        return pull(self, table, after, *others)

    def stages(self: PageWriter, *arguments: Any) -> Any:
        written.append(requested[len(written) + 1].wait(PATIENCE if len(written) < 4 else 0))
        return stage(self, *arguments)

    monkeypatch.setattr(Source, "pull", pulls)
    monkeypatch.setattr(PageWriter, "stage", stages)
    assert things.pulled("things", page=1000).records_created == 4500
    assert written == [True, True, True, True, False]


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page may be requested before the one before is written."""

    def refuse(_transfer: Transfer, ahead: object) -> None:
        assert ahead is None

    monkeypatch.setattr(Transfer, "ahead", property(lambda _: None, refuse))


def test_small_pages_are_requested_one_by_one(one_by_one: None, things: Pair) -> None:
    assert things.pulled("things", page=999).records_created == 4500


def test_what_a_limit_leaves_is_requested_one_by_one(one_by_one: None, things: Pair) -> None:
    things.run_here("update amity.sync_connections set max_records_total = 9000")
    assert things.pulled("things", page=1000).records_created == 4500


def test_pages_of_many_columns_have_fewer_records_one_by_one(one_by_one: None, pair: Pair) -> None:
    columns = ", ".join(f"c{at} integer" for at in range(400))
    pair.introduce(f"create table public.wide (id integer primary key, {columns})", "public.wide")  # type: ignore[arg-type]
    pair.run_there("insert into public.wide (id) select generate_series(1, 1200)")
    steps: list[int] = []
    pair.pulled("wide", step=lambda _, now: steps.append(now.records_transferred))
    assert steps == [1000, 1200]


@pytest.mark.parametrize("moment", ["_store", "require_active"])
def test_what_was_requested_and_not_written_is_requested_again(
    moment: str, things: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one before is requested again: at the site, both may have arrived or not."""
    act, calls = getattr(Transfer, moment), []

    def stops(self: Transfer, *arguments: Any) -> Any:
        calls.append(moment)
        if len(calls) == 3:
            raise OSError("the network is down")
        return act(self, *arguments)

    monkeypatch.setattr(Transfer, moment, stops)
    with pytest.raises(OSError, match="down"):
        things.pull("things", page=1000)
    assert things.run_here("select count(*) from public.things") == [(0,)]
    monkeypatch.undo()
    assert things.pulled("things", page=1000).records_transferred == 4500
    here, there = statuses(things)
    assert here == [("completed", 4500)]
    assert [status for status, _ in there] == ["completed"]
    # a page that was read twice is counted twice there
    assert there[0][1] >= 4500
