"""A drawing of cost against size: a panel for each row that was measured in every database."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from measuring.contestants.bare import BARE
from measuring.row import Figures

_COLUMNS, _WIDE, _HIGH = 3, 170, 90
_STEP_X, _STEP_Y = _WIDE + 80, _HIGH + 60


@dataclass(frozen=True)
class Line:
    """The cost of one contestant at each size."""

    who: str
    kind: str
    path: str


@dataclass(frozen=True)
class Panel:
    """One row."""

    name: str
    left: int
    top: int
    most: str
    """The top of the axis of costs."""
    sizes: list[tuple[float, str]]
    lines: list[Line]
    wide: int = _WIDE
    high: int = _HIGH


def drawn(figures: list[Figures]) -> str:
    """The drawing, as SVG."""
    panels = list(_panels(figures))
    template = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    ).from_string(Path(__file__).with_name("chart.svg.j2").read_text())
    rows = math.ceil(len(panels) / _COLUMNS)
    size = {"width": _COLUMNS * _STEP_X + 30, "height": rows * _STEP_Y + 40}
    return template.render(panels=panels, **size)


def _panels(figures: list[Figures]) -> Iterator[Panel]:
    by_row: dict[str, list[Figures]] = {}
    for each in figures:
        by_row.setdefault(each.row.name, []).append(each)
    wide = [sides for sides in by_row.values() if len({side.size for side in sides}) > 1]
    for number, sides in enumerate(wide):
        row, column = divmod(number, _COLUMNS)
        yield _panel(sides, 62 + column * _STEP_X, 30 + row * _STEP_Y)


def _panel(sides: list[Figures], left: int, top: int) -> Panel:
    """A panel with room for the dearest point; sizes stand apart by their logarithms."""
    shown = [side for side in sides if side.who in {sides[0].who, BARE.who}]
    most = max(side.each for side in shown)
    sizes = sorted({side.size for side in shown})
    span = math.log(sizes[-1] / sizes[0])

    def x(size: int) -> float:
        return round(_WIDE * math.log(size / sizes[0]) / span, 1)

    lines = []
    for who in dict.fromkeys(side.who for side in shown):
        points = sorted((side.size, side.each) for side in shown if side.who == who)
        path = " ".join(f"{x(size)},{round(_HIGH * (1 - each / most), 1)}" for size, each in points)
        lines.append(Line(who, "amity" if who == sides[0].who else "other", f"M{path}"))
    return Panel(
        name=sides[0].row.name,
        left=left,
        top=top,
        most=f"{most * 1_000:.3g} ms",
        sizes=[(x(size), f"{size:,}") for size in sizes],
        lines=lines,
    )
