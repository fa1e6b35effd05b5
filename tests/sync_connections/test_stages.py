"""A stage that was lost or does not fit, what is judged before it is moved, and who may do that."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
import pytest
from support.patience import PATIENCE
from support.pgbouncer import pooled
from sync_connections.pair import Pair
from typer.testing import CliRunner

from amity import migrations, sync_connections
from amity.command import app
from amity.sync_connections.receiver import leases
from amity.sync_connections.receiver.errors import (
    CannotReceiveError,
    SyncBusyError,
    SyncInterruptedError,
)

pytestmark = pytest.mark.postgres(18)  # each is a rule of this side

THINGS = "create table public.things (id integer primary key, name varchar(20))"
MANY = "insert into public.things select n, 'thing ' || n from generate_series(1, 25) as n"


@pytest.fixture
def things(pair: Pair) -> Pair:
    pair.introduce(THINGS, "public.things")
    pair.run_there(MANY)
    return pair


def interrupted(pair: Pair, after: int = 20) -> None:
    """Receives pages of ten until so many records are staged, and stops."""

    def stop(_table: str, transfer: Any) -> None:
        if transfer.records_transferred >= after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pair.pull("things", page=10, step=stop)


def stage(pair: Pair) -> str:
    ((name,),) = pair.run_here(
        "select oid::regclass::text from pg_class where relname ~ '^sync_stage_' and relkind = 'r'"
    )
    return str(name)


@pytest.mark.parametrize("staged", [20, 25])
@pytest.mark.parametrize(
    "loss",
    [
        "truncate {}",  # as it is after a crash, on a restored dump and on a promoted standby
        "drop table {}",
        "delete from {} where id = 3",
    ],
)
def test_a_stage_that_was_lost(loss: str, staged: int, things: Pair) -> None:
    interrupted(things, staged)
    things.run_here(loss.format(stage(things)))  # type: ignore[arg-type]
    assert things.pulled("things").records_created == 25
    assert [each.status for each in things.transfers()] == ["completed", "cancelled"]
    assert things.rows(things.here, "public.things") == things.rows(things.there, "public.things")


@pytest.mark.parametrize("staged", [20, 25])
@pytest.mark.parametrize(
    "change",
    [
        "alter table public.things alter name type text",
        'alter table public.things alter name type varchar(20) collate "C"',
    ],
)
def test_a_table_that_changed(change: LiteralString, staged: int, things: Pair) -> None:
    interrupted(things, staged)
    things.run_here(change)
    assert things.pulled("things").records_created == 25
    assert [each.status for each in things.transfers()] == ["completed", "cancelled"]


def on_the_last_page(pair: Pair, act: Callable[[], object]) -> Any:
    def step(_table: str, transfer: Any) -> None:
        if transfer.staged_at:
            act()

    (received,) = pair.pull("things", page=10, step=step)
    return received


def test_a_table_that_changes_before_the_move(things: Pair) -> None:
    received = on_the_last_page(
        things, lambda: things.run_here("alter table public.things alter name type text")
    )
    assert isinstance(received.problem, CannotReceiveError)
    assert "changed while it was received" in str(received.problem)
    assert things.rows(things.here, "public.things") == []
    assert things.pulled("things").records_created == 25


@pytest.mark.parametrize(
    ("act", "back"),
    [
        (
            "select amity.suspend_sync_connection(id) from amity.sync_connections",
            "select amity.reactivate_sync_connection(id) from amity.sync_connections",
        ),
        (
            "update amity.sync_connections set writable_tables = '{}'",
            "update amity.sync_connections set writable_tables = '{public.*}'",
        ),
    ],
)
def test_what_is_forbidden_before_the_move(
    act: LiteralString, back: LiteralString, things: Pair
) -> None:
    received = on_the_last_page(things, lambda: things.run_here(act))
    assert isinstance(received.problem, CannotReceiveError | SyncInterruptedError)
    assert things.rows(things.here, "public.things") == []
    pages = things.sender.row().downloads_used
    things.run_here(back)
    assert things.pulled("things").records_created == 25
    assert things.sender.row().downloads_used == pages


def test_two_records_with_one_key(things: Pair) -> None:
    """As a site sends them that does not keep the order of its keys: the last one stays."""

    def twin() -> None:
        things.run_here(f"update {stage(things)} set id = 1, name = 'twin' where id = 2")  # type: ignore[arg-type]

    received = on_the_last_page(things, twin)
    assert list(received.counts.values()) == [24, 0, 1, 0, 0]
    assert things.run_here("select name from public.things where id = 1") == [("twin",)]


def test_another_run_took_over_before_the_move(things: Pair) -> None:
    def take_over() -> None:
        things.run_here("update amity_private.sync_leases set held_until = now()")
        assert things.pulled("things").records_created == 25

    received = on_the_last_page(things, take_over)
    assert received.problem
    assert [each.status for each in things.transfers()] == ["completed"]
    assert things.run_here("select count(*) from public.things") == [(25,)]


def test_a_run_that_lost_its_lease_moves_nothing(things: Pair) -> None:
    lose = "update amity_private.sync_leases set holder = gen_random_uuid()"
    received = on_the_last_page(things, lambda: things.run_here(lose))
    assert isinstance(received.problem, SyncBusyError)
    assert things.rows(things.here, "public.things") == []


def test_one_at_a_time_receives_a_table(things: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a pooler of transactions too; until it ends, its session does, or ten minutes pass."""
    monkeypatch.setattr(leases, "_PATIENCE", 0.2)
    leased = sync_connections.lease(things.site.id, "public.things", uuid4())
    through_it = copy(things)
    with pooled(things.here, 1) as through_it.here, psycopg.connect(through_it.here) as first:
        assert leased.on(first)
        first.commit()
        (received,) = through_it.pull("things")
        assert isinstance(received.problem, SyncBusyError)
        assert things.transfers() == []
        things.run_here("update amity_private.sync_leases set held_until = now()")
        (received,) = through_it.pull("things")
        assert received.counts["created"] == 25
        assert things.run_here("select from amity_private.sync_leases") == []
        assert leased.on(first)
        first.commit()
        (received,) = things.pull("things")
        assert isinstance(received.problem, SyncBusyError)
    # its session is gone, or will be
    monkeypatch.setattr(leases, "_PATIENCE", PATIENCE)
    assert things.pulled("things", strategy="skip").records_skipped == 25


def test_who_lost_its_lease_writes_nothing_more(things: Pair) -> None:
    def lose(*_: object) -> None:
        things.run_here("update amity_private.sync_leases set holder = gen_random_uuid()")

    (received,) = things.pull("things", page=10, step=lose)
    assert isinstance(received.problem, SyncBusyError)
    assert things.run_here("select count(*) from public.things") == [(0,)]
    things.run_here("update amity_private.sync_leases set held_until = now()")
    assert things.pulled("things").records_created == 25


def test_a_site_that_stops_on_the_way(pair: Pair) -> None:
    """Tables that refer to what did not come wait for it; the others are there."""
    setup = """
    create table public.a_lone (id integer primary key);
    create table public.b_parents (id integer primary key);
    create table public.c_children (id integer primary key references public.b_parents);
    """
    names = ["public.a_lone", "public.b_parents", "public.c_children"]
    pair.introduce(setup, *names)
    for name in names:
        pair.run_there(f"insert into {name} values (1)")  # type: ignore[arg-type]

    def step(table: str, _transfer: Any) -> None:
        if table == "public.b_parents":
            pair.run_there("select amity.suspend_sync_connection(id) from amity.sync_connections")

    received = pair.pull(*names, step=step)
    assert [(each.table, bool(each.problem)) for each in received] == [
        ("public.a_lone", False),
        ("public.b_parents", False),
        ("public.c_children", True),
    ]
    assert [pair.rows(pair.here, name) for name in names] == [["(1)"], [], []]
    pair.run_there("select amity.reactivate_sync_connection(id) from amity.sync_connections")
    pages = pair.sender.row().downloads_used
    assert not any(each.problem for each in pair.pull(*names[1:]))
    assert [pair.rows(pair.here, name) for name in names] == [["(1)"]] * 3
    assert pair.sender.row().downloads_used == pages + 1


def test_a_role_with_little_time_and_few_rights(things: Pair) -> None:
    """A service that may write this table; what the host limits are requests of people."""
    things.run_here(
        "grant select, insert, update on public.things to service_role;"
        " create role little login in role service_role;"
        " alter role little set statement_timeout = 400;"
        " create function public.slow() returns trigger language plpgsql as"
        " $$ begin perform pg_sleep(0.6); return null; end $$;"
        " create trigger slow after insert on public.things execute function public.slow()"
    )
    plain = things.here
    things.here = plain.replace("postgres@", "little@")
    try:
        assert things.pulled("things", page=10).records_created == 25
        # what it may use of another's stage is what it opened
        things.here = plain
        things.run_there("insert into public.things values (26)")
        interrupted(things, 26)
        things.here = plain.replace("postgres@", "little@")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            things.run_here(f"select from {stage(things)}")  # type: ignore[arg-type]
        assert things.pulled("things").records_created == 1
    finally:
        things.here = plain
        things.run_here("drop owned by little; drop role little")


def test_it_is_nothing_for_the_doctor_and_goes_with_amity(things: Pair) -> None:
    interrupted(things)
    name = stage(things)
    told = CliRunner().invoke(app, ["doctor", things.here])
    assert "sync_stage" not in told.output
    migrations.down(things.here)
    assert things.run_here("select to_regclass(%s)", name) == [(None,)]
