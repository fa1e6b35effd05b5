"""Whether tables hold the same rows here and at a site, by checksums that each side computes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from amity import sync_connections
from amity.calls import Conn
from amity.errors import AmityError
from amity.sync_connections import SyncConnection
from amity.sync_connections.receiver.errors import invalid_response
from amity.sync_connections.receiver.local_table import full_name, read_table
from amity.sync_connections.receiver.options import DEFAULTS, Options
from amity.sync_connections.receiver.preview import find_offered
from amity.sync_connections.receiver.secrets import Secrets
from amity.sync_connections.receiver.sites import open_source

if TYPE_CHECKING:
    from amity.sync_connections.receiver.source import Source


@dataclass(frozen=True, slots=True)
class Comparison:
    """A table on both sides, over the columns that both have, or why it cannot be compared."""

    table: str
    columns: Sequence[str] = ()
    rows: int | None = None
    rows_at_site: int | None = None
    is_identical: bool | None = None
    problem: AmityError | None = None


def compare(
    conn: Conn,
    site: SyncConnection,
    secrets: Secrets,
    tables: Sequence[str],
    options: Options = DEFAULTS,
) -> list[Comparison]:
    """Compare tables with those of a site, where each is one request.

    Args:
        conn: a connection to the local database.
        site: the receiving connection.
        secrets: what opens the site.
        tables: names.
        options: how the site is asked.
    """
    names = [full_name(conn, table) for table in tables]
    with open_source(site.site_url, secrets, **options.of_source()) as source:
        return [_compared(conn, source, site, name) for name in names]


_APPROVED = """
select remote_transfer_id from amity.sync_transfers
where sync_connection_id = %s and table_name = %s and direction = 'receive'
order by created_at desc limit 1
"""


def _compared(conn: Conn, source: "Source", site: SyncConnection, name: str) -> Comparison:
    try:
        return _compare(conn, source, site, name)
    except AmityError as problem:
        return Comparison(name, problem=problem)


def _compare(conn: Conn, source: "Source", site: SyncConnection, name: str) -> Comparison:
    local = {column.name for column in read_table(conn, name).columns}
    offered = find_offered(source, name)
    columns = [column.name for column in offered.columns if column.name in local]
    # an approval is good for as long as the last page can be asked for
    approved = conn.execute(_APPROVED, [site.id, name]).fetchone()
    transfer = approved[0] if approved and offered.requires_approval else None
    there = source.checksum(name, columns, transfer)
    if there.columns != columns:
        raise invalid_response("the checksum is of other columns than requested")
    here = sync_connections.checksum_table(name, columns).on(conn)
    is_identical = (here.row_count, here.checksum) == (there.row_count, there.checksum)
    return Comparison(name, columns, here.row_count, there.row_count, is_identical)
