"""A table whose records are in a stage, and the statements that move them.

`skip` keeps a row that exists, `overwrite` sets every column that was sent, `merge` those that are
not null.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from psycopg import sql

from amity.calls import Conn
from amity.sync_connections import Strategy
from amity.sync_connections.receiver.local_table import Column, LocalTable
from amity.sync_connections.receiver.page_writer import RowError, names
from amity.sync_connections.receiver.references import Reference

TRUE = sql.SQL("true")


@dataclass(slots=True)
class Staged:
    """Such a table, and what becomes of its records: ``a`` is a row of the stage, ``t`` its own."""

    table: LocalTable
    strategy: Strategy
    stage: sql.Identifier
    columns: list[Column]
    references: list[Reference]
    may_fail: int
    """How many misfits there may be."""
    created: int = 0
    updated: int = 0
    deleted: int = 0
    failed: int = 0
    misfits: int = 0
    """The failed ones without those that have no parent."""
    errors: list[RowError] = field(default_factory=list)

    @property
    def settable(self) -> list[Column]:
        """The columns that are set where a row exists."""
        if self.strategy == "skip":
            return []
        return [each for each in self.columns if not each.key and each.identity != "a"]

    @property
    def key(self) -> sql.Composed:
        """The key of a row of the stage, as an array of texts."""
        columns = [sql.Identifier("a", each.name) for each in self.table.key]
        texts = sql.SQL(", ").join(sql.SQL("{}::text").format(column) for column in columns)
        return sql.SQL("array[{}]").format(texts)

    @property
    def is_new(self) -> sql.Composed:
        """Whether the table has no row with that key."""
        return sql.SQL("not exists (select from {} as t where {})").format(
            self.table.own_rows, self.table.same_key("t", "a")
        )

    @property
    def is_written(self) -> sql.Composable:
        """Whether a row of the stage is written at all."""
        return self.is_new if self.strategy == "skip" else TRUE

    @property
    def leftovers(self) -> sql.Composed:
        """The rows of the table whose key is not in the stage."""
        return sql.SQL("{} as t where not exists (select from {} as a where {})").format(
            self.table.own_rows, self.stage, self.table.same_key("t", "a")
        )

    def delete(self, only_if: sql.Composable) -> sql.Composed:
        """Delete what the site no longer has."""
        return sql.SQL("delete from {} and {}").format(self.leftovers, only_if)

    def update(self, only_if: sql.Composable) -> sql.Composed:
        """Set what differs: a row that stays as it is would be written all the same."""
        columns = [sql.Identifier(each.name) for each in self.settable]
        value = "a.{0}" if self.strategy == "overwrite" else "coalesce(a.{0}, t.{0})"
        values = [sql.SQL(value).format(name) for name in columns]
        return sql.SQL(
            "update {} as t set {} from {} as a where {} and {}"
            " and row({})::record operator(pg_catalog.*<>) row({})::record"
        ).format(
            self.table.own_rows,
            sql.SQL(", ").join(
                sql.SQL("{} = {}").format(name, value)
                for name, value in zip(columns, values, strict=True)
            ),
            self.stage,
            only_if,
            self.table.same_key("t", "a"),
            # byte for byte, as not every type has an operator for equality
            sql.SQL(", ").join(sql.SQL("t.{}").format(name) for name in columns),
            sql.SQL(", ").join(values),
        )

    def insert(self, only_if: sql.Composable) -> sql.Composed:
        """Insert what is new, also with a key that the table would generate."""
        return sql.SQL(
            "insert into {0} ({1}) overriding system value"
            " select {1} from {2} as a where {3} and {4}"
        ).format(self.table.identifier, names(self.columns), self.stage, only_if, self.is_new)


def statement(
    tables: Sequence[Staged], only_if: sql.Composable = TRUE, *, deletes: bool = False
) -> sql.Composed:
    """Give the statement that moves those rows; it returns the counts, in the order of verbs().

    Each part waits for the one before: a value that a row frees can be taken by another, and a
    trigger of the host sees the parents of a row.
    """
    parts: list[sql.Composed] = []
    counts: list[sql.Composed] = []
    condition: sql.Composable = only_if
    for nth, (each, verb) in enumerate(verbs(tables, deletes=deletes)):
        query = {"deleted": each.delete, "updated": each.update, "created": each.insert}[verb](
            condition
        )
        part = sql.Identifier(f"part_{nth}")
        parts.append(sql.SQL("{} as ({} returning 1)").format(part, query))
        counts.append(sql.SQL("(select count(*) from {})").format(part))
        condition = sql.SQL("{} and {} >= 0").format(only_if, counts[-1])
    return sql.SQL("with {} select {}").format(
        sql.SQL(", ").join(parts), sql.SQL(", ").join(counts)
    )


def verbs(tables: Sequence[Staged], *, deletes: bool) -> list[tuple[Staged, str]]:
    """Give what is done with the tables, one after the other."""
    return [
        *((each, "deleted") for each in tables if deletes),
        *((each, "updated") for each in tables if each.settable),
        *((each, "created") for each in tables),
    ]


def remove_twins(conn: Conn, table: Staged) -> None:
    """Of records with one key, which without a cursor only a broken site sends, keep the last."""
    key = sql.SQL(", ").join(sql.Identifier(each.name) for each in table.table.key)
    conn.execute(
        sql.SQL(
            "delete from {0} as a using (select {1}, max(ctid) as amity_place from {0} group by {1}"
            " having count(*) > 1) as t where {2} and a.ctid <> t.amity_place"
        ).format(table.stage, key, table.table.same_key("t", "a"))
    )
