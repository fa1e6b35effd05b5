"""Whether rows that a site no longer has may be deleted here, and how many."""

from collections.abc import Sequence

from psycopg import sql

from amity.calls import Conn, values
from amity.sync_connections import Strategy
from amity.sync_connections.receiver.errors import CannotReceiveError
from amity.sync_connections.receiver.local_table import LocalTable
from amity.sync_connections.receiver.staged import Staged

# Below this, or one row in a hundred, rows are deleted without being asked for a limit.
_FEW = 1000

# A table that is written with a row that it refers to, and is not received in the same statement or
# may keep what it refers to.
_WRITTEN_ALONG = """
select format('%%I.%%I', nspname, relname)
from pg_constraint
join pg_class on pg_class.oid = conrelid
join pg_namespace on pg_namespace.oid = relnamespace
where confrelid = to_regclass(%s) and contype = 'f' and confdeltype in ('c', 'n', 'd')
  and conparentid = 0
  and (%s <> 'overwrite'
    or conrelid not in (select to_regclass(name) from unnest(%s::text[]) as name))
order by 1
"""


def require_mirrorable(
    conn: Conn, table: LocalTable, strategy: Strategy, names: Sequence[str]
) -> None:
    """Refuse a table that cannot be mirrored when those are received."""
    if strategy == "append" or not table.key:
        raise CannotReceiveError(
            f"{table.name} cannot be mirrored: its rows are always inserted.",
            "Give the table a primary key, and use another strategy than append.",
        )
    found = values(str, _WRITTEN_ALONG, table.name, strategy, list(names)).on(conn)
    if found:
        raise CannotReceiveError(
            f"{table.name} cannot be mirrored: deleting its rows would write to {found[0]}.",
            "Receive that table as well, with overwrite, or let its foreign key do nothing.",
        )


def require_few(conn: Conn, staged: Staged, limit: int | None) -> None:
    """Refuse to delete more rows than the limit, or than some if there is none."""
    query = "select (select count(*) from {}), (select count(*) from {})"
    count, rows = conn.execute(
        sql.SQL(query).format(staged.leftovers, staged.table.own_rows)
    ).fetchone() or (0, 0)
    allowed = max(_FEW, rows // 100) if limit is None else limit
    if count > allowed:
        raise CannotReceiveError(
            f"{staged.table.name} has {count:,} rows that the site no longer has: more than"
            f" {allowed:,} are not deleted.",
            "Check the site, then allow as many with --delete-limit: nothing is pulled again.",
        )
