"""`amity sync run` receives what is due, once."""

from __future__ import annotations

import threading
from pathlib import Path

import psycopg
import pytest
from sync_connections.pair import Pair
from sync_connections.test_command import amity, token, wide

from amity.sync_connections.receiver import Options, Secrets, pull_due

__all__ = ["token", "wide"]

pytestmark = pytest.mark.postgres(18)  # the other server, which sends, is the older one


def test_run_does_what_is_due_once(token: Path, pair: Pair) -> None:
    assert amity("run").stdout == "Nothing is due.\n"
    pair.run_there("update amity.sync_connections set approval_mode = 'auto_approve'")
    pair.run_here(
        "update amity.sync_connections set auto_sync_enabled = true, auto_sync_tables = '{things}'"
    )
    done = amity("run")
    assert done.exit_code == 0, done.output
    assert "completed" in done.stdout
    assert amity("run").stdout == "Nothing is due.\n"
    assert len(pair.transfers_of()) == 1


def test_two_runs_at_once(token: Path, pair: Pair) -> None:
    """Of eight, one receives it; `append` would show a second one."""
    pair.run_there(
        "update amity.sync_connections set approval_mode = 'auto_approve';"
        "alter table public.things drop constraint things_pkey, add k bigint generated always as"
        " identity primary key"
    )
    pair.run_here(
        "update amity.sync_connections set auto_sync_enabled = true, auto_sync_tables = '{things}',"
        " default_conflict_strategy = 'append';"
        "alter table public.things drop constraint things_pkey, add k bigint generated always as"
        " identity primary key"
    )
    start = threading.Barrier(8)
    secrets = Secrets(token.read_text().strip(), login=pair.server.server.password)
    outcomes: list[list[str | None]] = []

    def run() -> None:
        with psycopg.connect(pair.here, autocommit=True) as conn:
            start.wait()
            for ran in pull_due(conn, lambda _: secrets, Options(allow_private=True)):
                outcomes.append(
                    [each.receipt and each.receipt.transfer.status for each in ran.tables]
                )
                assert ran.problem is None

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each for each in outcomes if each != [None]] == [["completed"]]
    assert pair.run_here("select count(*) from public.things") == [(2,)]
    assert len(pair.transfers_of()) == 1


def test_run_goes_on_with_what_waited_and_past_what_fails(token: Path, pair: Pair) -> None:
    pair.run_here(
        "update amity.sync_connections set auto_sync_enabled = true, auto_sync_tables = '{things}'"
    )
    broken = amity("add", "Broken", "https://nowhere.invalid", "--auto", "things")
    assert broken.exit_code == 0, broken.output
    done = amity("run", AMITY_SYNC_BROKEN_TOKEN="x")
    assert done.exit_code == 1
    assert "Broken: Cannot resolve the host nowhere.invalid." in done.stderr
    assert "waits" in done.stdout
    amity("revoke", "Broken")
    assert amity("run").exit_code == 3
    pair.run_there("select amity.approve_sync_transfer(id) from amity.sync_transfers")
    assert amity("run").exit_code == 0
    assert pair.run_here("select count(*) from public.things") == [(2,)]


def test_run_goes_on_past_a_table_that_it_does_not_take(token: Path, pair: Pair) -> None:
    pair.run_there("update amity.sync_connections set approval_mode = 'auto_approve'")
    pair.run_here(
        "create table public.a (id integer primary key);"
        " update amity.sync_connections set auto_sync_enabled = true,"
        " auto_sync_tables = '{a,things}', excluded_tables = '{a}'"
    )
    done = amity("run")
    assert done.exit_code == 1
    assert "Site A may not write public.a here." in done.stderr
    assert pair.run_here("select count(*) from public.things") == [(2,)]
