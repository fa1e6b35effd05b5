"""The mutants that survive, and why: survivors.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

LIST = Path(__file__).with_name("survivors.toml")


def equivalent() -> dict[str, str]:
    """Mutants that change nothing that anybody could notice, each with the reason."""
    return _told("equivalent")


def missed() -> dict[str, str]:
    """Mutants that a test should catch and none does yet, each with what that test would be."""
    return _told("missed")


def _told(table: str) -> dict[str, str]:
    told: dict[str, str] = tomllib.loads(LIST.read_text()).get(table, {})
    return told


def wrong(caught: set[str], survived: set[str]) -> list[str]:
    """What the list has to learn from a run: nothing, if it is right about these mutants."""
    listed = equivalent() | missed()
    return [
        *(
            f"survived, and is not in {LIST.name}: {name}"
            for name in sorted(survived - set(listed))
        ),
        *(f"caught, and still in {LIST.name}: {name}" for name in sorted(caught & set(listed))),
    ]
