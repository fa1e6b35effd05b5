"""What the database refuses about sync connections."""

from __future__ import annotations

from amity.errors import Refusal

__all__ = [
    "SyncAlreadyConnected",
    "SyncApprovalDenied",
    "SyncApprovalExpired",
    "SyncApprovalPending",
    "SyncApprovalRequired",
    "SyncConnectionNotFound",
    "SyncDownloadLimitReached",
    "SyncExpired",
    "SyncFieldFixed",
    "SyncInvalidField",
    "SyncInvalidPassword",
    "SyncInvalidPosition",
    "SyncInvalidToken",
    "SyncInvalidTransition",
    "SyncIpNotAllowed",
    "SyncKeyUnordered",
    "SyncLoop",
    "SyncNotActive",
    "SyncOutsideAllowedHours",
    "SyncOwnSite",
    "SyncPasswordsUnavailable",
    "SyncRateLimited",
    "SyncRecordLimitReached",
    "SyncRoleNotGranted",
    "SyncTableNotAllowed",
    "SyncTableNotWritable",
    "SyncTableUnsupported",
    "SyncTransferNotFound",
    "SyncTransferOver",
    "SyncUsedUp",
    "SyncWouldDouble",
    "SyncWrongDirection",
]


class SyncInvalidToken(Refusal):
    """No connection has this token, or has it any more."""


class SyncNotActive(Refusal):
    """The connection is pending, suspended, revoked or expired."""


class SyncExpired(Refusal):
    """The connection is past its end."""


class SyncDownloadLimitReached(Refusal):
    """The connection has no downloads left."""


class SyncRecordLimitReached(Refusal):
    """The connection has no records left."""


class SyncIpNotAllowed(Refusal):
    """The address is not in the list of the connection."""


class SyncOutsideAllowedHours(Refusal):
    """The connection cannot be used at this hour: the hint says when."""


class SyncInvalidPassword(Refusal):
    """The connection has a password, and it is another one."""


class SyncTableNotAllowed(Refusal):
    """There is no such table, or not for this connection, which is not told."""


class SyncApprovalRequired(Refusal):
    """The table needs a transfer that was approved: see :func:`request`."""


class SyncApprovalPending(Refusal):
    """The transfer waits for its approval."""


class SyncApprovalDenied(Refusal):
    """The transfer was denied."""


class SyncApprovalExpired(Refusal):
    """Nobody approved the transfer in time."""


class SyncTransferOver(Refusal):
    """The transfer has ended."""


class SyncInvalidPosition(Refusal):
    """The place to go on from is neither the one that was reached nor the last one asked for."""


class SyncRateLimited(Refusal):
    """Too many requests got through in the last minute: the hint says when to try again."""


class SyncConnectionNotFound(Refusal):
    """No sync connection has that id."""


class SyncTransferNotFound(Refusal):
    """No sync transfer has that id."""


class SyncAlreadyConnected(Refusal):
    """There is a connection with that site in that direction, and it is not revoked."""


class SyncInvalidTransition(Refusal):
    """What has that status cannot get this one."""


class SyncUsedUp(Refusal):
    """The connection would expire at once."""


class SyncWrongDirection(Refusal):
    """Only the other side of a connection does that."""


class SyncInvalidField(Refusal):
    """A field cannot have that value: the hint says what it takes."""


class SyncFieldFixed(Refusal):
    """A field can never be changed."""


class SyncTableUnsupported(Refusal):
    """Only tables with a primary key can be offered, and none of Postgres or of Amity."""


class SyncOwnSite(Refusal):
    """The site is this database itself, or the one that it is a copy of."""


class SyncLoop(Refusal):
    """Rows of this database came to that site: inserted here, they would go round for ever."""


class SyncKeyUnordered(Refusal):
    """The table's key there does not tell which rows are new."""


class SyncWouldDouble(Refusal):
    """What would be inserted may be here already."""


class SyncTableNotWritable(Refusal):
    """The receiving connection does not name the table in ``writable_tables``."""


class SyncRoleNotGranted(Refusal):
    """Offering the first table takes the right to become the role ``amity_sync``."""


class SyncPasswordsUnavailable(Refusal):
    """A password takes the extension pgcrypto."""
