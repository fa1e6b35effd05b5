"""Circles: groups of people who said yes, and groups that follow from my labels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from amity.calls import FIRST_PAGE, Call, many, one, values
from amity.refusals import Refusal

__all__ = [
    "AlreadyInvited",
    "AlreadyMember",
    "Circle",
    "CircleInvitationNotFound",
    "CircleIsDynamic",
    "CircleMember",
    "CircleMemberEntry",
    "CircleMemberNotFound",
    "CircleNotFound",
    "CircleUnnamed",
    "LastAdmin",
    "MyCircle",
    "NotCircleAdmin",
    "RoleUnchanged",
    "accept",
    "change",
    "create",
    "decline",
    "demote",
    "end",
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


class CircleUnnamed(Refusal):
    """A circle needs a name."""


class CircleNotFound(Refusal):
    """You are in no such circle."""


class CircleIsDynamic(Refusal):
    """Who is in this circle follows from your labels."""


class NotCircleAdmin(Refusal):
    """Only an admin of the circle does that."""


class CircleMemberNotFound(Refusal):
    """This person is not in the circle."""


class CircleInvitationNotFound(Refusal):
    """You are not invited to such a circle."""


class AlreadyMember(Refusal):
    """This person is in the circle already."""


class AlreadyInvited(Refusal):
    """This person is invited to the circle already."""


class RoleUnchanged(Refusal):
    """This member has that role already."""


class LastAdmin(Refusal):
    """There is nobody to hand the circle over to."""


def create(
    name: str, description: str | None = None, *, label_type: UUID | str | None = None
) -> Call[Circle]:
    """Creates a circle and makes me its admin.

    :param name: 1 to 50 characters.
    :param description: at most 200 characters.
    :param label_type: one of my types of label; whoever I label so is in the circle, which is mine
        alone. Without one, people are invited.

    Refuses: ``circle_unnamed``, ``label_type_missing``, ``text_too_long``, ``text_invalid``.
    """
    return one(
        Circle,
        "select * from amity.create_circle(%s, %s, %s::uuid)",
        name,
        description,
        label_type,
    )


def change(circle: UUID | str, name: str, description: str | None = None) -> Call[Circle]:
    """Says anew what a circle is called and what it is for, as an admin.

    Refuses: ``circle_not_found``, ``not_circle_admin``, ``circle_unnamed``, ``text_too_long``,
    ``text_invalid``.
    """
    return one(
        Circle, "select * from amity.change_circle(%s::uuid, %s, %s)", circle, name, description
    )


def end(circle: UUID | str) -> Call[Circle]:
    """Ends a circle for everybody in it, as an admin.

    Refuses: ``circle_not_found``, ``not_circle_admin``.
    """
    return one(Circle, "select * from amity.end_circle(%s::uuid)", circle)


def invite(circle: UUID | str, person: UUID | str) -> Call[CircleMember]:
    """Invites a connection of mine to a circle of which I am an admin.

    Refuses: ``circle_not_found``, ``circle_is_dynamic``, ``not_circle_admin``,
    ``person_not_found``, ``blocked``, ``not_connected``, ``already_member``, ``already_invited``.
    """
    return one(
        CircleMember, "select * from amity.invite_to_circle(%s::uuid, %s::uuid)", circle, person
    )


def accept(circle: UUID | str) -> Call[CircleMember]:
    """Joins a circle that I am invited to.

    Refuses: ``circle_invitation_not_found``, ``already_member``.
    """
    return one(CircleMember, "select * from amity.accept_circle_invitation(%s::uuid)", circle)


def decline(circle: UUID | str) -> Call[CircleMember]:
    """Declines an invitation, silently. Refuses: ``circle_invitation_not_found``."""
    return one(CircleMember, "select * from amity.decline_circle_invitation(%s::uuid)", circle)


def leave(circle: UUID | str) -> Call[CircleMember]:
    """Leaves a circle: the last admin hands over, the last member ends it.

    Refuses: ``circle_not_found``.
    """
    return one(CircleMember, "select * from amity.leave_circle(%s::uuid)", circle)


def remove(circle: UUID | str, person: UUID | str) -> Call[CircleMember]:
    """Removes a member or withdraws an invitation, as an admin or as who sent it.

    Refuses: ``circle_not_found``, ``circle_is_dynamic``, ``not_circle_admin``,
    ``circle_member_not_found``.
    """
    return one(
        CircleMember, "select * from amity.remove_from_circle(%s::uuid, %s::uuid)", circle, person
    )


def promote(circle: UUID | str, person: UUID | str) -> Call[CircleMember]:
    """Makes a member an admin, as an admin.

    Refuses: ``circle_not_found``, ``circle_is_dynamic``, ``not_circle_admin``,
    ``circle_member_not_found``, ``blocked``, ``role_unchanged``.
    """
    return one(
        CircleMember, "select * from amity.promote_in_circle(%s::uuid, %s::uuid)", circle, person
    )


def demote(circle: UUID | str, person: UUID | str) -> Call[CircleMember]:
    """Makes an admin, who may be myself, a member; the last admin hands over.

    Refuses: ``circle_not_found``, ``circle_is_dynamic``, ``not_circle_admin``,
    ``circle_member_not_found``, ``blocked``, ``role_unchanged``, ``last_admin``.
    """
    return one(
        CircleMember, "select * from amity.demote_in_circle(%s::uuid, %s::uuid)", circle, person
    )


def mine(*, limit: int = 50, after: MyCircle | None = None) -> Call[list[MyCircle]]:
    """The circles that I am in and my dynamic ones, newest first; then after the last of this."""
    return many(
        MyCircle,
        """
        select * from amity.my_circles
        where status is distinct from 'invited' and (since, id) < (%s::timestamptz, %s::uuid)
        order by since desc, id desc limit %s
        """,
        *((after.since, after.id) if after else FIRST_PAGE),
        limit,
    )


def invitations(*, limit: int = 50, after: MyCircle | None = None) -> Call[list[MyCircle]]:
    """The circles that I am invited to, newest first; the next page is after the last of this."""
    return many(
        MyCircle,
        """
        select * from amity.my_circles
        where status = 'invited' and (since, id) < (%s::timestamptz, %s::uuid)
        order by since desc, id desc limit %s
        """,
        *((after.since, after.id) if after else FIRST_PAGE),
        limit,
    )


def members(
    circle: UUID | str, *, limit: int = 50, after: CircleMember | None = None
) -> Call[list[CircleMember]]:
    """Who is in a shared circle, newest first; the next page is the one after the last of this."""
    return many(
        CircleMember,
        """
        select * from amity.circle_members
        where circle_id = %s::uuid and status = 'member'
          and (joined_at, id) < (%s::timestamptz, %s::uuid)
        order by joined_at desc, id desc limit %s
        """,
        circle,
        *((after.joined_at, after.id) if after else FIRST_PAGE),
        limit,
    )


def invited(
    circle: UUID | str, *, limit: int = 50, after: CircleMember | None = None
) -> Call[list[CircleMember]]:
    """Who is invited to a circle, newest first: all of them as an admin, else whom I invited."""
    return many(
        CircleMember,
        """
        select * from amity.circle_members
        where circle_id = %s::uuid and status = 'invited'
          and (invited_at, id) < (%s::timestamptz, %s::uuid)
        order by invited_at desc, id desc limit %s
        """,
        circle,
        *((after.invited_at, after.id) if after else FIRST_PAGE),
        limit,
    )


def people(
    circle: UUID | str, *, limit: int = 50, after: UUID | str | None = None
) -> Call[list[UUID]]:
    """Who is in a circle, shared or dynamic, by id; the next page is after the last id of this."""
    return values(
        "select person_id from amity.circle_people(%s::uuid, %s, %s::uuid)", circle, limit, after
    )


def history(*, limit: int = 50) -> Call[list[CircleMemberEntry]]:
    """What happened to me in circles, newest first."""
    return many(
        CircleMemberEntry,
        "select * from amity.circle_members_history order by occurred_at desc limit %s",
        limit,
    )
