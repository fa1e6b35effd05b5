"""Accounts: a person's own data, their past and their end; and the upkeep of the database."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from amity.accounts import errors
from amity.calls import Call, Id, many, value

__all__ = ["connections_at", "errors", "export", "forget", "tidy", "verify"]


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


def export(person: Id) -> Call[dict[str, list[dict[str, Any]]]]:
    """All data of a person that the person may see: rows by table and history.

    A person exports their own, a service any person's. Refuses: ``signed_out``, ``not_yours``,
    ``person_not_found``, ``cannot_speak_for``.
    """
    return value(dict, "select amity.export_person(%s::uuid)", person)


def forget(person: Id) -> Call[UUID]:
    """Deletes a person; gives the pseudonym that replaces them in the histories of others.

    For services. Refuses: ``person_not_found``.
    """
    return value(UUID, "select amity.forget_person(%s::uuid)", person)


def connections_at(person: Id, moment: datetime) -> Call[list[PastConnection]]:
    """The connections of a person at a moment, newest first, as far as I may see them."""
    return many(PastConnection, "select * from amity.connections_at(%s::uuid, %s)", person, moment)


def verify() -> Call[list[BrokenInvariant]]:
    """Every broken invariant of every kind; normally none. Reads all rows. For services."""
    return many(BrokenInvariant, "select * from amity.verify()")


def tidy() -> Call[list[Tidied]]:
    """Deletes what has expired; gives the number of rows of each kind. For services."""
    return many(Tidied, "select * from amity.tidy()")
