"""What a pull would do, told without writing on either side and without requesting a record."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from amity import sync_connections
from amity.calls import Conn
from amity.errors import AmityError
from amity.sync_connections import Strategy, SyncConnection
from amity.sync_connections.receiver.errors import CannotReceiveError
from amity.sync_connections.receiver.local_table import read_table
from amity.sync_connections.receiver.mapping import mapping
from amity.sync_connections.receiver.mirror import require_mirrorable
from amity.sync_connections.receiver.options import Options

if TYPE_CHECKING:
    from amity.sync_connections.receiver.responses import OfferedTable
    from amity.sync_connections.receiver.source import Source


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen to a table."""

    table: str
    strategy: Strategy
    estimated_rows: int | None
    """The rows of the table at the site; ``None`` where it does not know."""
    arrived: int
    """Records that an interrupted transfer has brought: it continues after them."""
    requires_approval: bool
    problem: AmityError | None
    """Why nothing would be written."""


def find_offered(source: "Source", name: str) -> "OfferedTable":
    """Find a table in what the site offers."""
    for each in source.tables().tables:
        if each.table == name:
            return each
    raise CannotReceiveError(
        f"The site does not offer {name}.", "`amity sync tables` shows what it offers."
    )


def preview_table(
    conn: Conn,
    source: "Source",
    site: SyncConnection,
    name: str,
    *,
    names: Sequence[str],
    options: Options,
) -> Preview:
    """Compare a local table, which would be received with those, with what the site offers."""
    strategy = options.strategy or site.default_conflict_strategy
    arrived = 0
    for transfer in sync_connections.unfinished(site.id, name).on(conn)[:1]:
        if transfer.conflict_strategy and options.strategy in {None, transfer.conflict_strategy}:
            strategy, arrived = transfer.conflict_strategy, transfer.records_transferred
    offered: OfferedTable | None = None
    problem: AmityError | None = None
    try:
        offered = find_offered(source, name)
        table = read_table(conn, name)
        mapping(table, strategy, offered.columns)
        if options.mirror:
            require_mirrorable(conn, table, strategy, names)
    except AmityError as error:
        problem = error
    return Preview(
        name,
        strategy,
        offered.estimated_rows if offered else None,
        arrived,
        requires_approval=bool(offered and offered.requires_approval),
        problem=problem,
    )
