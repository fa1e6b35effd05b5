"""People: everybody who can relate, by themselves or from a table of the host."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amity.calls import Call, nothing, one, value
from amity.refusals import InvalidInput, Refusal

__all__ = [
    "AlreadyAttached",
    "KeyChanged",
    "KeyIsMapped",
    "KeyLost",
    "KeyUnsupported",
    "Person",
    "attach",
    "detach",
    "join",
    "of",
]


@dataclass(frozen=True, slots=True)
class Person:
    """A row of ``amity.people``."""

    id: UUID
    host_key: str | None
    joined_at: datetime


class AlreadyAttached(Refusal):
    """Another table of users is attached."""


class KeyUnsupported(Refusal):
    """The column is not unique by itself, or of a type that cannot be a key."""


class KeyChanged(Refusal):
    """The uuid of a user was changed in the host's table."""


class KeyIsMapped(Refusal):
    """The column was text when people came by it; as a uuid it would have to be their id."""


class KeyLost(Refusal):
    """The attached table lost its key column, and neither loses nor gains a user until attached."""


def join() -> Call[Person]:
    """Makes whoever speaks a person; again is the same as once.

    Refuses: ``signed_out``, ``not_joined`` (a table of users is attached and does not have me).
    """
    return one(Person, "select * from amity.join()")


def attach(host_table: str, key_column: str = "id") -> Call[int]:
    """Makes everybody in the host's table of users a person, now and as they come and go.

    Again is the same as once, and puts right what is missing.

    :param host_table: the table, with its schema, as SQL writes it: ``auth.users``.
    :param key_column: its column of type uuid, bigint, integer or text that is unique by itself.
    :returns: how many people there are.

    For the owner of the schema. Refuses: ``key_unsupported``, ``key_is_mapped``,
    ``already_attached``.
    """
    return value("select amity.attach_people(to_regclass(%s), %s)", host_table, key_column)


def detach() -> Call[None]:
    """Stops following the host's table of users; the people stay. For the owner of the schema."""
    return nothing("select amity.detach_people()")


def of(key: UUID | int | str | None) -> Call[UUID | None]:
    """The person with that key in the host's table of users, or ``None``. For services.

    Nobody has the key ``None``, as Django's ``AnonymousUser`` has it.
    Raises :class:`~amity.refusals.InvalidInput` for what cannot be a key.
    """
    if isinstance(key, bool) or not isinstance(key, UUID | int | str | None):
        raise InvalidInput(
            f"{textwrap.shorten(repr(key), 50)} is not a key of the host's table of users",
            hint="A key is a uuid, a whole number or a text.",
        )
    return value("select amity.person_of(%s::text)", None if key is None else str(key))
