"""What the database refuses about sync connections."""

from amity.errors import Refusal


class SyncInvalidToken(Refusal):
    """No connection has this token now."""


class SyncNotActive(Refusal):
    """The connection is pending, suspended, revoked or expired."""


class SyncExpired(Refusal):
    """The end of the connection has passed."""


class SyncDownloadLimitReached(Refusal):
    """The connection has no downloads left."""


class SyncRecordLimitReached(Refusal):
    """The connection has no records left."""


class SyncIpNotAllowed(Refusal):
    """The address is not in the list of the connection."""


class SyncOutsideAllowedHours(Refusal):
    """The connection cannot be used at this hour: the hint says when."""


class SyncInvalidPassword(Refusal):
    """The connection has another password."""


class SyncTableNotAllowed(Refusal):
    """The table does not exist, or is not offered to this connection."""


class SyncApprovalRequired(Refusal):
    """The table needs a transfer that was approved: see :func:`request`."""


class SyncApprovalPending(Refusal):
    """The transfer waits for its approval."""


class SyncApprovalDenied(Refusal):
    """The transfer was denied."""


class SyncApprovalExpired(Refusal):
    """The transfer was not approved in time."""


class SyncCursorUnsupported(Refusal):
    """The column is no timestamp that is not null and leads an index."""


class SyncGrantInvalid(Refusal):
    """The grant is too old, or of another transaction."""


class SyncSnapshotLost(Refusal):
    """The table was rewritten after the snapshot began."""


class SyncTransferOver(Refusal):
    """The transfer has ended."""


class SyncInvalidPosition(Refusal):
    """The position is neither the one reached nor the last one requested."""


class SyncRateLimited(Refusal):
    """Too many requests in the last minute: the hint says when to try again."""


class SyncTableTooLarge(Refusal):
    """The table has too many rows for a checksum: the hint says how many are read."""


class SyncAnnouncingDenied(Refusal):
    """The site takes no announcements."""


class SyncAnnouncementsFull(Refusal):
    """Too many announcements wait at the site."""


class SyncConnectionNotFound(Refusal):
    """No sync connection has that id."""


class SyncTransferNotFound(Refusal):
    """No sync transfer has that id."""


class SyncAlreadyConnected(Refusal):
    """There is a connection with that site in that direction, and it is not revoked."""


class SyncInvalidTransition(Refusal):
    """The status cannot change to this one."""


class SyncUsedUp(Refusal):
    """The connection would expire at once."""


class SyncWrongDirection(Refusal):
    """Only the other side of the connection can do that."""


class SyncInvalidField(Refusal):
    """The field cannot have that value: the hint says which it takes."""


class SyncFieldFixed(Refusal):
    """The field cannot be changed."""


class SyncTableUnsupported(Refusal):
    """The table has no primary key, or belongs to Postgres or Amity."""


class SyncOwnSite(Refusal):
    """The site is this database itself, or the one that it was copied from."""


class SyncLoop(Refusal):
    """The site has rows of this database: inserted here, they would circulate."""


class SyncKeyUnordered(Refusal):
    """The table's key at the site does not tell which rows are new."""


class SyncWouldDouble(Refusal):
    """Rows that would be inserted may exist already."""


class SyncTableNotWritable(Refusal):
    """The receiving connection does not name the table in ``writable_tables``."""


class SyncRoleNotGranted(Refusal):
    """The first offer of a table requires membership in the role ``amity_sync``."""


class SyncPasswordsUnavailable(Refusal):
    """A password requires the extension pgcrypto."""
