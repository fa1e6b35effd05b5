"""Labels: private notes, tags and types that a person keeps about others, only for themselves."""

import reprlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from amity.calls import Call, Id, function, listed, many, optional, page
from amity.errors import InvalidInput
from amity.labels import errors

__all__ = [
    "about",
    "annotate",
    "annotate_request",
    "change_type",
    "create_type",
    "delete_type",
    "errors",
    "label",
    "mine",
    "of_people",
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


def label(
    person: Id,
    text: str | None = None,
    *,
    type_id: Id | None = None,
    note: str | None = None,
    tags: Sequence[str] = (),
    since_date: date | None = None,
    label_encrypted: str | None = None,
    note_encrypted: str | None = None,
    is_encrypted: bool = False,
) -> Call[Label]:
    """Labels a person, for myself; it needs no tie.

    :param text: the label, at most 50 characters.
    :param type_id: one of my types; ``None`` is the label without a type.
    :param note: at most 1000 characters.
    :param tags: at most 10 different ones of 1 to 50 characters.
    :param label_encrypted: stored as it is and never read: at most 1000 bytes.
    :param note_encrypted: stored as it is and never read: at most 8000 bytes.
    :param is_encrypted: tells the client which columns to read.

    Refuses: ``person_not_found``, ``self_label``, ``blocked``, ``label_type_missing``,
    ``already_labelled``, ``too_many_tags``, ``tag_blank``, ``tag_twice``, ``tags_nested``,
    ``text_too_long``, ``text_invalid``, ``date_invalid``.
    """
    encrypted = label_encrypted, note_encrypted, is_encrypted
    said = type_id, text, note, _tags(tags), since_date, *encrypted
    return function(Label, "label_person", person, *said)


def relabel(
    person: Id,
    text: str | None = None,
    *,
    type_id: Id | None = None,
    note: str | None = None,
    tags: Sequence[str] = (),
    since_date: date | None = None,
    label_encrypted: str | None = None,
    note_encrypted: str | None = None,
    is_encrypted: bool = False,
) -> Call[Label]:
    """Replaces all that my label of that type, or without a type, says: see :func:`label`.

    Refuses: ``not_labelled``, ``too_many_tags``, ``tag_blank``, ``tag_twice``, ``tags_nested``,
    ``text_too_long``, ``text_invalid``, ``date_invalid``.
    """
    encrypted = label_encrypted, note_encrypted, is_encrypted
    said = type_id, text, note, _tags(tags), since_date, *encrypted
    return function(Label, "relabel_person", person, *said)


def annotate(
    person: Id, *, note: str | None = None, tags: Sequence[str] | None = None
) -> Call[Label | None]:
    """Changes note and tags of my label without a type; ``None`` is no label to change.

    :param note: an empty one deletes the note, and ``None`` leaves it.
    :param tags: an empty list deletes the tags, and ``None`` leaves them.

    Refuses: ``too_many_tags``, ``tag_blank``, ``tag_twice``, ``tags_nested``, ``text_too_long``,
    ``text_invalid``.
    """
    query = """
        update amity.labels
        set note = nullif(coalesce(%s, note), ''), tags = coalesce(%s::text[], tags)
        where owner_id = (select amity.me()) and person_id = %s::uuid and type_id is null
        returning *
    """
    return optional(Label, query, note, None if tags is None else _tags(tags), person)


def annotate_request(
    request_id: Id, *, note: str | None = None, tags: Sequence[str] | None = None
) -> Call[Label | None]:
    """Changes my note and tags of the recipient of a pending request that I sent.

    They are in my label without a type; ``None`` is no such label, and nothing to keep in one.

    :param note: a blank one deletes the note, and ``None`` leaves it.
    :param tags: an empty list deletes the tags, and ``None`` leaves them.

    Refuses: ``request_not_found``, ``not_requester``, ``request_expired``, ``not_pending``,
    ``too_many_tags``, ``tag_blank``, ``tag_twice``, ``tags_nested``, ``text_too_long``,
    ``text_invalid``.
    """
    query = """
        select * from amity.annotate_request(%s::uuid, %s, %s::text[]) where id is not null
    """
    return optional(Label, query, request_id, note, None if tags is None else _tags(tags))


def unlabel(person: Id, *, type_id: Id | None = None) -> Call[Label]:
    """Deletes my label of that type, or without a type. Refuses: ``not_labelled``."""
    return function(Label, "unlabel_person", person, type_id)


def about(person: Id) -> Call[list[Label]]:
    """My labels of a person, newest first: at most one for each of my types, and one without."""
    query = """
        select * from amity.labels where owner_id = (select amity.me()) and person_id = %s::uuid
        order by created_at desc, id desc
    """
    return many(Label, query, person)


def of_people(people: Sequence[Id]) -> Call[list[Label]]:
    """My labels without a type of those people."""
    query = """
        select * from amity.labels
        where owner_id = (select amity.me()) and person_id = any (%s::uuid[]) and type_id is null
    """
    return many(Label, query, [str(person) for person in people])


def mine(*, limit: int = 50, after: Label | None = None) -> Call[list[Label]]:
    """My labels, newest first."""
    return listed(Label, "list_labels", limit, after, by=("created_at", "id"))


def tagged(tag: str, *, limit: int = 50, after: Label | None = None) -> Call[list[Label]]:
    """My labels with exactly that tag, newest first."""
    where = "tags @> array[normalize(%s, nfc)]"
    return page(Label, "labels", limit, after, tag, mine="owner_id", where=where)


def of_type(type_id: Id, *, limit: int = 50, after: Label | None = None) -> Call[list[Label]]:
    """My labels of a type of mine, newest first."""
    by = "created_at", "id"
    return listed(Label, "list_labels_of_type", limit, after, type_id, by=by)


def types() -> Call[list[LabelType]]:
    """My types of label, by name."""
    query = "select * from amity.label_types where owner_id = (select amity.me()) order by name"
    return many(LabelType, query)


def create_type(
    name: str,
    *,
    category: str | None = None,
    icon: str | None = None,
    colour: str | None = None,
    description: str | None = None,
) -> Call[LabelType]:
    """Creates a type of label.

    :param name: 1 to 50 characters, unique among my types; the rest at most 50 each, the
        description at most 200.

    Refuses: ``label_type_unnamed``, ``label_type_exists``, ``text_too_long``, ``text_invalid``.
    """
    return function(LabelType, "create_label_type", name, category, icon, colour, description)


def change_type(
    type_id: Id,
    name: str,
    *,
    category: str | None = None,
    icon: str | None = None,
    colour: str | None = None,
    description: str | None = None,
) -> Call[LabelType]:
    """Replaces all that a type of mine says: see :func:`create_type`.

    Refuses: ``label_type_missing``, ``label_type_unnamed``, ``label_type_exists``,
    ``text_too_long``, ``text_invalid``.
    """
    said = name, category, icon, colour, description
    return function(LabelType, "change_label_type", type_id, *said)


def delete_type(type_id: Id) -> Call[LabelType]:
    """Deletes a type of mine and its labels. Refuses: ``label_type_missing``."""
    return function(LabelType, "delete_label_type", type_id)


def _tags(tags: Sequence[str]) -> list[str]:
    """A text is a sequence of texts as well: each letter would be a tag."""
    if isinstance(tags, str):
        raise InvalidInput(
            f"{reprlib.repr(tags)} is one text, and not a list of tags",
            "Put it into a list.",
        )
    return list(tags)
