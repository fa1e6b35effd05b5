"""What is measured: a row of the table, the sides that are compared in it, and their figures."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from measuring.clients import Cost

if TYPE_CHECKING:
    from measuring.stage import Stage


class Unit(Enum):
    """How a row shows what one costs."""

    RATE = "rate"
    """As how many there are in a second: more is better."""
    TIME = "time"
    """As the time that one takes: less is better."""
    BYTES = "bytes"
    """As bytes: less is better."""


@dataclass(frozen=True)
class Row:
    """One thing that is measured."""

    name: str
    unit: Unit
    how: str
    """How it is made, and what the other side is, in one sentence."""
    in_brief: bool = False
    """Whether the README shows it."""


@dataclass(frozen=True)
class Side:
    """One who is compared: a contestant in a database of so many connections."""

    who: str
    size: int
    run: Callable[[], dict[str, Cost]]
    """Does one round, and gives what each row costs."""


@dataclass(frozen=True)
class Trial:
    """Rows that are measured together."""

    rows: Sequence[Row]
    build: Callable[[Stage], list[Side]]
    """Gives the sides, once their databases are there. The first is Amity."""
    most_rounds: int = 100
    """Where the run has more, the trial has so many. A single round is not warmed up for."""


@dataclass
class Figures:
    """What one side of a row cost, round by round."""

    row: Row
    who: str
    size: int
    costs: list[Cost] = field(default_factory=list)

    @property
    def each(self) -> float:
        return statistics.median(cost.each for cost in self.costs)

    @property
    def cpu(self) -> float | None:
        known = [cost.cpu for cost in self.costs if cost.cpu is not None]
        return statistics.median(known) if known else None

    def times(self, other: Figures) -> float:
        """How many times the other's cost this is: the median over rounds, which went in turn."""
        pairs = zip(self.costs, other.costs, strict=True)
        return statistics.median(mine.each / theirs.each for mine, theirs in pairs)
