"""Profiles: names and pictures of people, from a table of the host."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from amity.calls import Call, Id, many, nothing
from amity.profiles import errors

__all__ = ["attach", "detach", "errors", "of"]


@dataclass(frozen=True, slots=True)
class Profile:
    """A row of ``amity.profiles``."""

    person_id: UUID
    name: str | None
    picture: str | None


def of(people: Sequence[Id]) -> Call[list[Profile]]:
    """The profiles of at most 1000 people, in their order, each once.

    None of an unknown id, nor of a person across a block. A service gets those of all people.
    Refuses: ``too_many_people``.
    """
    query = "select * from amity.profiles_of(%s::uuid[])"
    return many(Profile, query, [str(person) for person in people])


def attach(
    source: str,
    *,
    key: str = "id",
    name: str = "display_name",
    picture: str | None = "avatar_url",
) -> Call[None]:
    """Shows names and pictures from a table or view of the host, as it is at each moment.

    :param source: the table or view, with its schema, as SQL writes it: ``public.profiles``.
    :param key: its column with the key of a user.
    :param name: its column with the name, a text.
    :param picture: its column with the address of a picture, a text; ``None`` is no pictures.

    For the owner of the schema. Refuses: ``profiles_unsupported``, ``profile_column_unsupported``.
    """
    query = "select amity.attach_profiles(to_regclass(%s), %s, %s, %s)"
    return nothing(query, source, key, name, picture)


def detach() -> Call[None]:
    """Shows no names and pictures any more. For the owner of the schema."""
    return nothing("select amity.detach_profiles()")
