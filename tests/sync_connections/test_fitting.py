"""Tables that differ, rows that do not fit, tables that refer to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sync_connections.pair import Pair

from amity import sync_connections
from amity.sync_connections.receiver.errors import CannotReceiveError
from amity.sync_connections.receiver.local_table import Column, accepts
from amity.sync_connections.receiver.references import parents_first

if TYPE_CHECKING:
    from amity.sync_connections.receiver import TableResult

pytestmark = pytest.mark.postgres(18)  # the older one receives in test_receiving

TABLE = "create table public.things (id integer primary key, name varchar(20), n numeric(8, 2))"

ANOTHER_KEY = """
alter table public.things drop constraint things_pkey, add extra integer default 1 primary key
"""


@pytest.fixture
def things(pair: Pair) -> Pair:
    pair.introduce(TABLE, "public.things")
    pair.run_there("insert into public.things values (1, 'one', 1.25), (2, 'two', 2.5)")
    return pair


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("alter table public.things drop column name", "no local column name"),
        ("alter table public.things rename name to title", "no local column name"),
        ("alter table public.things alter name type varchar(10)", "is character varying(10) here"),
        ("alter table public.things alter n type numeric(8, 1)", "is numeric(8,1) here"),
        ("alter table public.things alter n type double precision using 1", "double precision"),
        (
            "alter table public.things alter id type smallint",
            "is smallint here and integer at the site",
        ),
        ("alter table public.things alter name type text[] using null", "is text[] here"),
        ("alter table public.things add extra integer not null", "needs a value for extra"),
        ("drop table public.things", "There is no local table public.things"),
        (
            ANOTHER_KEY,
            "key of public.things is not among the columns",
        ),
    ],
)
def test_a_table_that_cannot_take_it(change: str, said: str, things: Pair) -> None:
    things.run_here(change)  # type: ignore[arg-type]
    with pytest.raises(CannotReceiveError) as refused:
        things.pulled("things")
    assert said in str(refused.value)
    assert refused.value.hint
    assert things.transfers() == []


@pytest.mark.parametrize(
    "change",
    [
        "alter table public.things alter name type text",
        "alter table public.things alter name type varchar",
        "alter table public.things alter n type numeric",
        "alter table public.things alter id type bigint",
        "alter table public.things add extra integer",
        "alter table public.things add extra integer not null default 7",
        "alter table public.things add extra integer generated always as (id * 2) stored",
        "alter table public.things add extra bigint generated always as identity",
        "alter table public.things drop column n, add n numeric(8, 2)",
    ],
)
def test_a_table_that_can(change: str, things: Pair) -> None:
    things.run_here(change)  # type: ignore[arg-type]
    assert things.pulled("things").records_created == 2
    query = "select id::integer, name::text, n::text from public.things order by id"
    assert things.run_here(query) == [(1, "one", "1.25"), (2, "two", "2.50")]


def test_a_column_computed_on_one_side_only(things: Pair) -> None:
    things.run_there(
        "alter table public.things add twice integer generated always as (id * 2) stored"
    )
    things.run_here("alter table public.things add twice integer")
    things.pulled("things")
    assert things.run_here("select twice from public.things order by id") == [(2,), (4,)]
    things.run_here(
        "truncate public.things; alter table public.things drop column twice,"
        " add twice integer generated always as (id * 3) stored"
    )
    things.run_there("alter table public.things alter twice drop expression")
    things.pulled("things")
    assert things.run_here("select twice from public.things order by id") == [(3,), (6,)]


def test_a_type_of_another_schema(pair: Pair) -> None:
    """An enum is the one of its schema: another of that name is another."""
    pair.introduce(
        "create type public.mood as enum ('sad', 'happy');"
        " create table public.moods (id integer primary key, mood public.mood)",
        "public.moods",
    )
    pair.run_there("insert into public.moods values (1, 'sad'), (2, 'happy')")
    pair.run_here(
        "create schema other; create type other.mood as enum ('sad', 'happy');"
        " alter table public.moods alter mood type other.mood using null"
    )
    with pytest.raises(
        CannotReceiveError, match=r"is other\.mood here and public\.mood at the site"
    ):
        pair.pulled("moods")


def test_an_enum_without_one_of_its_labels(pair: Pair) -> None:
    pair.introduce(
        "create type public.mood as enum ('sad', 'happy');"
        " create table public.moods (id integer primary key, mood public.mood)",
        "public.moods",
    )
    pair.run_there(
        "alter type public.mood add value 'proud'; commit;"
        " insert into public.moods values (1, 'sad'), (2, 'proud'), (3, 'happy')"
    )
    (received,) = pair.pull("moods")
    assert received.receipt
    assert received.receipt.transfer.records_created == 2
    (error,) = received.receipt.errors
    assert (error.key, error.message) == (
        ["2"],
        'invalid input value for enum mood: "proud"',
    )


def test_the_columns_change_on_the_way(things: Pair) -> None:
    def step(_table: str, transfer: Any) -> None:
        if transfer.records_transferred == 1:
            things.run_there("alter table public.things add more text default 'x'")

    with things.over("http") as (url, secrets), things.source(url, secrets) as source:
        (received,) = things.pull("things", page=1, step=step, source=source)
    assert "no local column more" in str(received.problem)
    things.run_here("alter table public.things add more text")
    assert things.pulled("things").records_created == 2
    # the first page would lack the new column, so it started over
    assert things.rows(things.here, "public.things") == ["(1,one,1.25,x)", "(2,two,2.50,x)"]
    assert [each.status for each in things.transfers()] == ["completed", "cancelled"]


BASES = {
    "character varying(5)": "character varying",
    "numeric(4,2)": "numeric",
    "timestamp(3) with time zone": "timestamp with time zone",
}


@pytest.mark.parametrize(
    ("here", "there", "fits"),
    [
        *(
            ("integer", "integer", True),
            ("bigint", "smallint", True),
            ("smallint", "bigint", False),
        ),
        *(("numeric", "bigint", True), ("integer", "numeric", False), ("real", "integer", False)),
        *(("numeric", "numeric(4,2)", True), ("numeric(4,2)", "numeric", False)),
        *(("numeric(4,2)", "numeric(4,2)", True), ("numeric(4,2)", "integer", False)),
        *(("text", "character varying(5)", True), ("character varying", "text", True)),
        *(("character varying(5)", "text", False), ("text", "character(5)", False)),
        *(("text", "json", False), ("jsonb", "json", False), ("text[]", "text", False)),
        ("timestamp with time zone", "timestamp(3) with time zone", True),
        ("timestamp(3) with time zone", "timestamp with time zone", False),
        ("timestamp with time zone", "timestamp without time zone", False),
    ],
)
def test_which_types_fit(here: str, there: str, fits: bool) -> None:
    column = Column("x", here, BASES.get(here, here), False, False, "", False, None, "pg_catalog")
    assert accepts(column, there) is fits


# --- rows that do not fit ---


def test_rows_that_do_not_fit(pair: Pair) -> None:
    """Whatever a row is to blame for is told, and the rest of its page goes in."""
    pair.introduce(
        "create table public.things (id integer primary key, n integer)", "public.things"
    )
    pair.run_there("insert into public.things select n, n from generate_series(1, 200) as n")
    pair.run_here(
        """
        alter table public.things add check (n <> 50), add unique (n);
        insert into public.things values (-1, 77);
        create function public.no() returns trigger language plpgsql as
        $$ begin raise exception 'not %', new.n using hint = 'ever'; end $$;
        create trigger no before insert on public.things for each row when (new.n = 99)
        execute function public.no();
        create function public.never() returns trigger language plpgsql as
        $$ begin return null; end $$;
        create trigger never before insert on public.things for each row when (new.n = 120)
        execute function public.never();
        """
    )
    (received,) = pair.pull("things", page=64)
    assert received.problem is None
    assert received.receipt
    transfer = received.receipt.transfer
    assert [(error.key, error.sqlstate) for error in received.receipt.errors] == [
        (["50"], "23514"),
        (["77"], "23505"),
        (["99"], "P0001"),
    ]
    assert received.receipt.errors[2].message == "not 99"
    assert (transfer.records_created, transfer.records_failed, transfer.records_skipped) == (
        *(196, 3),
        1,
    )
    assert pair.run_here("select count(*) from public.things") == [(197,)]


def test_of_many_errors_a_hundred_are_kept(pair: Pair) -> None:
    pair.introduce("create table public.things (id integer primary key)", "public.things")
    pair.run_there("insert into public.things select n from generate_series(1, 150) as n")
    pair.run_here("alter table public.things add check (id < 0)")
    (received,) = pair.pull("things", page=60)
    assert received.receipt
    assert len(received.receipt.errors) == 100
    assert received.receipt.transfer.records_failed == 150


def test_a_table_that_is_not_ours_to_write(pair: Pair) -> None:
    """What no row is to blame for stops it: nothing is written, and it can continue."""
    pair.introduce("create table public.things (id integer primary key)", "public.things")
    pair.run_there("insert into public.things values (1)")
    pair.run_here(
        "create function public.no() returns trigger language plpgsql as"
        " $$ begin raise insufficient_privilege; end $$;"
        " create trigger no before insert on public.things execute function public.no()"
    )
    (received,) = pair.pull("things")
    assert isinstance(received.problem, CannotReceiveError)
    assert "insufficient_privilege" in str(received.problem)
    assert pair.rows(pair.here, "public.things") == []
    pair.run_here("drop trigger no on public.things")
    assert pair.pulled("things").records_created == 1
    assert len(pair.transfers()) == 1


# --- tables that refer to each other ---

FAMILY = """
create table public.c_parents (id integer primary key);
create table public.b_children (
  id integer primary key, parent_id integer references public.c_parents
);
create table public.a_toys (
  id integer primary key, child_id integer references public.b_children {}
);
"""
PEOPLE = """
create table public.people (
  id integer primary key, boss_id integer references public.people, home_id integer
);
create table public.homes (id integer primary key, owner_id integer references public.people);
alter table public.people add foreign key (home_id) references public.homes;
"""


def statuses(received: list[TableResult]) -> list[tuple[str, int]]:
    assert all(each.problem is None for each in received)
    return [(each.table, each.receipt.transfer.records_failed) for each in received if each.receipt]


@pytest.mark.parametrize("deferred", ["", "deferrable initially deferred"])
def test_parents_come_first(deferred: str, pair: Pair) -> None:
    names = ("public.a_toys", "public.b_children", "public.c_parents")
    pair.introduce(FAMILY.format(deferred), *names)  # type: ignore[arg-type]
    pair.run_there(
        "insert into public.c_parents select generate_series(1, 9);"
        " insert into public.b_children select n, n from generate_series(1, 9) as n;"
        " insert into public.a_toys select n, n from generate_series(1, 9) as n"
    )
    received = pair.pull(*names, page=4)
    assert statuses(received) == [(name, 0) for name in reversed(names)]


def test_a_row_without_its_parent_is_told(pair: Pair) -> None:
    """Also where the host would look only at the end: there it would take the page with it."""
    pair.introduce(FAMILY.format("deferrable initially deferred"), "public.a_toys")  # type: ignore[arg-type]
    pair.run_there(
        "insert into public.b_children values (1), (2); insert into public.a_toys values (1, 1),"
        " (2, null), (3, 2)"
    )
    (received,) = pair.pull("a_toys")
    assert received.receipt
    assert [error.key for error in received.receipt.errors] == [["1"], ["3"]]
    assert list(received.counts.items()) == [
        *(("created", 1), ("updated", 0), ("skipped", 0), ("deleted", 0), ("failed", 2))
    ]


@pytest.mark.parametrize("strategy", ["skip", "overwrite", "merge"])
def test_a_circle_arrives_at_once(strategy: str, pair: Pair) -> None:
    """Rows whose parents come later, in another table or further down in their own."""
    pair.introduce(PEOPLE, "public.people", "public.homes")
    pair.run_there(
        "set session_replication_role = replica;"
        " insert into public.people values (1, 3, 1), (2, null, null), (3, 2, null), (4, 1, null);"
        " insert into public.homes values (1, 2)"
    )
    received = pair.pull("people", "homes", strategy=strategy, page=1)
    assert sorted(statuses(received)) == [("public.homes", 0), ("public.people", 0)]
    assert sorted((each.table, *each.counts.values()) for each in received) == [
        ("public.homes", 1, 0, 0, 0, 0),
        ("public.people", 4, 0, 0, 0, 0),
    ]
    assert pair.rows(pair.here, "public.people") == ["(1,3,1)", "(2,,)", "(3,2,)", "(4,1,)"]


def test_what_never_fits_is_tried_no_more(pair: Pair) -> None:
    pair.introduce(PEOPLE, "public.people")
    pair.run_there(
        "set session_replication_role = replica; insert into public.people values (1, 99)"
    )
    (received,) = pair.pull("people")
    assert received.receipt
    assert received.receipt.transfer.records_failed == 1
    assert len(pair.transfers()) == 1


def test_append_is_never_gone_through_again(pair: Pair) -> None:
    setup = """
    create table public.notes (
      id integer generated always as identity primary key, about integer references public.notes
    )
    """
    pair.introduce(setup, "public.notes")
    pair.run_there(
        "set session_replication_role = replica;"
        " insert into public.notes (about) values (99), (null)"
    )
    pair.pull("notes", strategy="append")
    assert len(pair.transfers()) == 1
    assert pair.run_here("select count(*) from public.notes") == [(1,)]


def test_any_circle_has_an_order(pair: Pair) -> None:
    pair.run_here(
        "create table public.a (id integer primary key);"
        " create table public.b (id integer primary key references public.a);"
        " create table public.c (id integer primary key references public.b);"
        " alter table public.a add foreign key (id) references public.c;"
        " create table public.d (id integer primary key references public.a)"
    )
    with psycopg.connect(pair.here) as conn:
        names = [f"public.{name}" for name in "dcba"]
        order = parents_first(conn, names)
    assert sorted(order) == sorted(names)
    assert order.index("public.d") > order.index("public.a")


# --- what this side takes ---


def test_this_side_has_lists_as_well(things: Pair) -> None:
    things.run_here("update amity.sync_connections set excluded_tables = '{things}'")
    with psycopg.connect(things.here) as conn:
        found = sync_connections.find(things.site.id).on(conn)
    assert found
    things.site = found
    with pytest.raises(CannotReceiveError, match=r"may not write public\.things here"):
        things.pull("things")
