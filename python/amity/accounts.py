"""Accounts: what a person has here, was here, and the way out; and the upkeep of all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from amity.calls import Call, many, value
from amity.refusals import Refusal

__all__ = [
    "BrokenInvariant",
    "CannotSpeakFor",
    "PastConnection",
    "Tidied",
    "connections_at",
    "export",
    "forget",
    "tidy",
    "verify",
]


@dataclass(frozen=True, slots=True)
class PastConnection:
    """A row of ``amity.connections_at()``."""

    person_id: UUID
    since: datetime


@dataclass(frozen=True, slots=True)
class BrokenInvariant:
    """A row of ``amity.verify()``."""

    kind: str
    invariant: str
    detail: str


@dataclass(frozen=True, slots=True)
class Tidied:
    """A row of ``amity.tidy()``."""

    kind: str
    tidied: int


class CannotSpeakFor(Refusal):
    """The host replaced ``amity.me()``, and a service cannot speak for the person."""


def export(person: UUID | str) -> Call[dict[str, list[dict[str, Any]]]]:
    """Everything that amity holds for a person and shows them: rows by table and history.

    Mine, or for a service anybody's. Refuses: ``signed_out``, ``not_yours``,
    ``person_not_found``, ``cannot_speak_for``.
    """
    return value("select amity.export_person(%s::uuid)", person)


def forget(person: UUID | str) -> Call[UUID]:
    """Ends a person; gives the pseudonym that stands for them in the histories of others.

    For services. Refuses: ``person_not_found``.
    """
    return value("select amity.forget_person(%s::uuid)", person)


def connections_at(person: UUID | str, moment: datetime) -> Call[list[PastConnection]]:
    """Who a person was connected with at a moment, newest first, as far as I may see it."""
    return many(PastConnection, "select * from amity.connections_at(%s::uuid, %s)", person, moment)


def verify() -> Call[list[BrokenInvariant]]:
    """Every broken invariant of every kind: none. Reads everything. For services."""
    return many(BrokenInvariant, "select * from amity.verify()")


def tidy() -> Call[list[Tidied]]:
    """Clears away what is over; gives how many rows of each kind that were. For services."""
    return many(Tidied, "select * from amity.tidy()")
