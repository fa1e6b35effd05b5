"""`amity sync` for an operator: status, schemas of tables, what a pull would do, errors as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest
from sync_connections.pair import Pair
from sync_connections.test_command import amity, said, token, wide

__all__ = ["token", "wide"]

pytestmark = pytest.mark.postgres(18)  # the other server, which sends, is the older one

AUTO = "update amity.sync_connections set auto_sync_enabled = true, auto_sync_tables = '{things}'"


def test_status_says_what_is_wrong_and_exits_with_it(token: Path, pair: Pair) -> None:
    def problems(url: str) -> list[str]:
        done = amity("status", url, "--json")
        (each,) = said(done)["connections"]
        assert done.exit_code == (4 if each["problems"] else 0)
        return each["problems"]

    assert problems(pair.there) == []
    pair.run_here(AUTO)
    assert problems(pair.here) == []
    assert amity("pull", "Site A", "--all").exit_code == 3
    assert problems(pair.here) == ["public.things: interrupted, or waiting for the site"]
    assert problems(pair.there) == ["1 waiting for approval: see `amity sync waiting`"]
    pair.run_there("select amity.approve_sync_transfer(id) from amity.sync_transfers")
    assert amity("pull", "Site A", "--all").exit_code == 0
    assert problems(pair.here) == problems(pair.there) == []

    shown = amity("status", pair.here)
    assert "receives" in shown.stdout
    assert "0 h 0 min ago" in shown.stdout
    (each,) = said(amity("status", pair.here, "--json"))["connections"]
    assert (each["records"], each["lag_seconds"] < 3600) == (2, True)
    assert each["last_run_at"] < each["last_completed_at"] < each["next_run_at"]

    pair.run_here(
        "alter table amity.sync_transfers disable trigger user;"
        "update amity.sync_transfers set created_at = created_at - interval '3 hours',"
        " records_failed = 7;"
        "alter table amity.sync_transfers enable trigger user"
    )
    assert problems(pair.here) == [
        "a run was missed: is `amity sync run` scheduled?",
        "public.things: 7 records could not be written",
    ]
    assert amity("pull", "Site A", "--all").exit_code == 3
    pair.run_here(
        "select amity.fail_sync_transfer(id, 'it broke') from amity.sync_transfers"
        " where status = 'in_progress'"
    )
    assert problems(pair.here) == ["public.things: failed: it broke"]
    amity("suspend", "Site A", pair.here, "--reason", "the audit")
    assert problems(pair.here)[0] == "the connection is suspended: the audit"
    amity("revoke", "Site A", pair.here)
    assert said(amity("status", pair.here, "--json")) == {"connections": []}


SHOP = """
create schema shop;
create table shop.items (id integer primary key);
create table shop.orders (id integer primary key, item integer references shop.items);
"""


def test_a_schema_stands_for_its_tables(token: Path, pair: Pair) -> None:
    for url in (pair.here, pair.there):
        pair.run_here(SHOP) if url == pair.here else pair.run_there(SHOP)
    pair.run_there(
        "create table shop.without_key (n integer);"
        "insert into shop.items values (1); insert into shop.orders values (1, 1);"
        "update amity.sync_connections set approval_mode = 'auto_approve'"
    )
    offered = amity("offer", "shop.*", pair.there)
    assert offered.stdout == "shop.items is offered.\nshop.orders is offered.\n"
    nothing = amity("pull", "Site A", "--table", "shop.*")
    assert "offers no table of shop.* that it may write here" in nothing.stderr
    pair.run_here("update amity.sync_connections set writable_tables = '{shop.*}'")
    done = amity("pull", "Site A", "--table", "shop.*", "--json")
    (site,) = said(done)["connections"]
    assert [(each["table"], each["created"]) for each in site["tables"]] == [
        ("shop.items", 1),
        ("shop.orders", 1),
    ]
    assert amity("withdraw", "shop.*", pair.there).stdout.count("no longer offered") == 2
    assert amity("offer", "nowhere.*", pair.there).exit_code == 1


def test_a_dry_run_says_what_would_be_received(token: Path, pair: Pair) -> None:
    pair.run_there("analyze public.things")
    pair.run_there("create table public.others (id integer primary key, more text)")
    pair.run_here("create table public.others (id integer primary key)")
    assert amity("offer", "public.others", pair.there).exit_code == 0
    done = amity("pull", "Site A", "--all", "--dry-run", "--strategy", "merge", "--json")
    assert done.exit_code == 1
    others, things = said(done)["tables"]
    assert "no local column more" in others["problem"]["message"]
    assert things == {
        "table": "public.things",
        "strategy": "merge",
        "estimated_rows": 2,
        "arrived": 0,
        "requires_approval": True,
        "problem": None,
    }
    shown = amity("pull", "Site A", "--table", "things", "--dry-run")
    assert (shown.exit_code, "public.things" in shown.stdout) == (0, True)
    for look in (pair.run_here, pair.run_there):
        assert look("select from amity.sync_transfers") == []
        assert look("select sum(downloads_used) from amity.sync_connections") == [(0,)]


def test_json_is_always_a_document(token: Path) -> None:
    for arguments, code, slug in (
        (["pull", "nobody", "--all"], 1, "sync_connection_not_found"),
        (["pull", "Site A"], 1, "amity"),
        (["pull", "Site A", "--table", "a b"], 1, "cannot_receive"),
        (["pull", "Site A", "--nonsense"], 2, "invalid_command_line"),
        (["pull"], 2, "invalid_command_line"),
        (["tables", "nobody"], 1, "sync_connection_not_found"),
    ):
        done = amity(*arguments, "--json")
        assert (done.exit_code, said(done)["error"]["slug"]) == (code, slug), arguments
