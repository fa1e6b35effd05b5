"""How every connection is doing, and what is wrong with it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amity.calls import Call, many
from amity.sync_connections.records import Direction, Status

__all__ = ["ConnectionStatus", "status"]


@dataclass(frozen=True, slots=True)
class ConnectionStatus:
    """A connection that is not revoked: its last run, its next one, and its problems."""

    sync_connection_id: UUID
    name: str
    direction: Direction
    status: Status
    site_url: str
    records: int
    """Records that were transferred in all."""
    last_run_at: datetime | None
    """When its newest transfer began."""
    last_completed_at: datetime | None
    """When a transfer was last completed."""
    lag_seconds: int | None
    """How long ago that is."""
    next_run_at: datetime | None
    """When a table is due for `amity sync run`; ``None`` without an automatic pull."""
    problems: list[str]


_STATUS = """
with newest as (
  select distinct on (sync_connection_id, table_name) *
  from amity.sync_transfers
  where sync_connection_id is not null
  order by sync_connection_id, table_name, created_at desc
), found as (
  select newest.sync_connection_id as id, max(created_at) as last_run_at,
    array_agg(concat_ws(': ', table_name, 'failed', error_message) order by table_name)
      filter (where direction = 'receive' and status = 'failed') as failed,
    array_agg(format('%%s: %%s records could not be written', table_name, records_failed)
      order by table_name) filter (where records_failed > 0 and status = 'completed') as incomplete,
    array_agg(table_name || ': interrupted, or waiting for the site' order by table_name)
      filter (where direction = 'receive' and status = 'in_progress') as interrupted
  from newest group by newest.sync_connection_id
)
select sites.id as sync_connection_id, sites.name, sites.direction, sites.status, sites.site_url,
  sites.total_records_transferred as records, found.last_run_at,
  completed.at as last_completed_at,
  extract(epoch from clock_timestamp() - completed.at)::bigint as lag_seconds, due.next_run_at,
  array_remove(array[
    case when sites.status <> 'active'
      then concat_ws(': ', 'the connection is ' || sites.status, sites.suspended_reason) end,
    case when sites.direction = 'sender' and sites.token_issued_at is null
      then 'there is no token: see `amity sync rotate`' end,
    case when sites.status = 'active' and sites.expires_at < clock_timestamp() + interval '1 day'
      then 'the connection expires within a day: see `amity sync renew`' end,
    case when waiting.number > 0
      then waiting.number || ' waiting for approval: see `amity sync waiting`' end,
    case when due.next_run_at < clock_timestamp()
        - sites.auto_sync_interval_minutes * interval '1 minute'
      then 'a run was missed: is `amity sync run` scheduled?' end
  ] || found.failed || found.incomplete || found.interrupted, null) as problems
from amity.sync_connections as sites
left join found on found.id = sites.id
cross join lateral (
  select max(completed_at) as at from amity.sync_transfers as transfers
  where transfers.sync_connection_id = sites.id and transfers.status = 'completed'
) as completed
cross join lateral (
  select count(*) as number from amity.sync_transfers as transfers
  where transfers.sync_connection_id = sites.id and transfers.status = 'pending_approval'
    and coalesce(transfers.approval_expires_at, 'infinity') > clock_timestamp()
) as waiting
cross join lateral (
  -- as amity.sync_due() reckons it
  select min(coalesce(
    newest.created_at + sites.auto_sync_interval_minutes * interval '1 minute', sites.created_at
  )) as next_run_at
  from unnest(sites.auto_sync_tables) as wanted (table_name)
  left join newest on newest.sync_connection_id = sites.id
    and newest.table_name = wanted.table_name
  where sites.auto_sync_enabled and sites.status = 'active'
) as due
where sites.status <> 'revoked'
order by sites.name, sites.id
"""


def status() -> Call[list[ConnectionStatus]]:
    """How every connection is doing, by name; without those that are revoked."""
    return many(ConnectionStatus, _STATUS)
