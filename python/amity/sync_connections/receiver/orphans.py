"""Removes records from stages whose parents are neither in the table nor in a stage.

And the records that refer to those, and so on: each reference is followed once, however deep they
go.
"""

from collections.abc import Sequence

from psycopg import sql

from amity.calls import Conn
from amity.sync_connections.receiver.deadline import limit_time
from amity.sync_connections.receiver.errors import printable
from amity.sync_connections.receiver.page_writer import MISSING_PARENT, RowError
from amity.sync_connections.receiver.references import Reference
from amity.sync_connections.receiver.staged import TRUE, Staged, remove_twins

_ORPHANS = sql.Identifier("pg_temp", "amity_orphans")
_EDGES = sql.Identifier("pg_temp", "amity_edges")

_MAKE = """
create temporary table amity_orphans (
  nth integer, place tid, constraint_name text, primary key (nth, place)
) on commit drop
"""
_FIND = """
insert into {orphans}
select {nth}, a.ctid, {name} from {stage} as a
where {refers} and {is_written} and {is_not_here}{and_not}
on conflict do nothing
"""
_NOT_THERE = "not exists (select from {} as p where {})"
_EDGE = """
select {parent_nth} as parent_nth, p.ctid as parent_place, {nth} as nth, a.ctid as place,
  {name} as constraint_name
from {stage} as a join {parent_stage} as p on {same}
where {refers} and {is_written} and {is_not_here}
"""
_FOLLOW = """
with recursive gone (nth, place, constraint_name) as (
  table {orphans}
  union
  select edges.nth, edges.place, edges.constraint_name
  from gone join {edges} as edges on (parent_nth, parent_place) = (gone.nth, gone.place)
)
insert into {orphans} table gone on conflict do nothing
"""
_REMOVE = """
with gone as (
  delete from {stage} as a using {orphans} as orphans
  where orphans.nth = {nth} and a.ctid = orphans.place
  returning {key} as key, orphans.constraint_name
)
select key, constraint_name, count(*) over () from gone order by key limit 100
"""


def is_checked(table: Staged, reference: Reference, tables: Sequence[Staged]) -> bool:
    """Whether the parents of a reference can be looked for: in the table and in the stages."""
    parent = parent_of(reference, tables)
    return (
        reference.is_searchable
        and {each.name for each in table.columns}.issuperset(reference.columns)
        and (
            parent is None
            or {each.name for each in parent.columns}.issuperset(reference.parent_columns)
        )
    )


def parent_of(reference: Reference, tables: Sequence[Staged]) -> Staged | None:
    """Give the stage that may have the parents of a reference."""
    return next((each for each in tables if each.table.identifier == reference.parent), None)


def remove_orphans(
    conn: Conn, tables: Sequence[Staged], ends_at: float, *, mirrored: bool = False
) -> None:
    """Remove and report them, inside the caller's transaction.

    With ``mirrored``, a parent that is only in one of these tables is as good as deleted.
    """
    conn.execute("drop table if exists pg_temp.amity_orphans, pg_temp.amity_edges")
    conn.execute(_MAKE)
    edges: list[sql.Composed] = []
    found = 0
    for nth, table in enumerate(tables):
        for reference in table.references:
            if not is_checked(table, reference, tables):
                continue
            parent = parent_of(reference, tables)
            same = sql.SQL(reference.same)
            parts = {
                "orphans": _ORPHANS,
                "nth": nth,
                "name": reference.name,
                "stage": table.stage,
                "refers": reference.refers,
                "is_written": table.is_written,
                "same": same,
                "is_not_here": TRUE
                if parent and mirrored
                else sql.SQL(_NOT_THERE).format(reference.parent_rows, same),
                "and_not": sql.SQL(""),
            }
            if parent:
                parts["and_not"] = sql.SQL(" and " + _NOT_THERE).format(parent.stage, same)
                parts |= {"parent_nth": tables.index(parent), "parent_stage": parent.stage}
                edges.append(sql.SQL(_EDGE).format(**parts))
            limit_time(conn, ends_at)
            found += conn.execute(sql.SQL(_FIND).format(**parts)).rowcount
    if not found:
        return
    limit_time(conn, ends_at)
    if edges:
        for table in tables:
            # each of them with each record that refers to it would be a square
            remove_twins(conn, table)
        conn.execute(
            sql.SQL("create temporary table amity_edges on commit drop as {}").format(
                sql.SQL(" union all ").join(edges)
            )
        )
        conn.execute("create index on pg_temp.amity_edges (parent_nth, parent_place)")
        conn.execute("analyze pg_temp.amity_edges")
        conn.execute(sql.SQL(_FOLLOW).format(orphans=_ORPHANS, edges=_EDGES))
    for nth, table in enumerate(tables):
        query = sql.SQL(_REMOVE).format(orphans=_ORPHANS, nth=nth, stage=table.stage, key=table.key)
        rows = conn.execute(query).fetchall()
        for key, name, _ in rows:
            message = f'the row that it refers to is missing (foreign key "{printable(name)}")'
            parts_of_key = [printable(part) for part in key]
            table.errors.append(RowError(parts_of_key, message, MISSING_PARENT))
        table.failed += rows[0][2] if rows else 0
