"""Invites: a code to scan or a link to send, which connects whoever redeems it with its issuer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from amity.calls import FIRST_PAGE, Call, many, one
from amity.connections import Connection
from amity.refusals import Refusal

__all__ = [
    "Invite",
    "InviteExpired",
    "InviteInvalid",
    "InviteKind",
    "InviteMedium",
    "InviteNotFound",
    "InviteUsedUp",
    "IssuedInvite",
    "issue",
    "mine",
    "redeem",
    "revoke",
]

InviteMedium = Literal["qr", "link"]
InviteKind = Literal["connect", "request"]


@dataclass(frozen=True, slots=True)
class Invite:
    """A row of ``amity.invites``: everything but what opens it."""

    id: UUID
    issuer_id: UUID
    medium: InviteMedium
    kind: InviteKind
    note: str | None
    max_uses: int | None
    uses: int
    issued_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class IssuedInvite:
    """A row of ``amity.issued_invite``: an invite with its token, which is shown this once."""

    token: str
    id: UUID
    medium: InviteMedium
    kind: InviteKind
    note: str | None
    max_uses: int | None
    expires_at: datetime | None


class InviteNotFound(Refusal):
    """No such invite; or, which must look the same, there is a block between the two."""


class InviteExpired(Refusal):
    """The invite could be redeemed until a moment that is over."""


class InviteUsedUp(Refusal):
    """The invite was redeemed as often as it can be."""


class InviteInvalid(Refusal):
    """No invite can last so long, or be redeemed so often: the hint says what is possible."""


def issue(
    medium: InviteMedium = "link",
    kind: InviteKind = "connect",
    *,
    max_uses: int | None = 1,
    ttl: timedelta | None = None,
    note: str | None = None,
) -> Call[IssuedInvite]:
    """Makes an invite; its token comes back this once.

    :param medium: ``qr`` is redeemed once and takes the place of my last one.
    :param kind: ``connect`` makes a connection, ``request`` only asks me.
    :param max_uses: how often a link can be redeemed; ``None`` is any number of times.
    :param ttl: how long it can be redeemed; ``None`` is as long as the host allows.
    :param note: a private note, at most 500 characters.

    Refuses: ``invite_invalid``, ``limit_reached``, ``rate_limited``, ``text_too_long``,
    ``text_invalid``.
    """
    return one(
        IssuedInvite,
        """
        select * from amity.issue_invite(
          %s::amity.invite_medium, %s::amity.invite_kind, %s, %s, %s
        )
        """,
        medium,
        kind,
        max_uses,
        ttl,
        note,
    )


def redeem(token: str) -> Call[Connection]:
    """Redeems an invite: gives my connection with its issuer, or my request to them.

    Refuses: ``invite_not_found``, ``invite_expired``, ``invite_used_up``, ``self_connection``,
    ``already_connected``, ``pending_request``, ``request_received``, ``cooling_down``,
    ``limit_reached``, ``rate_limited``, ``connections_disabled``.
    """
    return one(Connection, "select * from amity.redeem_invite(%s)", token)


def revoke(invite: UUID | str) -> Call[Invite]:
    """Withdraws an invite of mine; what came of it stays. Refuses: ``invite_not_found``."""
    return one(Invite, "select * from amity.revoke_invite(%s::uuid)", invite)


def mine(*, limit: int = 50, after: Invite | None = None) -> Call[list[Invite]]:
    """My invites, newest first; the next page is the one after the last invite of this."""
    return many(
        Invite,
        """
        select * from amity.invites
        where issuer_id = (select amity.me())
          and (issued_at, id) < (%s::timestamptz, %s::uuid)
        order by issued_at desc, id desc limit %s
        """,
        *((after.issued_at, after.id) if after else FIRST_PAGE),
        limit,
    )
