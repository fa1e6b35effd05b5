"""The sending side: what is offered, who waits for an approval, and how a transfer ends."""

from __future__ import annotations

from amity.calls import Call, many, nothing, one, page, value
from amity.sync_connections.records import (
    Id,
    SyncTransfer,
)

__all__ = [
    "approve_transfer",
    "cancel_transfer",
    "complete_transfer",
    "deny_transfer",
    "fail_transfer",
    "offer_table",
    "transfer",
    "transfers",
    "waiting",
    "withdraw_table",
]


def offer_table(table: str) -> Call[str]:
    """Lets a table be sent, as far as each connection allows it; gives its name in its one form.

    :param table: the table as SQL writes it: ``public.orders``.

    For the owner of the schema. Refuses: ``sync_table_unsupported``, ``sync_role_not_granted``.
    """
    return value(str, "select amity.offer_table(%s::regclass)", table)


def withdraw_table(table: str) -> Call[None]:
    """Lets a table be sent no more. For the owner of the schema."""
    return nothing("select amity.withdraw_table(%s::regclass)", table)


def waiting(*, limit: int = 50) -> Call[list[SyncTransfer]]:
    """The transfers that wait for an approval, the longest first."""
    return many(
        SyncTransfer,
        """
        select * from amity.sync_transfers
        where status = 'pending_approval' and coalesce(approval_expires_at, 'infinity') > now()
        order by approval_expires_at, id limit %s
        """,
        limit,
    )


def transfer(transfer: Id) -> Call[list[SyncTransfer]]:
    """The transfer of that id: one, or none."""
    return many(SyncTransfer, "select * from amity.sync_transfers where id = %s::uuid", transfer)


def transfers(
    connection: Id, *, limit: int = 50, after: SyncTransfer | None = None
) -> Call[list[SyncTransfer]]:
    """The transfers of a connection, newest first; the next page is after the last one of this."""
    return page(
        SyncTransfer,
        "select * from amity.sync_transfers where sync_connection_id = %s::uuid",
        connection,
        limit=limit,
        after=after,
    )


def approve_transfer(transfer: Id, *, actor: Id | None = None) -> Call[SyncTransfer]:
    """Lets a transfer that waits begin.

    Refuses: ``sync_transfer_not_found``, ``sync_invalid_transition``, ``sync_approval_expired``.
    """
    return one(
        SyncTransfer,
        "select * from amity.approve_sync_transfer(%s::uuid, %s::uuid)",
        transfer,
        actor,
    )


def deny_transfer(
    transfer: Id, reason: str | None = None, *, actor: Id | None = None
) -> Call[SyncTransfer]:
    """Denies a transfer that waits.

    Refuses: ``sync_transfer_not_found``, ``sync_invalid_transition``, ``text_too_long``,
    ``text_invalid``.
    """
    return one(
        SyncTransfer,
        "select * from amity.deny_sync_transfer(%s::uuid, %s, %s::uuid)",
        transfer,
        reason,
        actor,
    )


def cancel_transfer(transfer: Id) -> Call[SyncTransfer]:
    """Stops a transfer. Refuses: ``sync_transfer_not_found``, ``sync_invalid_transition``."""
    return one(SyncTransfer, "select * from amity.cancel_sync_transfer(%s::uuid)", transfer)


def complete_transfer(transfer: Id) -> Call[SyncTransfer]:
    """Says that all of a running transfer went through.

    Refuses: ``sync_transfer_not_found``, ``sync_invalid_transition``.
    """
    return one(SyncTransfer, "select * from amity.complete_sync_transfer(%s::uuid)", transfer)


def fail_transfer(transfer: Id, reason: str) -> Call[SyncTransfer]:
    """Says that a transfer cannot go on, and why.

    Refuses: ``sync_transfer_not_found``, ``sync_invalid_transition``.
    """
    return one(
        SyncTransfer, "select * from amity.fail_sync_transfer(%s::uuid, %s)", transfer, reason
    )
