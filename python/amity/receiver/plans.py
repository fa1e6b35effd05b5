"""How the columns that a site sends go into a table here, and by which statement.

By the primary key of the table here: `skip` leaves a row that is there, `overwrite` sets every
column that was sent, `merge` those that are not null, `append` leaves the key out and always
inserts. Without a primary key, everything is inserted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from amity.receiver.errors import CannotReceive, shown
from amity.receiver.targets import Column, Target, takes
from amity.sync_connections import Strategy

__all__ = ["ARRIVALS", "Plan", "planned"]

ARRIVALS = sql.Identifier("pg_temp", "amity_arrivals")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done with each record."""

    target: Target
    strategy: Strategy
    columns: tuple[Column, ...]
    """What is written, in the order in which it is copied."""
    places: tuple[int, ...]
    """Where each of them stands in a record."""
    key_places: tuple[int, ...]
    """Where the sending site's key stands in a record."""

    def arrivals(self) -> sql.Composed:
        """The statement that makes room for a page, with the types of the table itself."""
        return sql.SQL(
            "create temporary table {} on commit drop as select {} from {} with no data"
        ).format(sql.Identifier("amity_arrivals"), _names(self.columns), self.target.identifier)

    def copy(self) -> sql.Composed:
        """The statement that fills it: every value is read by its type's own input function."""
        return sql.SQL("copy {} ({}) from stdin").format(ARRIVALS, _names(self.columns))

    def statement(self) -> sql.Composed:
        """The statement that writes a page; it gives how many were created, and updated."""
        changed = self._changed()
        return sql.SQL(
            "with changed as ({}), made as ({} returning 1) "
            "select (select count(*) from made), (select count(*) from changed)"
        ).format(changed, self._made())

    @property
    def finds_rows(self) -> bool:
        """Whether it looks for rows that are there."""
        return bool(self.strategy != "append" and self.target.key)

    @property
    def changes_rows(self) -> bool:
        """Whether it changes those that it finds."""
        return self.finds_rows and self.strategy != "skip" and bool(self._settable)

    @property
    def _settable(self) -> list[Column]:
        return [column for column in self.columns if not column.key and column.identity != "a"]

    def _made(self) -> sql.Composed:
        insert = sql.SQL(
            # a key that the table would give by itself comes along
            "insert into {table} ({names}) overriding system value "
            "select {names} from {arrivals} as a"
        ).format(table=self.target.identifier, names=_names(self.columns), arrivals=ARRIVALS)
        if not self.finds_rows:
            return insert
        there = sql.SQL(" where not exists (select from {} as t where {})").format(
            self._rows(), self._match()
        )
        # somebody else may insert it in this very moment
        race = sql.SQL(" on conflict on constraint {} do nothing").format(
            sql.Identifier(self.target.key_name or "")
        )
        return insert + there + (race if self.target.key_is_immediate else sql.SQL(""))

    def _changed(self) -> sql.Composed:
        if not self.changes_rows:
            return sql.Composed([sql.SQL("select where false")])
        value = "{0} = a.{0}" if self.strategy == "overwrite" else "{0} = coalesce(a.{0}, t.{0})"
        return sql.SQL("update {} as t set {} from {} as a where {} returning 1").format(
            self._rows(),
            sql.SQL(", ").join(
                sql.SQL(value).format(sql.Identifier(column.name)) for column in self._settable
            ),
            ARRIVALS,
            self._match(),
        )

    def _rows(self) -> sql.Composable:
        """The table without those that inherit from it, whose keys are their own."""
        table = self.target.identifier
        return table if self.target.is_partitioned else sql.SQL("only ") + table

    def _match(self) -> sql.Composed:
        return sql.SQL(" and ").join(
            sql.SQL("t.{0} operator({1}.=) a.{0}").format(
                sql.Identifier(column.name), sql.Identifier(column.key_schema)
            )
            for column in self.target.key
        )


def planned(target: Target, strategy: Strategy, sent: list[dict[str, Any]]) -> Plan:
    """Decide where each column that is sent goes.

    Raises:
        CannotReceive: one has no place, or one here would stay without a value that it needs.
    """
    here = {column.name: column for column in target.columns}
    _refuse_blocked_or_unknown(target, here, sent)
    left_out = {column.name for column in target.key} if strategy == "append" else set()
    # what a table computes itself, it computes here as well
    written = [
        (here[each["name"]], place)
        for place, each in enumerate(sent)
        if not here[each["name"]].generated and each["name"] not in left_out
    ]
    arriving = {column.name for column, _ in written}
    for column in target.columns:
        gives_itself = column.has_default or column.identity or column.generated
        if column.name not in arriving and column.not_null and not gives_itself:
            raise CannotReceive(
                f"{target.name} needs a value for {column.name}, and none is received.",
                "Give that column a default, or let it be null."
                if column.name not in left_out
                else "append leaves the key to the table: give it a default, or use skip.",
            )
    if strategy != "append" and any(column.name not in arriving for column in target.key):
        raise CannotReceive(
            f"The key of {target.name} is not among the columns that are received.",
            "Use append, or give the table the key that it has at the sending site.",
        )
    if not written:
        raise CannotReceive(
            f"Of {target.name} nothing is left to write.", "Use another strategy than append."
        )
    columns, places = zip(*written, strict=True)
    keys = sorted((each["key"], place) for place, each in enumerate(sent) if each["key"])
    return Plan(target, strategy, columns, places, tuple(place for _, place in keys))


def _refuse_blocked_or_unknown(
    target: Target, here: dict[str, Column], sent: list[dict[str, Any]]
) -> None:
    for each in sent:
        name, type_ = each["name"], each["type"]
        if name not in here:
            raise CannotReceive(
                f"{target.name} has no column {shown(name)} here, which the site sends.",
                f"Add it, with the type {shown(type_)}.",
            )
        if not here[name].generated and not takes(here[name], type_):
            raise CannotReceive(
                f"{target.name}.{shown(name)} is {here[name].type} here and {shown(type_)} there.",
                "Give it the same type on both sides, or one without a limit here.",
            )


def _names(columns: Iterable[Column]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(column.name) for column in columns)
