"""One line of the table: Amity and one other, in one row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from measuring.row import Figures, Unit

_WORDS = {Unit.RATE: "speed", Unit.TIME: "time", Unit.BYTES: "bytes"}


@dataclass(frozen=True)
class Comparison:
    """What both cost, and how many times the other's this is."""

    amity: Figures
    other: Figures

    @property
    def name(self) -> str:
        return self.amity.row.name

    @property
    def than(self) -> str:
        """Who the other is: a contestant, or Amity with fewer ties."""
        if self.other.who == self.amity.who:
            return f"itself with {self.other.size:,} connections, not {self.amity.size:,}"
        return self.other.who

    @property
    def times(self) -> float:
        """As the row's unit says: of the other's speed, time or bytes."""
        if self.amity.row.unit is Unit.RATE:
            return self.other.times(self.amity)
        return self.amity.times(self.other)

    @property
    def cells(self) -> list[str]:
        """The line, as texts."""
        return [
            self.name,
            self.than,
            shown(self.amity),
            shown(self.other),
            f"{self.times:.2f} times the {_WORDS[self.amity.row.unit]}",
            f"{_cpu(self.amity)} / {_cpu(self.other)}",
        ]

    def as_json(self) -> dict[str, Any]:
        return {
            "row": self.name,
            "than": self.than,
            "unit": self.amity.row.unit.value,
            "times": self.times,
            "amity": _as_json(self.amity),
            "other": _as_json(self.other),
        }


HEADINGS = ["what", "beside", "Amity", "the other", "Amity has", "CPU, ms"]


def comparisons(figures: list[Figures]) -> Iterator[Comparison]:
    """Amity in the largest database beside the others there, and beside itself in the smallest."""
    for name in dict.fromkeys(each.row.name for each in figures):
        sides = [each for each in figures if each.row.name == name]
        amity = sides[0]
        for other in sides[1:]:
            if other.size == amity.size:
                yield Comparison(amity, other)
        smallest = min((s for s in sides if s.who == amity.who), key=lambda side: side.size)
        if smallest.size != amity.size:
            yield Comparison(amity, smallest)


def shown(figures: Figures) -> str:
    """What one costs, in the row's unit."""
    each = figures.each
    match figures.row.unit:
        case Unit.RATE:
            return f"{1 / each:,.0f}/s"
        case Unit.BYTES:
            return f"{each:,.0f} B"
    return f"{each:,.1f} s" if each >= 1 else f"{each * 1_000:,.3g} ms"


def _cpu(figures: Figures) -> str:
    return "\N{EN DASH}" if figures.cpu is None else f"{figures.cpu * 1_000:,.3g}"


def _as_json(figures: Figures) -> dict[str, Any]:
    return {
        "who": figures.who,
        "size": figures.size,
        "each": figures.each,
        "cpu": figures.cpu,
        "rounds": [cost.each for cost in figures.costs],
    }
