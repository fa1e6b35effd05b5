"""People: all who can have ties; they join by themselves or come from a table of the host."""

import reprlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amity.calls import Call, function, nothing, value
from amity.errors import InvalidInput
from amity.people import errors

__all__ = ["attach", "detach", "errors", "join", "of"]


@dataclass(frozen=True, slots=True)
class Person:
    """A row of ``amity.people``."""

    id: UUID
    host_key: str | None
    joined_at: datetime


def join() -> Call[Person]:
    """Makes the speaker a person; idempotent.

    Refuses: ``signed_out``, ``not_joined`` (a table of users is attached and does not have me).
    """
    return function(Person, "join")


def attach(host_table: str, key_column: str = "id") -> Call[int]:
    """Makes each user in the host's table a person, and follows its inserts and deletes.

    Idempotent; a repeated call repairs what is missing.

    :param host_table: the table, with its schema, as SQL writes it: ``auth.users``.
    :param key_column: its column of type uuid, bigint, integer or text that is unique by itself.
    :returns: the number of people.

    For the owner of the schema. Refuses: ``key_unsupported``, ``key_is_mapped``,
    ``already_attached``.
    """
    return value(int, "select amity.attach_people(to_regclass(%s), %s)", host_table, key_column)


def detach() -> Call[None]:
    """Stops following the host's table of users; the people stay. For the owner of the schema."""
    return nothing("select amity.detach_people()")


def of(key: UUID | int | str | None) -> Call[UUID | None]:
    """The person with that key in the host's table of users, or ``None``. For services.

    The key ``None``, as Django's ``AnonymousUser`` has it, is no person's.
    Raises :class:`~amity.errors.InvalidInput` for what cannot be a key.
    """
    if isinstance(key, bool) or not isinstance(key, UUID | int | str | None):
        raise InvalidInput(
            f"{reprlib.repr(key)} is not a key of the host's table of users",
            "A key is a uuid, an integer or a text.",
        )
    return value(UUID, "select amity.person_of(%s::text)", None if key is None else str(key))
