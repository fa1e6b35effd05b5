"""The sending side: the tables that it offers, and its transfers."""

from amity.calls import Call, function, many, nothing, optional, page, value, values
from amity.sync_connections.records import Id, SyncTransfer

__all__ = [
    "approve_transfer",
    "cancel_transfer",
    "complete_transfer",
    "deny_transfer",
    "fail_transfer",
    "offer_table",
    "tables_of",
    "transfer",
    "transfers",
    "waiting",
    "withdraw_table",
]


def offer_table(table: str) -> Call[str]:
    """Offers a table to the connections that allow it, and returns its full name.

    :param table: the table as SQL writes it: ``public.orders``.

    For the owner of the schema. Refuses: ``sync_table_unsupported``, ``sync_role_not_granted``.
    """
    return value(str, "select amity.offer_table(%s::regclass)", table)


def withdraw_table(table: str) -> Call[None]:
    """Stops offering a table. For the owner of the schema."""
    return nothing("select amity.withdraw_table(%s::regclass)", table)


def tables_of(schema: str) -> Call[list[str]]:
    """The tables of a schema that have a primary key, by their full names.

    :param schema: with a star: ``shop.*``.
    """
    query = """
        select format('%%I.%%I', nspname, relname)
        from pg_class
        join pg_namespace on pg_namespace.oid = relnamespace
        join pg_index on indrelid = pg_class.oid and indisprimary
        where amity_private.sync_table_name(%s, true) = format('%%I.*', nspname)
          and relkind in ('r', 'p') and not relispartition and nspname !~ '^pg_'
          and nspname not in ('information_schema', 'amity', 'amity_private')
        order by relname
    """
    return values(str, query, schema)


def waiting(*, limit: int = 50) -> Call[list[SyncTransfer]]:
    """The transfers that wait for an approval, the oldest first."""
    query = """
        select * from amity.sync_transfers
        where status = 'pending_approval' and coalesce(approval_expires_at, 'infinity') > now()
        order by approval_expires_at, id limit %s
    """
    return many(SyncTransfer, query, limit)


def transfer(transfer: Id) -> Call[SyncTransfer | None]:
    """The transfer of that id."""
    query = "select * from amity.sync_transfers where id = %s::uuid"
    return optional(SyncTransfer, query, transfer)


def transfers(
    connection: Id, *, limit: int = 50, after: SyncTransfer | None = None
) -> Call[list[SyncTransfer]]:
    """The transfers of a connection, newest first; the next page begins after the last of this."""
    where = "sync_connection_id = %s::uuid"
    return page(SyncTransfer, "sync_transfers", limit, after, connection, where=where)


def approve_transfer(transfer: Id, *, actor: Id | None = None) -> Call[SyncTransfer]:
    """Approves a transfer that waits.

    Refuses: ``sync_transfer_not_found``, ``sync_invalid_transition``, ``sync_approval_expired``.
    """
    return function(SyncTransfer, "approve_sync_transfer", transfer, actor)


def deny_transfer(
    transfer: Id, reason: str | None = None, *, actor: Id | None = None
) -> Call[SyncTransfer]:
    """Denies a transfer that waits.

    Refuses: ``sync_transfer_not_found``, ``sync_invalid_transition``, ``text_too_long``,
    ``text_invalid``.
    """
    return function(SyncTransfer, "deny_sync_transfer", transfer, reason, actor)


def cancel_transfer(transfer: Id) -> Call[SyncTransfer]:
    """Cancels a transfer. Refuses: ``sync_transfer_not_found``, ``sync_invalid_transition``."""
    return function(SyncTransfer, "cancel_sync_transfer", transfer)


def complete_transfer(transfer: Id) -> Call[SyncTransfer]:
    """Completes a running transfer.

    Refuses: ``sync_transfer_not_found``, ``sync_invalid_transition``.
    """
    return function(SyncTransfer, "complete_sync_transfer", transfer)


def fail_transfer(transfer: Id, reason: str) -> Call[SyncTransfer]:
    """Ends a transfer that cannot continue, with the reason.

    Refuses: ``sync_transfer_not_found``, ``sync_invalid_transition``.
    """
    return function(SyncTransfer, "fail_sync_transfer", transfer, reason)
