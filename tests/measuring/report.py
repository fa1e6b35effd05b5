"""What a run found: a table on the screen, JSON, a drawing, and the tables in the pages."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

from measuring import chart
from measuring.checkout import HERE
from measuring.comparison import HEADINGS, Comparison, comparisons
from measuring.machine import Machine
from measuring.row import Figures
from rich.console import Console
from rich.table import Table

LONG = HERE / "tests/measuring/README.md"
BRIEF = HERE / "README.md"
_CHART = "cost.svg"

_FIGURES = re.compile(r"(<!-- figures: [^>]* -->\n).*?(<!-- end of figures -->)", re.DOTALL)


def show(machine: Machine, figures: list[Figures]) -> None:
    """Prints the table, and how each row was made."""
    compared = list(comparisons(figures))
    shown = Table(title=str(machine), title_style="", title_justify="left")
    for number, heading in enumerate(HEADINGS):
        shown.add_column(heading, justify="right" if number > 1 else "left", overflow="fold")
    for each in compared:
        shown.add_row(*each.cells)
    console = Console()
    if not console.is_terminal:
        console.width = 200
    console.print(shown, highlight=False)
    console.print(sentences(compared), highlight=False, markup=False)


def write(machine: Machine, figures: list[Figures], directory: Path) -> None:
    """Writes bench.json and the drawing."""
    directory.mkdir(parents=True, exist_ok=True)
    found = {
        **dataclasses.asdict(machine),
        "comparisons": [each.as_json() for each in comparisons(figures)],
    }
    (directory / "bench.json").write_text(json.dumps(found, indent=2) + "\n")
    (directory / _CHART).write_text(chart.drawn(figures))


def write_pages(machine: Machine, figures: list[Figures]) -> None:
    """Writes the tables between the markers of their pages, and the drawing beside the long one."""
    compared = list(comparisons(figures))
    picture = f"![Cost against the number of connections]({_CHART})"
    _fill(LONG, f"{machine}\n\n{table(compared)}\n\n{picture}\n\n{sentences(compared)}")
    _fill(BRIEF, f"{machine}\n{brief(compared)}")
    LONG.with_name(_CHART).write_text(chart.drawn(figures))


def _fill(page: Path, figures: str) -> None:
    text = page.read_text()
    filled, found = _FIGURES.subn(lambda match: f"{match[1]}{figures}\n{match[2]}", text)
    if not found:
        raise ValueError(f"{page} has no markers for figures.")
    page.write_text(filled)


def table(compared: list[Comparison]) -> str:
    """Everything, as Markdown."""
    rows = [HEADINGS, ["---"] * len(HEADINGS), *(each.cells for each in compared)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def brief(compared: list[Comparison]) -> str:
    """The rows that the first README shows, each beside the first of the others."""
    first = {each.name: each for each in reversed(compared) if each.amity.row.in_brief}
    return "\n".join(
        f"* **{each.name}**: {each.cells[2]}, beside {each.than} {each.cells[3]}: {each.cells[4]}"
        for each in compared
        if first.get(each.name) is each
    )


def sentences(compared: list[Comparison]) -> str:
    """How each row is made."""
    rows = {each.name: each.amity.row.how for each in compared}
    return "\n".join(f"* {name}: {how}." for name, how in rows.items())
