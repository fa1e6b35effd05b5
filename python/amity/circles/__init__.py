"""Circles: groups that people join by invitation, and groups that follow from my labels."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from amity.calls import Call, Id, function, listed, page, values
from amity.circles import errors

__all__ = [
    "accept",
    "change",
    "create",
    "decline",
    "demote",
    "end",
    "errors",
    "history",
    "invitations",
    "invite",
    "invited",
    "leave",
    "members",
    "mine",
    "people",
    "promote",
    "remove",
]


@dataclass(frozen=True, slots=True)
class Circle:
    """A row of ``amity.circles``: shared, or dynamic and then its creator's alone."""

    id: UUID
    name: str
    description: str | None
    created_by: UUID | None
    label_type_id: UUID | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CircleMember:
    """A row of ``amity.circle_members``: a member of a shared circle, or an invitation to it."""

    id: UUID
    circle_id: UUID
    person_id: UUID
    role: Literal["admin", "member"]
    status: Literal["invited", "member"]
    invited_by: UUID | None
    invited_at: datetime | None
    joined_at: datetime | None


@dataclass(frozen=True, slots=True)
class MyCircle:
    """A row of ``amity.my_circles``: a circle from my side."""

    id: UUID
    name: str
    description: str | None
    label_type_id: UUID | None
    role: Literal["admin", "member"] | None
    status: Literal["invited", "member"] | None
    invited_by: UUID | None
    since: datetime
    people_count: int | None


@dataclass(frozen=True, slots=True)
class CircleMemberEntry:
    """A row of ``amity.circle_members_history``."""

    circle_member_id: UUID
    circle_id: UUID
    person_id: UUID
    action: Literal[
        "founded",
        "invited",
        "joined",
        "promoted",
        "demoted",
        "declined",
        "withdrawn",
        "left",
        "removed",
    ]
    occurred_at: datetime


def create(
    name: str, description: str | None = None, *, label_type: Id | None = None
) -> Call[Circle]:
    """Creates a circle and makes me its admin.

    :param name: 1 to 50 characters.
    :param description: at most 200 characters.
    :param label_type: one of my types of label; its labels decide who is in the circle, which only
        I see. Without one, people are invited.

    Refuses: ``circle_unnamed``, ``label_type_missing``, ``text_too_long``, ``text_invalid``.
    """
    return function(Circle, "create_circle", name, description, label_type)


def change(circle: Id, name: str, description: str | None = None) -> Call[Circle]:
    """Changes name and description of a circle, as an admin.

    Refuses: ``circle_not_found``, ``not_circle_admin``, ``circle_unnamed``, ``text_too_long``,
    ``text_invalid``.
    """
    return function(Circle, "change_circle", circle, name, description)


def end(circle: Id) -> Call[Circle]:
    """Deletes a circle, as an admin. Refuses: ``circle_not_found``, ``not_circle_admin``."""
    return function(Circle, "end_circle", circle)


def invite(circle: Id, person: Id) -> Call[CircleMember]:
    """Invites a connection of mine, as an admin.

    Refuses: ``circle_not_found``, ``circle_is_dynamic``, ``not_circle_admin``,
    ``person_not_found``, ``blocked``, ``not_connected``, ``already_member``, ``already_invited``.
    """
    return function(CircleMember, "invite_to_circle", circle, person)


def accept(circle: Id) -> Call[CircleMember]:
    """Accepts an invitation. Refuses: ``circle_invitation_not_found``, ``already_member``."""
    return function(CircleMember, "accept_circle_invitation", circle)


def decline(circle: Id) -> Call[CircleMember]:
    """Declines an invitation, without notice. Refuses: ``circle_invitation_not_found``."""
    return function(CircleMember, "decline_circle_invitation", circle)


def leave(circle: Id) -> Call[CircleMember]:
    """Leaves a circle. When the last admin leaves, the member of longest standing becomes one.

    Refuses: ``circle_not_found``.
    """
    return function(CircleMember, "leave_circle", circle)


def remove(circle: Id, person: Id) -> Call[CircleMember]:
    """Removes a member or withdraws an invitation, as an admin or its sender.

    Refuses: ``circle_not_found``, ``circle_is_dynamic``, ``not_circle_admin``,
    ``circle_member_not_found``.
    """
    return function(CircleMember, "remove_from_circle", circle, person)


def promote(circle: Id, person: Id) -> Call[CircleMember]:
    """Makes a member an admin, as an admin.

    Refuses: ``circle_not_found``, ``circle_is_dynamic``, ``not_circle_admin``,
    ``circle_member_not_found``, ``blocked``, ``role_unchanged``.
    """
    return function(CircleMember, "promote_in_circle", circle, person)


def demote(circle: Id, person: Id) -> Call[CircleMember]:
    """Makes an admin a member, as an admin; if it was the last one, another member becomes one.

    Refuses: ``circle_not_found``, ``circle_is_dynamic``, ``not_circle_admin``,
    ``circle_member_not_found``, ``blocked``, ``role_unchanged``, ``last_admin``.
    """
    return function(CircleMember, "demote_in_circle", circle, person)


def mine(*, limit: int = 50, after: MyCircle | None = None) -> Call[list[MyCircle]]:
    """The circles that I am in and my dynamic ones, newest first."""
    return listed(MyCircle, "list_circles", limit, after, by=("since", "id"))


def invitations(*, limit: int = 50, after: MyCircle | None = None) -> Call[list[MyCircle]]:
    """The circles that I am invited to, newest first."""
    return listed(MyCircle, "list_circle_invitations", limit, after, by=("since", "id"))


def members(
    circle: Id, *, limit: int = 50, after: CircleMember | None = None
) -> Call[list[CircleMember]]:
    """The members of a shared circle, newest first."""
    by = "joined_at", "id"
    return listed(CircleMember, "list_circle_members", limit, after, circle, by=by)


def invited(
    circle: Id, *, limit: int = 50, after: CircleMember | None = None
) -> Call[list[CircleMember]]:
    """The open invitations to a circle, newest first: all as an admin, else those that I sent."""
    by = "invited_at", "id"
    return listed(CircleMember, "list_circle_invited", limit, after, circle, by=by)


def people(circle: Id, *, limit: int = 50, after: Id | None = None) -> Call[list[UUID]]:
    """The people in a circle, shared or dynamic, by id; ``after`` is the last id of a page."""
    query = "select person_id from amity.circle_people(%s::uuid, %s, %s::uuid)"
    return values(UUID, query, circle, limit, after)


def history(
    *, limit: int = 50, after: CircleMemberEntry | None = None
) -> Call[list[CircleMemberEntry]]:
    """What happened to me in circles, newest first."""
    by = "occurred_at", "circle_member_id", "action"
    return page(CircleMemberEntry, "circle_members_history", limit, after, by=by)
