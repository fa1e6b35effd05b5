"""What a mutant is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg

Conn = psycopg.Connection[Any]

OURS: LiteralString = "('amity', 'amity_private')"


@dataclass(frozen=True)
class Mutant:
    """A rule that is taken away."""

    kind: str
    """What is done: `policy dropped`."""
    target: str
    """To which relation or function: `amity.connections`."""
    change: str
    """To what in it: `select_mine`."""
    statement: str
    """The SQL that does it, as a superuser."""
    traced: bool = True
    """Whether the statistics tell who uses the target: not of views, nor of inlined functions."""

    @property
    def name(self) -> str:
        """Says the same in every run, as long as the rule stands."""
        return f"{self.kind}: {self.target}: {self.change}"

    @property
    def bare(self) -> str:
        """The target without its schema and parameters."""
        return self.target.partition("(")[0].rpartition(".")[2].strip('"')
