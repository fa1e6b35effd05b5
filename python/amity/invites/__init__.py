"""Invites: a QR code or a link that connects the person who redeems it with its issuer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from amity.calls import Call, Id, function, page
from amity.connections import Connection
from amity.invites import errors

__all__ = ["errors", "issue", "mine", "redeem", "revoke"]

InviteMedium = Literal["qr", "link"]
InviteKind = Literal["connect", "request"]


@dataclass(frozen=True, slots=True)
class Invite:
    """A row of ``amity.invites``, without the token."""

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
    """A row of ``amity.issued_invite``: an invite with its token, which is shown only now."""

    token: str
    id: UUID
    medium: InviteMedium
    kind: InviteKind
    note: str | None
    max_uses: int | None
    expires_at: datetime | None


def issue(
    medium: InviteMedium = "link",
    kind: InviteKind = "connect",
    *,
    max_uses: int | None = 1,
    ttl: timedelta | None = None,
    note: str | None = None,
) -> Call[IssuedInvite]:
    """Issues an invite; its token is returned only here.

    :param medium: ``qr`` can be redeemed once and replaces my last one.
    :param kind: ``connect`` makes a connection, ``request`` a request to me.
    :param max_uses: how often a link can be redeemed; ``None`` is unlimited.
    :param ttl: how long it can be redeemed; ``None`` is as long as the host allows.
    :param note: a private note, at most 500 characters.

    Refuses: ``invite_invalid``, ``limit_reached``, ``rate_limited``, ``text_too_long``,
    ``text_invalid``.
    """
    return function(IssuedInvite, "issue_invite", medium, kind, max_uses, ttl, note)


def redeem(token: str) -> Call[Connection]:
    """Redeems an invite; gives my connection with its issuer, or my request to them.

    Refuses: ``invite_not_found``, ``invite_expired``, ``invite_used_up``, ``self_connection``,
    ``already_connected``, ``pending_request``, ``request_received``, ``cooling_down``,
    ``limit_reached``, ``rate_limited``, ``connections_disabled``.
    """
    return function(Connection, "redeem_invite", token)


def revoke(invite: Id) -> Call[Invite]:
    """Revokes an invite of mine; ties that it made stay. Refuses: ``invite_not_found``."""
    return function(Invite, "revoke_invite", invite)


def mine(*, limit: int = 50, after: Invite | None = None) -> Call[list[Invite]]:
    """My invites, newest first."""
    return page(Invite, "invites", limit, after, mine="issuer_id", by=("issued_at", "id"))
