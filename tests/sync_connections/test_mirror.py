"""`--mirror`: what the site no longer has leaves here, after a whole pass and up to a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, LiteralString

import psycopg
import pytest
from sync_connections.pair import Pair

from amity.sync_connections.receiver import Options, mirror, receive_tables
from amity.sync_connections.receiver.errors import CannotReceiveError

if TYPE_CHECKING:
    from amity.sync_connections.receiver import TableResult

pytestmark = pytest.mark.postgres(18)  # each is a rule of this side

SHOP = """
create domain public.small as integer;
create table public.customers (id integer primary key, name text unique);
create table public.orders (
  id integer primary key, customer_id integer not null references public.customers,
  pieces public.small
);
"""


def counts(received: list[TableResult]) -> dict[str, tuple[int, ...]]:
    """Created, updated, deleted, failed."""
    assert [each.problem for each in received] == [None] * len(received)
    names = ("created", "updated", "deleted", "failed")
    return {
        each.table.removeprefix("public."): tuple(each.counts[name] for name in names)
        for each in received
    }


def same(pair: Pair, *tables: str) -> bool:
    return all(pair.rows(pair.here, each) == pair.rows(pair.there, each) for each in tables)


BILLS = "create table public.bills (id integer references public.orders {})"


@pytest.fixture
def shop(pair: Pair) -> Pair:
    pair.introduce(SHOP, "public.customers", "public.orders")
    pair.run_there(
        "insert into public.customers select n, 'c' || n from generate_series(1, 9) as n;"
        " insert into public.orders select n, n % 9 + 1 from generate_series(1, 20) as n"
    )
    pair.pull("customers", "orders")
    return pair


def mirrored(pair: Pair, *tables: str, **how: Any) -> list[TableResult]:
    return pair.pull(*tables, strategy="overwrite", mirror=True, **how)


def test_what_left_there_leaves_here(shop: Pair) -> None:
    """Parents with their children, and a value that a new row has now."""
    shop.run_there(
        "delete from public.orders where customer_id = 3;"
        " delete from public.customers where id = 3;"
        " update public.orders set customer_id = 5 where customer_id = 4;"
        " delete from public.customers where id = 4; insert into public.customers values (30, 'c3')"
    )
    assert counts(mirrored(shop, "orders", "customers")) == {
        "customers": (1, 0, 2, 0),
        "orders": (0, 2, 3, 0),
    }
    assert same(shop, "public.customers", "public.orders")
    assert counts(mirrored(shop, "orders", "customers", page=7)) == {
        "customers": (0, 0, 0, 0),
        "orders": (0, 0, 0, 0),
    }


def test_without_it_everything_stays(shop: Pair) -> None:
    shop.run_there("delete from public.orders")
    assert counts(shop.pull("orders", strategy="overwrite")) == {"orders": (0, 0, 0, 0)}
    assert shop.run_here("select count(*) from public.orders") == [(20,)]


def test_more_than_the_limit(shop: Pair) -> None:
    """Nothing is written, and with a higher limit nothing is pulled again."""
    shop.run_there(
        "delete from public.orders where id > 15; insert into public.orders values (0, 1)"
    )
    (received,) = mirrored(shop, "orders", delete_limit=4)
    assert isinstance(received.problem, CannotReceiveError)
    assert "has 5 rows that the site no longer has: more than 4" in str(received.problem)
    assert shop.run_here("select count(*) from public.orders") == [(20,)]
    pages = shop.sender.row().downloads_used
    assert counts(mirrored(shop, "orders", delete_limit=5)) == {"orders": (1, 0, 5, 0)}
    assert shop.sender.row().downloads_used == pages


@pytest.mark.parametrize(("rows", "refused"), [(1000, False), (1001, True)])
def test_the_limit_by_default(rows: int, refused: bool, shop: Pair) -> None:
    shop.run_here(
        "insert into public.orders select n, 1 from generate_series(1001, 1000 + %s) as n", rows
    )
    (received,) = mirrored(shop, "orders")
    assert bool(received.problem) is refused


def test_of_a_large_table_a_hundredth(shop: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirror, "_FEW", 1)
    shop.run_there("insert into public.orders select n, 1 from generate_series(1001, 1400) as n")
    shop.run_here("insert into public.orders select n, 1 from generate_series(1001, 1405) as n")
    (received,) = mirrored(shop, "orders")
    assert "more than 4 are not" in str(received.problem)
    shop.run_here("delete from public.orders where id = 1405")
    assert counts(mirrored(shop, "orders")) == {"orders": (0, 0, 4, 0)}


@pytest.mark.parametrize(
    "rule",
    [
        # in the table, and in the stage as well
        "alter table public.orders add check (id <> 20) not valid",
        "alter domain public.small add check (value < 7)",
    ],
)
def test_a_record_that_does_not_fit_keeps_all_that_is_here(rule: LiteralString, shop: Pair) -> None:
    shop.run_there(
        "delete from public.orders where id = 2; insert into public.orders values (21, 1);"
        " update public.orders set pieces = 7 where id = 20"
    )
    shop.run_here(rule)
    assert counts(mirrored(shop, "customers", "orders")) == {
        "customers": (0, 0, 0, 0),
        "orders": (1, 0, 0, 1),
    }
    assert shop.run_here("select id from public.orders where id in (2, 20) order by 1") == [
        (2,),
        (20,),
    ]


def test_a_row_whose_parent_left_meanwhile_keeps_all_that_is_here(shop: Pair) -> None:
    """Over HTTP two tables are of two moments: the parent is here, and not in what was sent."""

    def step(table: str, _transfer: Any) -> None:
        if table == "public.customers":
            shop.run_there(
                "insert into public.customers values (10); insert into public.orders"
                " values (50, 10)"
            )

    shop.run_here("insert into public.customers values (10)")
    with shop.over("http") as (url, secrets), shop.source(url, secrets) as source:
        received = mirrored(shop, "customers", "orders", step=step, source=source)
    assert counts(received) == {"customers": (0, 0, 0, 0), "orders": (1, 0, 0, 0)}
    assert shop.run_here("select customer_id from public.orders where id = 50") == [(10,)]


@pytest.mark.parametrize(
    ("setup", "tables", "strategy", "said"),
    [
        ("", ("orders",), "append", "always inserted"),
        ("alter table public.orders drop constraint orders_pkey", ("orders",), "skip", "inserted"),
        (BILLS.format("on delete cascade"), ("orders",), "overwrite", "write to public.bills"),
        (BILLS.format("on delete set null"), ("orders", "bills"), "skip", "write to public.bills"),
    ],
)
def test_what_cannot_be_mirrored(
    setup: str, tables: tuple[str, ...], strategy: str, said: str, shop: Pair
) -> None:
    shop.run_here(setup or "select")  # type: ignore[arg-type]
    refused = shop.pull(*tables, strategy=strategy, mirror=True)[0]
    assert isinstance(refused.problem, CannotReceiveError)
    assert said in str(refused.problem)
    assert [each.table_name for each in shop.transfers()].count(refused.table) == 1


def test_a_table_elsewhere_that_refers_to_what_left(shop: Pair) -> None:
    """Postgres says which one, and nothing is written."""
    shop.run_here(f"{BILLS.format('')}; insert into public.bills values (1)")  # type: ignore[arg-type]
    shop.run_there(
        "delete from public.orders where id = 1; insert into public.orders values (0, 1)"
    )
    (received,) = mirrored(shop, "orders")
    assert '"bills_id_fkey"' in str(received.problem)
    assert shop.run_here("select min(id) from public.orders") == [(1,)]


def test_a_table_that_did_not_arrive_keeps_its_relatives(shop: Pair) -> None:
    shop.run_there(
        "delete from public.orders; delete from public.customers;"
        " select amity.withdraw_table('public.orders')"
    )
    with psycopg.connect(shop.here, autocommit=True) as conn, shop.source() as source:
        names = ["public.customers", "public.orders"]
        options = Options("overwrite", mirror=True)
        customers, orders = receive_tables(conn, source, shop.site, names, options)
    assert orders.problem
    assert counts([customers]) == {"customers": (0, 0, 0, 0)}
    assert shop.run_here("select count(*) from public.customers") == [(9,)]
