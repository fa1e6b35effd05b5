"""A site that lies in what it sends: values are values, and names only compared with ours."""

from __future__ import annotations

import re

import pytest
from sync_connections.lying import COLUMNS, PAGE, always, lying, page, records, told
from sync_connections.pair import Pair

from amity.sync_connections.receiver import Secrets

pytestmark = pytest.mark.postgres(18)  # nothing here is the server's


def test_sql_in_every_text(alone: Pair) -> None:
    evil = [
        "'; drop table public.things; --",
        '"; select 1; --',
        "\\.",
        "\\N",
        "\t\n\r\\",
        "%s %(x)s",
    ]
    rows = [[str(n), text] for n, text in enumerate([*evil, "{}", "$1", "é😀\u202e", "NULL", ""])]
    received = told(alone, always(records(*rows)))
    assert received.problem is None
    assert alone.run_here("select name from public.things order by id") == [
        (text,) for _, text in rows
    ]


def test_values_that_do_not_fit_are_told_one_by_one(alone: Pair) -> None:
    rows = [
        ["1", "one"],
        ["x", "two"],
        ["3", "a\0b"],
        ["4", "four\0"],
        ["9" * 99, "five"],
        ["6", "six"],
    ]
    received = told(alone, always(records(*rows)))
    assert received.problem is None
    assert received.receipt
    transfer = received.receipt.transfer
    assert (transfer.status, transfer.records_created, transfer.records_failed) == (
        *("completed", 2),
        4,
    )
    assert [error.key for error in received.receipt.errors] == [["x"], ["3"], ["4"], ["9" * 99]]
    assert all(error.message.isprintable() for error in received.receipt.errors)
    assert alone.rows(alone.here, "public.things") == ["(1,one)", "(6,six)"]


def test_ten_megabytes(alone: Pair) -> None:
    received = told(alone, always(records(["1", "x" * 10_000_000], ["x" * 10_000_000, "y"])))
    assert received.receipt
    (error,) = received.receipt.errors
    assert len(error.message) < 400
    assert len(error.key[0]) < 400
    assert alone.run_here("select length(name) from public.things") == [(10_000_000,)]


# --- names ---

ELSEWHERE = [
    *(
        "amity.people",
        "amity.sync_connections",
        "amity_private.sync_credentials",
        "pg_catalog.pg_class",
    ),
    *("information_schema.tables", "pg_toast.x", "public.a_view", "public.nowhere", "nowhere"),
    *("public.things; drop table public.things", "", "a.b.c", "things--", '"', "x" * 5000, "\0"),
]


@pytest.mark.parametrize("table", ELSEWHERE)
def test_where_nothing_is_written(table: str, untouched: Pair) -> None:
    untouched.run_here("create or replace view public.a_view as select * from public.things")
    with lying(always(PAGE)) as url, untouched.source(url, Secrets("x")) as source:
        try:
            (received,) = untouched.pull(table, source=source)
            problem = received.problem
        except Exception as error:  # noqa: BLE001 - looked at below
            problem = error  # type: ignore[assignment]
    assert type(problem).__name__ == "CannotReceiveError"
    # and not because its columns happen to be others
    assert re.match(r"There is no local table|.* ?is not the name of a table", str(problem)), (
        problem
    )
    assert problem.hint  # type: ignore[union-attr]
    assert str(problem).isprintable()


@pytest.mark.parametrize(
    "name", ["other", 'name"; drop table public.things; --', "ctid", "NAME", "xmin"]
)
def test_a_column_that_is_not_there(name: str, untouched: Pair) -> None:
    received = told(untouched, always(page(columns=[COLUMNS[0], {**COLUMNS[1], "name": name}])))
    assert "has no local column" in str(received.problem)
