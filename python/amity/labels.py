"""Labels: what somebody keeps for themselves about others, seen by nobody else."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from amity.calls import FIRST_PAGE, Call, many, one
from amity.refusals import InvalidInput, Refusal

__all__ = [
    "AlreadyLabelled",
    "Label",
    "LabelType",
    "LabelTypeExists",
    "LabelTypeMissing",
    "LabelTypeUnnamed",
    "NotLabelled",
    "SelfLabel",
    "TagBlank",
    "TagTwice",
    "TagsNested",
    "TooManyTags",
    "about",
    "change_type",
    "create_type",
    "delete_type",
    "label",
    "mine",
    "of_type",
    "relabel",
    "tagged",
    "types",
    "unlabel",
]


@dataclass(frozen=True, slots=True)
class LabelType:
    """A row of ``amity.label_types``."""

    id: UUID
    owner_id: UUID
    name: str
    category: str | None
    icon: str | None
    colour: str | None
    description: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Label:
    """A row of ``amity.labels``."""

    id: UUID
    owner_id: UUID
    person_id: UUID
    type_id: UUID | None
    label: str | None
    note: str | None
    since_date: date | None
    tags: list[str]
    label_encrypted: str | None
    note_encrypted: str | None
    is_encrypted: bool
    created_at: datetime


class SelfLabel(Refusal):
    """You cannot label yourself."""


class AlreadyLabelled(Refusal):
    """You have a label of that type, or the one without a type, on this person already."""


class NotLabelled(Refusal):
    """You have no label of that type, or none without a type, on this person."""


class LabelTypeMissing(Refusal):
    """None of your types of label has that id."""


class LabelTypeExists(Refusal):
    """You have a type of label with that name already."""


class LabelTypeUnnamed(Refusal):
    """A type of label without a name."""


class TooManyTags(Refusal):
    """More than 10 tags."""


class TagBlank(Refusal):
    """A tag with nothing to see in it."""


class TagTwice(Refusal):
    """The same tag twice."""


class TagsNested(Refusal):
    """Tags in lists of lists."""


def label(
    person: UUID | str,
    text: str | None = None,
    *,
    type_id: UUID | str | None = None,
    note: str | None = None,
    tags: Sequence[str] = (),
    since_date: date | None = None,
    label_encrypted: str | None = None,
    note_encrypted: str | None = None,
    is_encrypted: bool = False,
) -> Call[Label]:
    """Keeps something for myself about somebody; it needs no tie and ends with none.

    :param text: what I call them, at most 50 characters.
    :param type_id: one of my types; ``None`` is the plain note and tags.
    :param note: at most 1000 characters.
    :param tags: at most 10 different ones of 1 to 50 characters.
    :param label_encrypted: stored as it comes and never read: at most 1000 bytes.
    :param note_encrypted: stored as it comes and never read: at most 8000 bytes.
    :param is_encrypted: the client's own word on where to look.

    Refuses: ``person_not_found``, ``self_label``, ``blocked``, ``label_type_missing``,
    ``already_labelled``, ``too_many_tags``, ``tag_blank``, ``tag_twice``, ``tags_nested``,
    ``text_too_long``, ``text_invalid``.
    """
    return one(
        Label,
        """
        select * from amity.label_person(
          %s::uuid, %s::uuid, %s, %s, %s::text[], %s::date, %s, %s, %s
        )
        """,
        person,
        type_id,
        text,
        note,
        _tags(tags),
        since_date,
        label_encrypted,
        note_encrypted,
        is_encrypted,
    )


def relabel(
    person: UUID | str,
    text: str | None = None,
    *,
    type_id: UUID | str | None = None,
    note: str | None = None,
    tags: Sequence[str] = (),
    since_date: date | None = None,
    label_encrypted: str | None = None,
    note_encrypted: str | None = None,
    is_encrypted: bool = False,
) -> Call[Label]:
    """Says anew all that my label of that type, or of none, says: see :func:`label`.

    Refuses: ``not_labelled``, ``too_many_tags``, ``tag_blank``, ``tag_twice``, ``tags_nested``,
    ``text_too_long``, ``text_invalid``.
    """
    return one(
        Label,
        """
        select * from amity.relabel_person(
          %s::uuid, %s::uuid, %s, %s, %s::text[], %s::date, %s, %s, %s
        )
        """,
        person,
        type_id,
        text,
        note,
        _tags(tags),
        since_date,
        label_encrypted,
        note_encrypted,
        is_encrypted,
    )


def unlabel(person: UUID | str, *, type_id: UUID | str | None = None) -> Call[Label]:
    """Takes my label of that type, or of none, off somebody. Refuses: ``not_labelled``."""
    return one(Label, "select * from amity.unlabel_person(%s::uuid, %s::uuid)", person, type_id)


def about(person: UUID | str) -> Call[list[Label]]:
    """What I keep about somebody, newest first: at most one label for each of my types, and one."""
    return many(
        Label,
        """
        select * from amity.labels
        where owner_id = (select amity.me()) and person_id = %s::uuid
        order by created_at desc, id desc
        """,
        person,
    )


def mine(*, limit: int = 50, after: Label | None = None) -> Call[list[Label]]:
    """All my labels, newest first; the next page is the one after the last label of this."""
    return many(
        Label,
        """
        select * from amity.labels
        where owner_id = (select amity.me()) and (created_at, id) < (%s::timestamptz, %s::uuid)
        order by created_at desc, id desc limit %s
        """,
        *((after.created_at, after.id) if after else FIRST_PAGE),
        limit,
    )


def tagged(tag: str, *, limit: int = 50, after: Label | None = None) -> Call[list[Label]]:
    """My labels with exactly that tag, newest first; pages as in :func:`mine`."""
    return many(
        Label,
        """
        select * from amity.labels
        where owner_id = (select amity.me()) and tags @> array[%s::text]
          and (created_at, id) < (%s::timestamptz, %s::uuid)
        order by created_at desc, id desc limit %s
        """,
        tag,
        *((after.created_at, after.id) if after else FIRST_PAGE),
        limit,
    )


def of_type(
    type_id: UUID | str, *, limit: int = 50, after: Label | None = None
) -> Call[list[Label]]:
    """My labels of a type of mine, newest first; pages as in :func:`mine`."""
    return many(
        Label,
        """
        select * from amity.labels
        where owner_id = (select amity.me()) and type_id = %s::uuid
          and (created_at, id) < (%s::timestamptz, %s::uuid)
          and amity_private.search_by(type_id)
        order by created_at desc, id desc limit %s
        """,
        type_id,
        *((after.created_at, after.id) if after else FIRST_PAGE),
        limit,
    )


def types() -> Call[list[LabelType]]:
    """My types of label, by name."""
    return many(
        LabelType,
        "select * from amity.label_types where owner_id = (select amity.me()) order by name",
    )


def create_type(
    name: str,
    *,
    category: str | None = None,
    icon: str | None = None,
    colour: str | None = None,
    description: str | None = None,
) -> Call[LabelType]:
    """Makes up a type of label.

    :param name: 1 to 50 characters, that none of my types has; the rest at most 50 each, the
        description at most 200.

    Refuses: ``label_type_unnamed``, ``label_type_exists``, ``text_too_long``, ``text_invalid``.
    """
    return one(
        LabelType,
        "select * from amity.create_label_type(%s, %s, %s, %s, %s)",
        name,
        category,
        icon,
        colour,
        description,
    )


def change_type(
    type_id: UUID | str,
    name: str,
    *,
    category: str | None = None,
    icon: str | None = None,
    colour: str | None = None,
    description: str | None = None,
) -> Call[LabelType]:
    """Says anew all that a type of mine says.

    Refuses: ``label_type_missing``, ``label_type_unnamed``, ``label_type_exists``,
    ``text_too_long``, ``text_invalid``.
    """
    return one(
        LabelType,
        "select * from amity.change_label_type(%s::uuid, %s, %s, %s, %s, %s)",
        type_id,
        name,
        category,
        icon,
        colour,
        description,
    )


def delete_type(type_id: UUID | str) -> Call[LabelType]:
    """Ends a type of mine, and every label of it. Refuses: ``label_type_missing``."""
    return one(LabelType, "select * from amity.delete_label_type(%s::uuid)", type_id)


def _tags(tags: Sequence[str]) -> list[str]:
    """A text is a sequence of texts as well: each letter would be a tag."""
    if isinstance(tags, str):
        raise InvalidInput(
            f"{textwrap.shorten(repr(tags), 50)} is one text, and not a list of tags",
            hint="Put it into a list.",
        )
    return list(tags)
