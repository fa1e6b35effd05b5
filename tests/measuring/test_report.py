"""The table: who is beside whom, how many times, and where it is written."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path

import pytest
from measuring import report, rows
from measuring.clients import Cost
from measuring.comparison import Comparison, comparisons
from measuring.machine import Machine
from measuring.row import Figures, Row, Unit
from measuring.scale import Scale

MACHINE = Machine("2026-01-02", "A processor", 2, "18.6", is_local=True, edges=1_000_000)


def figures(unit: Unit, who: str, size: int, *each: float, cpu: float | None = None) -> Figures:
    return Figures(Row("a row", unit, "so"), who, size, [Cost(value, cpu) for value in each])


def test_a_rate_is_compared_as_speed() -> None:
    amity = figures(Unit.RATE, "Amity", 10, 0.004, 0.004, 0.004, cpu=0.002)
    other = figures(Unit.RATE, "bare tables", 10, 0.001, 0.001, 0.001)
    (compared,) = comparisons([amity, other])
    assert compared.cells == [
        *("a row", "bare tables", "250/s", "1,000/s"),
        *("0.25 times the speed", "2 / \N{EN DASH}"),
    ]


@pytest.mark.parametrize(
    ("unit", "shown", "times"),
    [(Unit.TIME, "3.0 s", "1.50 times the time"), (Unit.BYTES, "3 B", "1.50 times the bytes")],
)
def test_a_cost_is_compared_as_it_is(unit: Unit, shown: str, times: str) -> None:
    compared = Comparison(figures(unit, "Amity", 10, 3), figures(unit, "bare tables", 10, 2))
    assert compared.cells[2] == shown
    assert compared.cells[4] == times


def test_a_ratio_is_the_median_of_those_in_each_round() -> None:
    # the second and third round were slow for both sides
    amity = figures(Unit.TIME, "Amity", 10, 2, 20, 20)
    other = figures(Unit.TIME, "bare tables", 10, 1, 10, 9)
    assert Comparison(amity, other).times == 2


def test_amity_in_the_largest_database_is_compared_with_others_there_and_itself() -> None:
    found = [
        figures(Unit.TIME, who, size, 1)
        for size in (1_000, 100, 10)
        for who in ("Amity", "bare tables")
    ]
    assert [each.than for each in comparisons(found)] == [
        "bare tables",
        "itself with 10 connections, not 1,000",
    ]


def test_the_pages_are_written_between_their_markers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "long").mkdir()
    for name in ("LONG", "BRIEF"):
        page = getattr(report, name)
        copy = tmp_path / (f"long/{page.name}" if name == "LONG" else page.name)
        shutil.copy(page, copy)
        monkeypatch.setattr(report, name, copy)
    pages = (report.LONG, report.BRIEF)
    before = [report._FIGURES.sub("", page.read_text()).splitlines() for page in pages]
    cost = count(1)
    found = [
        Figures(row, who, size, [Cost(next(cost))])
        for trial in rows.trials(Scale())
        for row in trial.rows
        for size in (1_000_000, 10_000)
        for who in ("Amity", "bare tables and a history that the client writes")
    ]
    report.write_pages(MACHINE, found)
    written = [page.read_text() for page in pages]
    report.write_pages(MACHINE, found)
    assert [page.read_text() for page in pages] == written
    for text, lines in zip(written, before, strict=True):
        assert str(MACHINE) in text
        assert [line for line in lines if line not in text.splitlines()] == []
    assert all(f"\n* {name}: " in written[0] for name in {each.row.name for each in found})
    assert (tmp_path / "long/cost.svg").exists()
    # the first page stays as short as tests/readme wants it
    assert len(written[1].splitlines()) <= 170
