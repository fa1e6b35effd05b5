"""A contestant who acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """A way to keep ties, and how a client of it acts."""

    who: str
    verbs: frozenset[str]
    """What it can do."""
    act: Callable[[str, str, str], bytes]
    """What a client sends, in one round trip: for a verb, who does it, and towards which person."""
