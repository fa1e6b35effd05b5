"""The rows of sync connections, and the responses of a sending site."""

import ipaddress as ip
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from amity.calls import Id
from amity.errors import Refusal

__all__ = [
    "Address",
    "ApprovalMode",
    "Authorization",
    "ConnectionState",
    "Digest",
    "Direction",
    "Due",
    "Id",
    "Network",
    "NewSyncConnection",
    "Offer",
    "Page",
    "Permit",
    "Status",
    "Strategy",
    "SyncConnection",
    "SyncConnectionEntry",
    "SyncTransfer",
    "TableChecksum",
    "TransferStats",
    "TransferStatus",
]

Network = ip.IPv4Network | ip.IPv6Network
Address = ip.IPv4Address | ip.IPv6Address | ip.IPv4Interface | ip.IPv6Interface
Direction = Literal["sender", "receiver"]
Status = Literal["pending", "active", "suspended", "revoked", "expired"]
ApprovalMode = Literal["auto_approve", "require_approval", "per_table"]
Strategy = Literal["skip", "overwrite", "merge", "append"]
TransferStatus = Literal[
    "pending",
    "pending_approval",
    "approved",
    "denied",
    "in_progress",
    "completed",
    "failed",
    "cancelled",
    "expired",
]


@dataclass(frozen=True, slots=True)
class SyncConnection:
    """A row of ``amity.sync_connections``."""

    id: UUID
    name: str
    direction: Direction
    site_url: str
    status: Status
    approval_mode: ApprovalMode
    allowed_tables: list[str]
    excluded_tables: list[str]
    auto_approve_tables: list[str]
    writable_tables: list[str]
    expires_at: datetime | None
    max_downloads: int | None
    downloads_used: int
    max_records_total: int | None
    records_downloaded: int
    max_records_per_request: int
    rate_limit_requests_per_minute: int
    ip_whitelist: list[Network]
    allowed_hours_start: int | None
    allowed_hours_end: int | None
    allowed_hours_zone: str
    default_conflict_strategy: Strategy
    cursor_column: str | None
    auto_sync_enabled: bool
    auto_sync_tables: list[str]
    auto_sync_interval_minutes: int
    token_issued_at: datetime | None
    password_set_at: datetime | None
    created_by: UUID | None
    approved_at: datetime | None
    approved_by: UUID | None
    suspended_at: datetime | None
    suspended_by: UUID | None
    suspended_reason: str | None
    revoked_at: datetime | None
    revoked_by: UUID | None
    revoked_reason: str | None
    last_connected_at: datetime | None
    last_transfer_at: datetime | None
    total_transfers: int
    total_records_transferred: int
    total_bytes_transferred: int
    metadata: dict[str, Any]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class SyncTransfer:
    """A row of ``amity.sync_transfers``."""

    id: UUID
    direction: Literal["send", "receive"]
    sync_connection_id: UUID | None
    remote_site_url: str
    remote_transfer_id: UUID | None
    remote_site_id: UUID | None
    table_name: str
    status: TransferStatus
    conflict_strategy: Strategy | None
    cursor_column: str | None
    records_requested: int
    records_transferred: int
    records_created: int
    records_updated: int
    records_skipped: int
    records_failed: int
    records_deleted: int
    bytes_transferred: int
    asked: list[str] | None
    asked_before: list[str] | None
    reached: list[str] | None
    granted_at: datetime | None
    requires_approval: bool
    approval_expires_at: datetime | None
    approved_at: datetime | None
    approved_by: UUID | None
    denied_at: datetime | None
    denied_by: UUID | None
    denial_reason: str | None
    requester_ip: Address | None
    requester_user_agent: str | None
    initiated_by: UUID | None
    error_message: str | None
    metadata: dict[str, Any]
    created_at: datetime
    started_at: datetime | None
    staged_at: datetime | None
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class SyncConnectionEntry:
    """A row of ``amity.sync_connections_history``."""

    sync_connection_id: UUID
    name: str
    direction: Direction
    action: Literal[
        "created",
        "approved",
        "suspended",
        "reactivated",
        "renewed",
        "revoked",
        "expired",
        "changed",
        "token_issued",
        "password_set",
        "password_cleared",
        "deleted",
    ]
    changed: list[str]
    reason: str | None
    done_by: UUID | None
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class NewSyncConnection:
    """A row of ``amity.create_sync_connection()``, the only one that contains the token."""

    id: UUID
    token: str | None = field(repr=False)  # so that it is not logged by mistake


@dataclass(frozen=True, slots=True)
class ConnectionState:
    """A row of ``amity.sync_connection_state()``: of what is left, ``None`` is any number."""

    is_active: bool
    has_expired: bool
    has_downloads: bool
    has_records: bool
    downloads_left: int | None
    records_left: int | None
    hour_allowed: bool
    address_allowed: bool
    table_allowed: bool
    needs_approval: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A row of ``amity.sync_due()``."""

    sync_connection_id: UUID
    name: str
    site_url: str
    table_name: str
    conflict_strategy: Strategy
    due_at: datetime


@dataclass(frozen=True, slots=True)
class TransferStats:
    """A row of ``amity.sync_transfer_stats``."""

    sync_connection_id: UUID | None
    direction: Literal["send", "receive"]
    table_name: str
    transfers: int
    completed: int
    failed: int
    records: int
    bytes: int
    success_rate: float | None
    average_seconds: float | None
    last_completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class TableChecksum:
    """What ``amity.checksum_table()`` returns: the same for the same rows in any order."""

    row_count: int
    checksum: str


# --- responses of a sending site ---


@dataclass(frozen=True, slots=True)
class _Response:
    """Whether the request was allowed, and otherwise its refusal."""

    allowed: bool
    slug: str | None
    http_status: int
    message: str | None
    hint: str | None

    def or_refuse(self) -> Self:
        """Returns this, or raises it as the refusal that it is. Commit first: see the package."""
        if not self.allowed:
            slug = self.slug or "refused"
            raise Refusal.by_slug.get(slug, Refusal)(
                self.message or slug, hint=self.hint or "", status=self.http_status, slug=slug
            )
        return self


@dataclass(frozen=True, slots=True)
class Authorization(_Response):
    """A row of ``amity.sync_authorization``."""

    sync_connection_id: UUID | None
    transfer_id: UUID | None
    rows_granted: int | None


@dataclass(frozen=True, slots=True)
class Offer(_Response):
    """A row of ``amity.sync_offer``.

    Each of ``tables`` has the keys ``table``, ``columns`` (each with ``name``, ``type``,
    ``not_null``, ``identity``, ``generated`` and ``key``, its position in the primary key),
    ``estimated_rows`` (``None``: unknown), ``requires_approval``, ``refers_to``, the tables that
    its foreign keys point to, and ``sites``, the ids of the sites whose rows it has, the site
    itself first.
    """

    tables: list[dict[str, Any]] | None


@dataclass(frozen=True, slots=True)
class Page(_Response):
    """A row of ``amity.sync_page``.

    Each of ``records`` has a value for each of ``columns``: ``None``, or the text that Postgres
    writes for it, which ``COPY … FROM`` reads back exactly. (A ``money`` is written as with
    ``lc_monetary`` C.) ``reached`` is where the next page begins. A page that was granted has a
    ``receipt``: see :func:`settle`.
    """

    transfer_id: UUID | None
    columns: list[dict[str, Any]] | None
    records: list[list[str | None]] | None
    record_count: int | None
    reached: list[str] | None
    is_last: bool | None
    receipt: str | None = None


@dataclass(frozen=True, slots=True)
class Permit(_Response):
    """A row of ``amity.sync_permit``: ``signed_grant`` is good for one :func:`read`."""

    transfer_id: UUID | None
    rows_granted: int | None
    signed_grant: str | None


@dataclass(frozen=True, slots=True)
class Digest(_Response):
    """A row of ``amity.sync_digest``: a checksum of a table over those columns."""

    columns: list[str] | None
    row_count: int | None
    checksum: str | None
