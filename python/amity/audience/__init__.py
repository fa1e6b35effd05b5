"""Audience: which rows of the host's own tables a person sees, and whose profile and posts."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from amity.audience import errors
from amity.calls import Call, Id, many, nothing, value, values

__all__ = [
    "can_find",
    "can_see_posts_of",
    "can_view_profile",
    "circle_mates",
    "connected_people",
    "errors",
    "followed_people",
    "guard_table",
    "is_labelled_by",
    "quiet_people",
    "unguard_table",
]

Audience = Literal[
    "everyone",
    "public",
    "connections",
    "friends",
    "followers",
    "circle",
    "circles",
    "label",
    "labels",
]


@dataclass(frozen=True, slots=True)
class CircleMate:
    """A row of ``amity.circle_mates()``."""

    circle_id: UUID
    person_id: UUID


def can_find(person: Id) -> Call[bool]:
    """Whether a search may show me a person; ``False`` also for an unknown id."""
    return value(bool, "select amity.can_find(%s::uuid)", person)


def can_view_profile(person: Id) -> Call[bool]:
    """Whether I may open a person's profile; ``False`` also for an unknown id."""
    return value(bool, "select amity.can_view_profile(%s::uuid)", person)


def can_see_posts_of(person: Id) -> Call[bool]:
    """Whether I see a person's posts for everyone: not across a block, nor if I stepped back."""
    return value(bool, "select amity.can_see_posts_of(%s::uuid)", person)


def is_labelled_by(person: Id, type_or_circle: Id) -> Call[bool]:
    """Whether a person labelled me with that type, or so that I am in that dynamic circle."""
    return value(bool, "select amity.is_labelled_by(%s::uuid, %s::uuid)", person, type_or_circle)


def connected_people() -> Call[list[UUID]]:
    """All people that I am connected with, unordered."""
    return values(UUID, "select person_id from amity.connected_people()")


def followed_people() -> Call[list[UUID]]:
    """All people that I follow, unordered."""
    return values(UUID, "select person_id from amity.followed_people()")


def quiet_people() -> Call[list[UUID]]:
    """All people that I am stepped back from now, unordered."""
    return values(UUID, "select person_id from amity.quiet_people()")


def circle_mates() -> Call[list[CircleMate]]:
    """The members of my shared circles, me included, without people across a block."""
    return many(CircleMate, "select * from amity.circle_mates()")


def guard_table(
    host_table: str,
    author_column: str,
    audience: Audience | None = None,
    *,
    audience_column: str | None = None,
    circle_column: str | None = None,
    label_column: str | None = None,
) -> Call[None]:
    """Restricts a table of the host: each row is shown to the audience that its author chose.

    :param host_table: the table, partitioned or not, with its schema, as SQL writes it:
        ``public.posts``.
    :param author_column: its column with the author, of type uuid.
    :param audience: who sees every row; or instead of it
    :param audience_column: the column with the audience of each row: one of these words; any
        other is the author only.
    :param circle_column: the column with the circle, for that audience.
    :param label_column: the column with the author's type of label, for that audience.

    For the owner of the schema and of the table. Refuses: ``guard_unsupported``,
    ``not_table_owner``, ``guard_column_unsupported``, ``audience_invalid``.
    """
    query = "select amity.guard_table(to_regclass(%s), %s, %s, %s, %s, %s)"
    columns = audience_column, circle_column, label_column
    return nothing(query, host_table, author_column, audience, *columns)


def unguard_table(host_table: str) -> Call[bool]:
    """Removes the guard of a table; gives whether it had one.

    For the owner of the schema and of the table. Refuses: ``not_table_owner``.
    """
    return value(bool, "select amity.unguard_table(to_regclass(%s))", host_table)
