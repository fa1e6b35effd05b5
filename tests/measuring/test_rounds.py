"""What a measurement counts: run time of the server, in rounds in which each side has its turn."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from functools import partial

import psycopg
import pytest
from measuring.checkout import here
from measuring.clients import Client, Cost, shared_out, timed
from measuring.contestants.amity import AMITY
from measuring.rounds import measured
from measuring.row import Row, Side, Trial, Unit
from measuring.scale import Scale
from measuring.stage import Stage

ROW = Row("a row", Unit.TIME, "so")


@pytest.mark.postgres(18)
def test_waiting_is_no_run_time(database: str) -> None:
    client = Client(database)
    with client.conn as conn:
        slept = timed(conn, 2, lambda: conn.execute("select pg_sleep(0.4)"))
        worked = shared_out([client], [[b"select count(*) from generate_series(1, 300000)"]])
    assert slept.each >= 0.2
    assert slept.cpu is not None
    assert worked.cpu is not None
    assert slept.cpu < 0.1
    assert worked.cpu > 0.002


@pytest.mark.postgres(18)
def test_what_fails_ends_the_run(database: str) -> None:
    client = Client(database)
    with client.conn, pytest.raises(psycopg.DatabaseError, match="division by zero"):
        shared_out([client], [[b"begin; select 1 / 0; commit"]])


def stage(rounds: int, *, revisions: int = 1) -> Stage:
    checkouts = [replace(here(), who=who) for who in ("Amity", "Amity at HEAD")[:revisions]]
    said: list[str] = []
    return Stage("", "", Scale(rounds=rounds), checkouts, ExitStack(), said.append)


def trial(turns: list[str], *, most_rounds: int = 100) -> Trial:
    def run(who: str) -> dict[str, Cost]:
        turns.append(who)
        return {ROW.name: Cost(len(turns))}

    sides = [Side(who, 10, partial(run, who)) for who in "abc"]
    return Trial([ROW], lambda _: sides, most_rounds)


def test_each_side_has_its_turn_and_another_begins_each_round() -> None:
    turns: list[str] = []
    (figures,) = measured([trial(turns)], stage(3), lambda row: True)
    assert "".join(turns) == "abcabcbcacab"
    # the first turn of each is not counted
    assert [[cost.each for cost in each.costs] for each in figures] == [
        [4, 9, 11],
        [5, 7, 12],
        [6, 8, 10],
    ]


def test_a_single_round_is_not_warmed_up_for() -> None:
    turns: list[str] = []
    list(measured([trial(turns, most_rounds=1)], stage(3), lambda row: True))
    assert turns == list("abc")


def test_rows_that_are_not_wanted_are_not_measured() -> None:
    turns: list[str] = []
    assert list(measured([trial(turns)], stage(3), lambda row: False)) == []
    assert turns == []


def fails() -> dict[str, Cost]:
    raise psycopg.errors.UndefinedFunction("it is not there")


def test_what_another_revision_lacks_is_left_out() -> None:
    sides = [
        Side(AMITY.who, 10, lambda: {ROW.name: Cost(1)}),
        Side("Amity at HEAD", 10, fails),
    ]
    lacking = Trial([ROW], lambda _: sides)
    (figures,) = measured([lacking], stage(2, revisions=2), lambda row: True)
    assert [each.who for each in figures] == [AMITY.who]
    with pytest.raises(psycopg.errors.UndefinedFunction):
        list(measured([lacking], stage(2), lambda row: True))
