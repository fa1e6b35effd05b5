"""Audience: what the host's own tables show to whom, and whose profile and posts I may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from amity.calls import Call, many, nothing, value, values
from amity.refusals import Refusal

__all__ = [
    "Audience",
    "AudienceInvalid",
    "CircleMate",
    "GuardColumnUnsupported",
    "GuardUnsupported",
    "NotTableOwner",
    "can_see_posts_of",
    "can_view_profile",
    "circle_mates",
    "connected_people",
    "followed_people",
    "guard_table",
    "is_labelled_by",
    "quiet_people",
    "unguard_table",
]

Audience = Literal["everyone", "connections", "followers", "circle", "label"]


@dataclass(frozen=True, slots=True)
class CircleMate:
    """A row of ``amity.circle_mates()``."""

    circle_id: UUID
    person_id: UUID


class AudienceInvalid(Refusal):
    """No such audience, none at all, two, or one without the column that it needs."""


class GuardColumnUnsupported(Refusal):
    """The table has no such column, or it is of another type: the hint says which it has to be."""


class GuardUnsupported(Refusal):
    """There is no such table, or it is a view, inherits, is inherited from, or is amity's own."""


class NotTableOwner(Refusal):
    """The table belongs to another role."""


def can_view_profile(person: UUID | str) -> Call[bool]:
    """Whether I may open somebody's profile; ``False`` also for an id that nobody has."""
    return value("select amity.can_view_profile(%s::uuid)", person)


def can_see_posts_of(person: UUID | str) -> Call[bool]:
    """Whether I see what somebody posts for everyone: not across a block, nor if I stepped back."""
    return value("select amity.can_see_posts_of(%s::uuid)", person)


def is_labelled_by(person: UUID | str, type_or_circle: UUID | str) -> Call[bool]:
    """Whether somebody labelled me with that type, or so that I am in that dynamic circle."""
    return value("select amity.is_labelled_by(%s::uuid, %s::uuid)", person, type_or_circle)


def connected_people() -> Call[list[UUID]]:
    """Whom I am connected with: all of them, in no order."""
    return values("select person_id from amity.connected_people()")


def followed_people() -> Call[list[UUID]]:
    """Whom I follow: all of them, in no order."""
    return values("select person_id from amity.followed_people()")


def quiet_people() -> Call[list[UUID]]:
    """Whom I stepped back from, as long as it holds: all of them, in no order."""
    return values("select person_id from amity.quiet_people()")


def circle_mates() -> Call[list[CircleMate]]:
    """Who is with me in which shared circle, myself too; nobody across a block."""
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
    """Shows the rows of a table of the host to whom their author means them for.

    :param host_table: the table, with its schema, as SQL writes it: ``public.posts``.
    :param author_column: its column with the author, of type uuid.
    :param audience: who sees every row; or else
    :param audience_column: the column in which each row says it: ``everyone`` or ``public``,
        ``connections`` or ``friends``, ``followers``, ``circle``, ``label``; any other word is the
        author alone.
    :param circle_column: the column with the circle, for that audience.
    :param label_column: the column with the author's type of label, for that audience.

    For the owner of the schema and of the table. Refuses: ``guard_unsupported``,
    ``not_table_owner``, ``guard_column_unsupported``, ``audience_invalid``.
    """
    return nothing(
        "select amity.guard_table(to_regclass(%s), %s, %s, %s, %s, %s)",
        host_table,
        author_column,
        audience,
        audience_column,
        circle_column,
        label_column,
    )


def unguard_table(host_table: str) -> Call[bool]:
    """Takes the guard off a table, and gives whether there was one.

    For the owner of the schema and of the table. Refuses: ``not_table_owner``.
    """
    return value("select amity.unguard_table(to_regclass(%s))", host_table)
