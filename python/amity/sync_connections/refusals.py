"""What the database refuses about sync connections."""

from __future__ import annotations

from amity.refusals import Refusal

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


class SyncInvalidToken(Refusal, slug="sync_invalid_token"):
    """No connection has this token, or has it any more."""


class SyncNotActive(Refusal, slug="sync_not_active"):
    """The connection is pending, suspended, revoked or expired."""


class SyncExpired(Refusal, slug="sync_expired"):
    """The connection is past its end."""


class SyncDownloadLimitReached(Refusal, slug="sync_download_limit_reached"):
    """The connection has no downloads left."""


class SyncRecordLimitReached(Refusal, slug="sync_record_limit_reached"):
    """The connection has no records left."""


class SyncIpNotAllowed(Refusal, slug="sync_ip_not_allowed"):
    """The address is not in the list of the connection."""


class SyncOutsideAllowedHours(Refusal, slug="sync_outside_allowed_hours"):
    """The connection cannot be used at this hour: the hint says when."""


class SyncInvalidPassword(Refusal, slug="sync_invalid_password"):
    """The connection has a password, and it is another one."""


class SyncTableNotAllowed(Refusal, slug="sync_table_not_allowed"):
    """There is no such table, or not for this connection, which is not told."""


class SyncApprovalRequired(Refusal, slug="sync_approval_required"):
    """The table needs a transfer that was approved: see :func:`request`."""


class SyncApprovalPending(Refusal, slug="sync_approval_pending"):
    """The transfer waits for its approval."""


class SyncApprovalDenied(Refusal, slug="sync_approval_denied"):
    """The transfer was denied."""


class SyncApprovalExpired(Refusal, slug="sync_approval_expired"):
    """Nobody approved the transfer in time."""


class SyncTransferOver(Refusal, slug="sync_transfer_over"):
    """The transfer has ended."""


class SyncInvalidPosition(Refusal, slug="sync_invalid_position"):
    """The place to go on from is neither the one that was reached nor the last one asked for."""


class SyncRateLimited(Refusal, slug="sync_rate_limited"):
    """Too many requests got through in the last minute: the hint says when to try again."""


class SyncConnectionNotFound(Refusal, slug="sync_connection_not_found"):
    """No sync connection has that id."""


class SyncTransferNotFound(Refusal, slug="sync_transfer_not_found"):
    """No sync transfer has that id."""


class SyncAlreadyConnected(Refusal, slug="sync_already_connected"):
    """There is a connection with that site in that direction, and it is not revoked."""


class SyncInvalidTransition(Refusal, slug="sync_invalid_transition"):
    """What has that status cannot get this one."""


class SyncUsedUp(Refusal, slug="sync_used_up"):
    """The connection would expire at once."""


class SyncWrongDirection(Refusal, slug="sync_wrong_direction"):
    """Only the other side of a connection does that."""


class SyncInvalidField(Refusal, slug="sync_invalid_field"):
    """A field cannot have that value: the hint says what it takes."""


class SyncFieldFixed(Refusal, slug="sync_field_fixed"):
    """A field can never be changed."""


class SyncTableUnsupported(Refusal, slug="sync_table_unsupported"):
    """Only tables with a primary key can be offered, and none of Postgres or of Amity."""


class SyncOwnSite(Refusal, slug="sync_own_site"):
    """The site is this database itself, or the one that it is a copy of."""


class SyncLoop(Refusal, slug="sync_loop"):
    """Rows of this database came to that site: inserted here, they would go round for ever."""


class SyncKeyUnordered(Refusal, slug="sync_key_unordered"):
    """The table's key there does not tell which rows are new."""


class SyncWouldDouble(Refusal, slug="sync_would_double"):
    """What would be inserted may be here already."""


class SyncTableNotWritable(Refusal, slug="sync_table_not_writable"):
    """The receiving connection does not name the table in ``writable_tables``."""


class SyncRoleNotGranted(Refusal, slug="sync_role_not_granted"):
    """Offering the first table takes the right to become the role ``amity_sync``."""


class SyncPasswordsUnavailable(Refusal, slug="sync_passwords_unavailable"):
    """A password takes the extension pgcrypto."""
