"""Every mutant of an installed Amity: one statement each, made from the catalog."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from mutation import bodies, objects
from mutation.mutants import Conn, Mutant

SOURCES: tuple[Callable[[Conn], Iterator[Mutant]], ...] = (*objects.SOURCES, *bodies.SOURCES)


def listed(conn: Conn) -> list[Mutant]:
    """All of them, in an order that stays; the database may not have been mutated."""
    conn.execute("set search_path = ''")
    found = sorted(
        (mutant for source in SOURCES for mutant in source(conn)),
        key=lambda mutant: (mutant.name, mutant.statement),
    )
    conn.execute("reset search_path")
    return _named_apart(found)


def _named_apart(found: list[Mutant]) -> list[Mutant]:
    """The second of two that say the same says so."""
    seen: Counter[str] = Counter()
    apart = []
    for mutant in found:
        seen[mutant.name] += 1
        number = seen[mutant.name]
        apart.append(
            replace(mutant, change=f"{mutant.change} ({number})") if number > 1 else mutant
        )
    return apart
