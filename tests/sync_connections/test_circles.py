"""Trees and circles arrive whole, whatever the order of rows: tables move in one statement."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import psycopg
import pytest
from support.patience import PATIENCE
from sync_connections.pair import Pair, run

if TYPE_CHECKING:
    from amity.sync_connections import SyncTransfer
    from amity.sync_connections.receiver import TableResult

pytestmark = pytest.mark.postgres(18)  # each is a rule of this side


def unchecked(pair: Pair, statements: str) -> None:
    run(pair.there, f"set session_replication_role = replica; {statements}")


def counts(received: list[TableResult]) -> dict[str, tuple[int, ...]]:
    assert [each.problem for each in received] == [None] * len(received)
    return {
        each.table.removeprefix("public."): tuple(
            each.counts[name] for name in ("created", "updated", "skipped", "failed")
        )
        for each in received
    }


def same(pair: Pair, *tables: str) -> bool:
    return all(pair.rows(pair.here, each) == pair.rows(pair.there, each) for each in tables)


ONE_TO_ONE = """
create table public.users (id integer primary key, profile_id integer not null unique);
create table public.profiles (
  id integer primary key, user_id integer not null unique references public.users {0}
);
alter table public.users add foreign key (profile_id) references public.profiles {0};
"""


@pytest.mark.parametrize("how", ["", "deferrable", "deferrable initially deferred"])
@pytest.mark.parametrize("strategy", ["skip", "overwrite", "merge"])
def test_a_circle_of_keys_that_are_not_null(strategy: str, how: str, pair: Pair) -> None:
    pair.introduce(ONE_TO_ONE.format(how), "public.users", "public.profiles")  # type: ignore[arg-type]
    unchecked(
        pair,
        "insert into public.users select n, 6001 - n from generate_series(1, 6000) as n;"
        "insert into public.profiles select n, 6001 - n from generate_series(1, 6000) as n",
    )
    received = pair.pull("users", "profiles", strategy=strategy)
    assert counts(received) == {"users": (6000, 0, 0, 0), "profiles": (6000, 0, 0, 0)}
    assert same(pair, "public.users", "public.profiles")
    received = pair.pull("users", "profiles", strategy=strategy)
    assert counts(received) == {"users": (0, 0, 6000, 0), "profiles": (0, 0, 6000, 0)}


def test_a_circle_of_three_tables(pair: Pair) -> None:
    setup = """
    create table public.a (id integer primary key, b_id integer not null);
    create table public.b (id integer primary key, c_id integer not null);
    create table public.c (id integer primary key, a_id integer not null references public.a);
    alter table public.a add foreign key (b_id) references public.b;
    alter table public.b add foreign key (c_id) references public.c;
    create table public.d (id integer primary key references public.b);
    """
    pair.introduce(setup, *(f"public.{name}" for name in "abcd"))
    unchecked(
        pair,
        "insert into public.a select n, 300 - n from generate_series(0, 300) as n;"
        "insert into public.b select n, n from generate_series(0, 300) as n;"
        "insert into public.c select n, (n * 7) % 300 from generate_series(0, 300) as n;"
        "insert into public.d select n from generate_series(0, 300) as n",
    )
    received = pair.pull(*"dcba", page=100)
    assert counts(received) == dict.fromkeys("abcd", (301, 0, 0, 0))
    assert same(pair, *(f"public.{name}" for name in "abcd"))


CHAIN = """
create table public.links (
  id integer primary key, next_id integer references public.links, n integer
)
"""
ROWS = 10_000


def chain(pair: Pair, rows: int) -> None:
    unchecked(
        pair,
        f"insert into public.links select n, nullif(n + 1, {rows + 1}), n"
        f" from generate_series(1, {rows}) as n",
    )


def test_a_chain_against_the_order_of_its_ids(pair: Pair) -> None:
    pair.introduce(CHAIN, "public.links")
    chain(pair, ROWS)
    assert counts(pair.pull("links")) == {"links": (ROWS, 0, 0, 0)}
    assert same(pair, "public.links")


def pages_touched(pair: Pair, work: Callable[[], object]) -> int:
    """How many pages the sessions of some work read or write in the receiving database."""
    query = "select blks_hit + blks_read from pg_stat_database where datname = current_database()"
    ((before,),) = pair.run_here(query)
    work()
    deadline = time.monotonic() + PATIENCE
    others = "select count(*) from pg_stat_activity where datname = current_database()"
    while pair.run_here(others) != [(1,)] and time.monotonic() < deadline:
        pass
    ((after,),) = pair.run_here(query)
    return int(after - before)


def test_ten_times_as_many_rows_are_ten_times_the_work(pair: Pair) -> None:
    """Also to find bad rows and their descendants: what is quadratic would be a hundred times."""
    pair.introduce(CHAIN, "public.links")
    pair.run_here("alter table public.links add check (id % 500 <> 250)")
    touched = []
    for rows in (500, 5000):
        chain(pair, rows)
        touched.append(pages_touched(pair, lambda: pair.pull("links")))
        assert pair.run_here("select count(*) from public.links") == [(250,)]
        pair.run_here("delete from public.links")
        pair.run_there("delete from public.links")
    assert touched[1] < 20 * touched[0]


def test_records_with_one_key_do_not_multiply(pair: Pair) -> None:
    """As a broken site sends them: each of them with each that refers to it would be a square."""

    def step(_table: str, transfer: SyncTransfer) -> None:
        if transfer.staged_at:
            stage = f"amity_private.sync_stage_{transfer.id.hex}"
            run(pair.here, f"update {stage} set id = 1 where next_id is null")

    pair.introduce(CHAIN, "public.links")
    touched = []
    for rows in (100, 1000):
        unchecked(
            pair,
            "insert into public.links values (0, -1);"
            f" insert into public.links select n from generate_series(1, {rows}) as n;"
            f" insert into public.links select n, 1 from generate_series({rows + 1}, {2 * rows}) n",
        )
        touched.append(pages_touched(pair, partial(pair.pull, "links", step=step)))
        assert pair.run_here("select count(*) from public.links") == [(rows + 1,)]
        pair.run_here("delete from public.links")
        pair.run_there("delete from public.links")
    assert touched[1] < 20 * touched[0]


def test_a_tree_with_random_keys(pair: Pair) -> None:
    pair.introduce(
        "create table public.comments (id uuid primary key, parent_id uuid references"
        " public.comments)",
        "public.comments",
    )
    unchecked(
        pair,
        "insert into public.comments select md5(n::text)::uuid,"
        " case when n > 1 then md5((n / 2)::text)::uuid end"
        f" from generate_series(1, {ROWS}) as n",
    )
    assert counts(pair.pull("comments")) == {"comments": (ROWS, 0, 0, 0)}
    assert same(pair, "public.comments")


def test_a_bad_row_takes_its_descendants_along(pair: Pair) -> None:
    pair.introduce(CHAIN, "public.links")
    chain(pair, ROWS)
    pair.run_here(f"alter table public.links add check (n <> {ROWS - 50})")
    (received,) = pair.pull("links")
    assert counts([received]) == {"links": (50, 0, 0, ROWS - 50)}
    assert received.receipt
    first, *others = received.receipt.errors
    assert (first.key, first.sqlstate) == ([str(ROWS - 50)], "23514")
    assert len(others) == 99
    assert {each.sqlstate for each in others} == {"23503"}
    assert all('"links_next_id_fkey"' in each.message for each in others)


def test_orphans(pair: Pair) -> None:
    """Also with a parent that exists here, one that comes, and one that exists nowhere."""
    setup = """
    create table public.parents (id integer primary key);
    create table public.children (
      id integer primary key, parent_id integer references public.parents, sibling_id integer
        references public.children
    )
    """
    pair.introduce(setup, "public.parents", "public.children")
    pair.run_here("insert into public.parents values (1)")
    unchecked(
        pair,
        "insert into public.parents values (2); insert into public.children values"
        " (1, 1, 2), (2, 2, null), (3, 3, null), (4, null, 3), (5, 1, 4), (6, 1, 6), (7, 1, 77)",
    )
    received = pair.pull("parents", "children")
    assert counts(received) == {"parents": (1, 0, 0, 0), "children": (3, 0, 0, 4)}
    assert received[1].receipt
    assert [(each.key, each.message.split('"')[1]) for each in received[1].receipt.errors] == [
        (["3"], "children_parent_id_fkey"),
        (["4"], "children_sibling_id_fkey"),
        (["5"], "children_sibling_id_fkey"),
        (["7"], "children_sibling_id_fkey"),
    ]
    assert pair.run_here("select id from public.children order by id") == [(1,), (2,), (6,)]


def test_a_bad_row_in_a_circle(pair: Pair) -> None:
    pair.introduce(ONE_TO_ONE.format(""), "public.users", "public.profiles")  # type: ignore[arg-type]
    unchecked(
        pair,
        "insert into public.users select n, n from generate_series(1, 20) as n;"
        "insert into public.profiles select n, n from generate_series(1, 20) as n",
    )
    pair.run_here(
        "alter table public.profiles add check (id <> 7);"
        " create function public.no() returns trigger language plpgsql as"
        " $$ begin raise 'not %', new.id; end $$;"
        " create trigger no before insert on public.users for each row when (new.id = 9)"
        " execute function public.no()"
    )
    received = pair.pull("users", "profiles")
    assert counts(received) == {"users": (18, 0, 0, 2), "profiles": (18, 0, 0, 2)}
    errors = {
        each.table: [(error.key, error.sqlstate) for error in each.receipt.errors]
        for each in received
        if each.receipt
    }
    assert errors == {
        "public.users": [(["9"], "P0001"), (["7"], "23503")],
        "public.profiles": [(["7"], "23514"), (["9"], "23503")],
    }


def test_two_records_that_exclude_each_other(pair: Pair) -> None:
    pair.introduce("create table public.names (id integer primary key, name text)", "public.names")
    pair.run_there("insert into public.names values (1, 'a'), (2, 'b'), (3, 'a')")
    pair.run_here("alter table public.names add unique (name)")
    (received,) = pair.pull("names")
    assert counts([received]) == {"names": (2, 0, 0, 1)}
    assert received.receipt
    assert [each.key for each in received.receipt.errors] == [["3"]]


def test_a_unique_value_that_moved(pair: Pair) -> None:
    """It is free again before it is inserted anew."""
    pair.introduce(
        "create table public.names (id integer primary key, name text unique)", "public.names"
    )
    pair.run_there("insert into public.names values (1, 'new'), (2, 'old')")
    pair.run_here("insert into public.names values (1, 'old')")
    assert counts(pair.pull("names", strategy="overwrite")) == {"names": (1, 1, 0, 0)}


@pytest.mark.parametrize(("how", "updated"), [("deferrable", 3), ("", 0)])
def test_unique_values_that_changed_places(how: str, updated: int, pair: Pair) -> None:
    """An update is checked row by row, unless the constraint can wait for its end."""
    setup = f"create table public.names (id integer primary key, name text unique {how})"
    pair.introduce(setup, "public.names")  # type: ignore[arg-type]
    pair.run_there("insert into public.names values (1, 'b'), (2, 'c'), (3, 'a')")
    pair.run_here("insert into public.names values (1, 'a'), (2, 'b'), (3, 'c')")
    received = pair.pull("names", strategy="overwrite")
    assert counts(received) == {"names": (0, updated, 0, 3 - updated)}


def test_a_host_that_looks_only_at_the_end(pair: Pair) -> None:
    """What no single record is to blame for stops the table, and the next pull starts over."""
    pair.introduce("create table public.things (id integer primary key)", "public.things")
    pair.run_there("insert into public.things values (1), (2), (3)")
    pair.run_here(
        "create function public.no() returns trigger language plpgsql as"
        " $$ begin if (select count(*) = 3 from made) then raise 'too many'; end if; return null;"
        " end $$;"
        " create trigger no after insert on public.things referencing new table as made"
        " execute function public.no()"
    )
    (received,) = pair.pull("things")
    assert "too many" in str(received.problem)
    assert pair.rows(pair.here, "public.things") == []
    assert [each.status for each in pair.transfers()] == ["failed"]


def test_a_parent_that_may_not_be_read(pair: Pair) -> None:
    """Postgres checks the reference, and each record without its parent is found."""
    setup = """
    create table public.parents (id integer primary key);
    create table public.children (id integer primary key, parent_id integer not null
      references public.parents);
    """
    pair.introduce(setup, "public.children")
    unchecked(pair, "insert into public.children values (1, 1), (2, 2), (3, 1)")
    pair.run_here(
        "insert into public.parents values (1);"
        " grant select, insert, update on public.children to service_role"
    )
    plain = pair.here
    with psycopg.connect(plain) as conn:
        conn.execute("create role stage_reader login in role service_role")
    try:
        pair.here = plain.replace("postgres@", "stage_reader@")
        (received,) = pair.pull("children")
    finally:
        pair.here = plain
        pair.run_here("drop owned by stage_reader; drop role stage_reader")
    assert counts([received]) == {"children": (2, 0, 0, 1)}
    assert received.receipt
    assert [each.key for each in received.receipt.errors] == [["2"]]


def test_columns_that_are_called_as_ours_are(pair: Pair) -> None:
    pair.introduce(
        "create table public.a (place integer, key text, nth integer, constraint_name text,"
        " parent_nth integer, a integer, t integer, p integer, gone text, primary key (place, nth),"
        " foreign key (parent_nth, nth) references public.a)",
        "public.a",
    )
    unchecked(
        pair,
        "insert into public.a (place, nth, parent_nth, constraint_name) values"
        " (1, 1, 2, 'x'), (2, 1, null, 'y'), (3, 1, 9, 'z'), (4, 1, 3, 'z'), (5, 1, null, 'bad')",
    )
    pair.run_here("alter table public.a add check (constraint_name <> 'bad')")
    for strategy in ("skip", "overwrite", "merge"):
        (received,) = pair.pull("a", strategy=strategy)
        assert received.receipt
        keys = sorted(each.key for each in received.receipt.errors)
        assert keys == [["3", "1"], ["4", "1"], ["5", "1"]]
    assert pair.run_here("select place from public.a order by 1") == [(1,), (2,)]
