"""A table arrives as it was, over Postgres and over HTTP, each strategy doing what it says."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sync_connections.pair import Pair
from sync_connections.rest import jwt
from sync_connections.test_types import TABLE, UPSIDE_DOWN, VALUES, fill

from amity import sync_connections
from amity.sync_connections.receiver import Secrets, receive_tables
from amity.sync_connections.receiver.errors import CannotReceiveError, SiteRefusedError

# psycopg itself reads moments in the style ISO only
SESSION = UPSIDE_DOWN.replace("datestyle=German", "datestyle=ISO,DMY")

# Every type, and as many rows as there are pages worth speaking of.
MANY = """
insert into public.every (tenant, small, whole, exact, scaled, single, twice, yes, bytes, letters,
  fixed, day, instant, span, tree, bits, address, feeling, feelings, both_sides, more, texts,
  numbers, instants, trees, numbers_between, dot)
select gen_random_uuid(), n %% 32767, n, n * 1.000000000000000000001, n %% 99999 / 7.0, n / 3.0,
  n / 3.0::float8, n %% 2 = 0, decode(md5(n::text), 'hex'), 'é' || md5(n::text), n %% 99999,
  date '1900-01-01' + n, timestamptz '2000-01-01 00:00:00.000001+00' + n * interval '1 hour 1 us',
  n * interval '1 mon 1 s', jsonb_build_object('n', n, 'x', array[n, null]), (n %% 8)::bit(3),
  '10.0.0.0'::inet + n, (enum_range(null::public.mood))[n %% 3 + 1], enum_range(null::public.mood),
  row(n, 'a"b')::public.pair, n + 0.5, array['a', null, n::text], array[n, 1e40],
  array['epoch'::timestamptz], array['{"a": 1}'::jsonb], int4range(n, n + 5), point(n, -n)
from generate_series(1, %s) as n
"""


def differences(pair: Pair, table: str = "public.every") -> tuple[int, int]:
    """How many rows only the one has, and only the other: `except` both ways."""
    with psycopg.connect(pair.here) as here, psycopg.connect(pair.there) as there:
        for conn in (here, there):
            conn.execute("set timezone = 'UTC'; set lc_monetary = 'C'")
        name = sql.Identifier(*table.split("."))
        here.execute("create temporary table sent (row text)")
        out = sql.SQL("copy (select t::text from {} as t) to stdout").format(name)
        with (
            there.cursor().copy(out) as leaving,
            here.cursor().copy("copy sent from stdin") as arriving,
        ):
            for data in leaving:
                arriving.write(data)
        query = sql.SQL(
            "select (select count(*) from (select row from sent except all"
            " select t::text from {0} as t) as a), (select count(*) from"
            " (select t::text from {0} as t except all select row from sent) as b)"
        ).format(name)
        row = here.execute(query).fetchone()
        assert row
        return row[0], row[1]


@pytest.mark.parametrize(
    ("rows", "page"),
    [
        # from 15 to 18; and the other way round it is the same, with fewer of them
        pytest.param(100_000, 3_000, marks=[pytest.mark.postgres(18), pytest.mark.deep]),
        pytest.param(5_000, 1_000, marks=pytest.mark.postgres(15)),
    ],
)
def test_many_rows_of_every_type(rows: int, page: int, pair: Pair) -> None:
    pair.introduce(TABLE, "public.every")
    fill(pair.there)
    pair.run_there(MANY, rows)
    steps: list[int] = []
    transfer = pair.pulled(
        "every", page=page, step=lambda _, now: steps.append(now.records_transferred)
    )
    held = rows + 200 + sum(map(len, VALUES.values()))
    assert (transfer.status, transfer.records_created, transfer.records_failed) == (
        "completed",
        held,
        0,
    )
    assert steps == [*range(page, held, page), held]
    assert differences(pair) == (0, 0)
    # and the table goes on counting where the other one stood
    ((top, next_),) = pair.run_here(
        "select max(id), nextval(pg_get_serial_sequence('public.every', 'id')) from public.every"
    )
    assert next_ == top + 1


@pytest.mark.parametrize("who", ["jwt", "anonymous"])
def test_over_http(who: str, pair: Pair) -> None:
    pair.introduce(TABLE, "public.every")
    fill(pair.there)
    with pair.rest() as rest:
        pair.site = pair.connect(f"{rest.url}/", "over http")
        if who == "anonymous":
            pair.run_there("grant amity_receiver to anon; grant usage on schema amity to anon")
        login = jwt(role="amity_receiver") if who == "jwt" else None
        secrets = Secrets(pair.sender.token, login=login, apikey="gateway")
        try:
            with pair.source(secrets=secrets) as source:
                assert [each.table for each in source.tables().tables] == ["public.every"]
                transfer = pair.pulled("every", source=source, page=100)
        finally:
            pair.run_there("revoke amity_receiver from anon")
    assert transfer.status == "completed"
    assert differences(pair) == (0, 0)
    name, headers, _ = rest.asked[-1]
    assert name == "sync_pull"
    assert pair.sender.token not in str(rest.asked)
    assert headers["apikey"] == "gateway"
    assert headers["host"] == rest.url.removeprefix("http://")
    assert not any(pair.sender.token in value for value in headers.values())


@pytest.mark.parametrize(
    ("token", "status", "slug"),
    [("wrong", 401, "sync_invalid_token"), (None, 403, "sync_table_not_allowed")],
)
def test_a_refusal_over_http_has_its_status(
    token: str | None, status: int, slug: str, pair: Pair
) -> None:
    pair.introduce(TABLE, "public.every")
    secrets = Secrets(token or pair.sender.token, login=jwt(role="amity_receiver"))
    with pair.rest() as rest:
        pair.site = pair.connect(rest.url, "over http")
        with pair.source(secrets=secrets) as source, pytest.raises(SiteRefusedError) as refused:
            source.request("amity.people")
    assert (rest.statuses, refused.value.slug) == ([200, status], slug)


def test_whatever_our_own_session_says(pair: Pair) -> None:
    pair.introduce(TABLE, "public.every")
    fill(pair.there)
    plain, pair.here = pair.here, make_conninfo(pair.here, options=SESSION)
    transfer = pair.pulled('"public"."every"', page=150, strategy="overwrite")
    pair.here = plain
    assert (transfer.records_failed, transfer.table_name) == (0, "public.every")
    assert differences(pair) == (0, 0)


# --- strategies, row by row ---

ITEMS = """
create table public.items (
  id integer primary key, name text, stock integer, note text default 'none',
  total integer generated always as (stock * 2) stored
)
"""
THERE = """
insert into public.items values (1, 'new', null, 'x'), (2, null, 22, null), (3, 'three', 3, 'none')
"""
HERE = """
insert into public.items values
  (1, 'old', 11, 'mine'), (2, 'two', 2, 'ours'), (9, 'nine', 9, 'none')
"""
LATER = {
    "skip": [(1, "old", 11, "mine"), (2, "two", 2, "ours"), (3, "three", 3, "none")],
    "overwrite": [(1, "new", None, "x"), (2, None, 22, None), (3, "three", 3, "none")],
    "merge": [(1, "new", 11, "x"), (2, "two", 22, "ours"), (3, "three", 3, "none")],
}
COUNTS = {"skip": (1, 0, 2), "overwrite": (1, 2, 0), "merge": (1, 2, 0), "append": (3, 0, 0)}


def counts(transfer: Any) -> tuple[int, int, int]:
    return transfer.records_created, transfer.records_updated, transfer.records_skipped


@pytest.mark.parametrize("strategy", ["skip", "overwrite", "merge"])
def test_a_strategy(strategy: str, pair: Pair) -> None:
    pair.introduce(ITEMS, "public.items")
    pair.run_there(THERE)
    for page in (1, 2, 100):
        pair.run_here("truncate public.items")
        pair.run_here(HERE)
        transfer = pair.pulled("items", strategy=strategy, page=page)
        assert pair.run_here("select id, name, stock, note from public.items order by id") == [
            *LATER[strategy],
            (9, "nine", 9, "none"),
        ]
        assert counts(transfer) == COUNTS[strategy]
        assert transfer.records_transferred == 3
        # once more changes nothing, and says so
        again = pair.pulled("items", strategy=strategy, page=page)
        assert counts(again) == (0, 0, 3)
        assert pair.run_here("select total from public.items where id = 3") == [(6,)]


def test_append_leaves_the_key_to_the_table(pair: Pair) -> None:
    pair.introduce(
        "create table public.events (id bigint generated always as identity primary key,"
        " what text)",
        "public.events",
    )
    pair.run_there("insert into public.events (what) values ('a'), ('b')")
    pair.run_here("insert into public.events (what) values ('mine')")
    assert counts(pair.pulled("events", strategy="append")) == (2, 0, 0)
    assert pair.run_here("select * from public.events order by id") == [
        (1, "mine"),
        (2, "a"),
        (3, "b"),
    ]


def test_append_brings_the_other_numbers_along(pair: Pair) -> None:
    pair.introduce(
        "create table public.events (id bigint generated always as identity primary key,"
        " nth serial unique)",
        "public.events",
    )
    pair.run_there("insert into public.events (nth) values (5), (7)")
    assert counts(pair.pulled("events", strategy="append")) == (2, 0, 0)
    assert pair.run_here("insert into public.events default values returning id, nth") == [(3, 8)]


def test_append_where_the_table_gives_no_key(pair: Pair) -> None:
    pair.introduce(ITEMS, "public.items")
    pair.run_there(THERE)
    with pytest.raises(CannotReceiveError, match="needs a value for id") as refused:
        pair.pulled("items", strategy="append")
    assert "use skip" in refused.value.hint
    assert pair.transfers() == []


def test_without_a_key_here_everything_is_inserted_once(pair: Pair) -> None:
    pair.introduce(ITEMS, "public.items")
    pair.run_there(THERE)
    pair.run_here("alter table public.items drop constraint items_pkey")
    for created in (3, 0):
        assert counts(pair.pulled("items", strategy="overwrite")) == (created, 0, 0)
    assert len(pair.rows(pair.here, "public.items")) == 3


def test_the_connection_has_a_strategy_of_its_own(pair: Pair) -> None:
    pair.introduce(ITEMS, "public.items")
    pair.run_there(THERE)
    pair.run_here(HERE)
    pair.run_here("update amity.sync_connections set default_conflict_strategy = 'merge'")
    with psycopg.connect(pair.here) as conn:
        found = sync_connections.find(pair.site.id).on(conn)
    assert found
    pair.site = found
    assert pair.pulled("items").conflict_strategy == "merge"
    assert pair.run_here("select name from public.items order by id") == [
        ("new",),
        ("two",),
        ("three",),
        ("nine",),
    ]


def test_what_is_there_is_left_alone_even_if_what_comes_would_not_fit(pair: Pair) -> None:
    """What is skipped or merged is never proposed as a new row, which a check would refuse."""
    pair.introduce(ITEMS, "public.items")
    pair.run_there(THERE)
    pair.run_here(HERE)
    pair.run_here("alter table public.items alter name set not null, add check (name <> 'new')")
    assert counts(pair.pulled("items", strategy="skip")) == (1, 0, 2)
    merged = pair.pulled("items", strategy="merge")
    assert (merged.records_failed, merged.records_updated, merged.records_skipped) == (1, 1, 1)


def test_keys_of_several_columns_in_another_order(pair: Pair) -> None:
    pair.introduce(
        "create table public.parts (b text, a integer, n integer, primary key (a, b));"
        " insert into public.parts values ('x', 1, 1), ('y', 1, 2), ('x', 2, 3)",
        "public.parts",
    )
    pair.run_there("update public.parts set n = n * 10")
    assert counts(pair.pulled("parts", strategy="overwrite", page=1)) == (0, 3, 0)
    assert pair.rows(pair.here, "public.parts") == ["(x,1,10)", "(x,2,30)", "(y,1,20)"]


def test_a_key_whose_operators_live_elsewhere(pair: Pair) -> None:
    """Rows are the same if the index says so: not as text, and whatever the path finds."""
    setup = """
    create schema apart;
    create extension citext schema apart;
    create table public.words (word apart.citext primary key, n integer);
    """
    pair.introduce(setup, "public.words")
    pair.run_there("insert into public.words values ('Apple', 1), ('pear', 2)")
    pair.run_here("insert into public.words values ('aPPLE', 9)")
    assert counts(pair.pulled("words", strategy="merge")) == (1, 1, 0)
    assert pair.rows(pair.here, "public.words") == ["(aPPLE,1)", "(pear,2)"]


def test_a_key_that_is_looked_at_only_at_the_end(pair: Pair) -> None:
    pair.introduce(
        "create table public.late (id integer, n integer, primary key (id) deferrable)",
        "public.late",
    )
    pair.run_there("insert into public.late values (1, 1), (2, 2)")
    pair.run_here("insert into public.late values (2, 9)")
    assert counts(pair.pulled("late", strategy="overwrite")) == (1, 1, 0)
    assert pair.rows(pair.here, "public.late") == ["(1,1)", "(2,2)"]


def test_a_table_of_nothing_but_its_key(pair: Pair) -> None:
    pair.introduce("create table public.tags (tag text primary key)", "public.tags")
    pair.run_there("insert into public.tags values ('a'), ('b')")
    for strategy in ("skip", "overwrite", "merge"):
        pair.run_here("delete from public.tags; insert into public.tags values ('a')")
        assert counts(pair.pulled("tags", strategy=strategy)) == (1, 0, 1)
    with pytest.raises(CannotReceiveError):
        pair.pulled("tags", strategy="append")


def test_a_child_that_inherits_is_left_alone(pair: Pair) -> None:
    pair.introduce(ITEMS, "public.items")
    pair.run_there(THERE)
    pair.run_here("create table public.child () inherits (public.items)")
    pair.run_here("insert into public.child values (1, 'child', 1, 'x')")
    assert counts(pair.pulled("items", strategy="overwrite")) == (3, 0, 0)
    assert pair.run_here("select name from only public.items where id = 1") == [("new",)]
    assert pair.run_here("select name from public.child") == [("child",)]


def test_an_identity_that_is_no_key(pair: Pair) -> None:
    """It comes along with what is new, and what is there keeps its own."""
    pair.introduce(
        "create table public.notes (id integer primary key, n integer,"
        " nth integer generated always as identity)",
        "public.notes",
    )
    pair.run_there(
        "insert into public.notes overriding system value values (1, 1, 100), (2, 2, 200)"
    )
    pair.run_here("insert into public.notes values (1, 9)")
    assert counts(pair.pulled("notes", strategy="overwrite")) == (1, 1, 0)
    assert pair.run_here("select * from public.notes order by id") == [(1, 1, 1), (2, 2, 200)]
    assert pair.run_here("insert into public.notes values (3, 3) returning nth") == [(201,)]


def test_an_empty_table(pair: Pair) -> None:
    pair.introduce(ITEMS, "public.items")
    transfer = pair.pulled("items")
    assert (transfer.status, transfer.records_transferred, transfer.reached) == (
        *("completed", 0),
        None,
    )


def test_a_partitioned_table_and_names_that_bite(pair: Pair) -> None:
    setup = """
    create schema "O'Brien; drop";
    create table "O'Brien; drop"."t""; --" (
      "id % {} $1" integer, "select" text, primary key ("id % {} $1")
    ) partition by range ("id % {} $1");
    create table "O'Brien; drop"."first" partition of "O'Brien; drop"."t""; --"
      for values from (0) to (5);
    create table "O'Brien; drop"."rest" partition of "O'Brien; drop"."t""; --" default;
    """
    name = '"O\'Brien; drop"."t""; --"'
    pair.introduce(setup, name)  # type: ignore[arg-type]
    pair.run_there(
        f"insert into {name} select n, '''; drop table x; --' from generate_series(1, 9) as n"  # type: ignore[arg-type]
    )
    assert counts(pair.pulled(name, strategy="merge", page=4)) == (9, 0, 0)
    assert counts(pair.pulled(name, strategy="overwrite", page=4)) == (0, 0, 9)
    assert pair.run_here(f"select count(*) from {name}") == [(9,)]  # type: ignore[arg-type]


def test_no_other_transaction_is_committed(pair: Pair) -> None:
    pair.introduce(ITEMS, "public.items")
    with psycopg.connect(pair.here) as conn, pair.source() as source:
        (received,) = receive_tables(conn, source, pair.site, ["public.items"])
        assert isinstance(received.problem, CannotReceiveError)
        assert "autocommit" in received.problem.hint
