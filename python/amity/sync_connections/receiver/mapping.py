"""Which local columns are written with which values of a record."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from amity.sync_connections.receiver.errors import CannotReceiveError, printable
from amity.sync_connections.receiver.local_table import Column, LocalTable, accepts
from amity.sync_connections.records import Strategy

if TYPE_CHECKING:
    from amity.sync_connections.receiver.responses import SentColumn


def mapping(
    table: LocalTable, strategy: Strategy, sent: "Sequence[SentColumn]"
) -> list[tuple[Column, int]]:
    """Give the local columns that are written, and their positions in a record."""
    local = {column.name: column for column in table.columns}
    for each in sent:
        _require_counterpart(table, local.get(each.name), each)
    left_out = {column.name for column in table.key} if strategy == "append" else set()
    # a generated column is computed here as well
    written = [
        (local[each.name], position)
        for position, each in enumerate(sent)
        if not local[each.name].generated and each.name not in left_out
    ]
    names = {column.name for column, _ in written}
    require_values(table, names, left_out)
    if strategy != "append" and any(column.name not in names for column in table.key):
        raise CannotReceiveError(
            f"The primary key of {table.name} is not among the columns that the site sends.",
            "Use append, or give the table the key that it has at the sending site.",
        )
    if not written:
        raise CannotReceiveError(
            f"append leaves out every column of {table.name}.", "Use another strategy."
        )
    return written


def require_values(
    table: LocalTable, names: Collection[str], left_out: Collection[str] = ()
) -> None:
    """Refuse a table that needs a value for a column which is not among those names."""
    for column in table.columns:
        has_own_value = column.has_default or column.identity or column.generated
        if column.name not in names and column.not_null and not has_own_value:
            raise CannotReceiveError(
                f"{table.name} needs a value for {column.name}, and the site sends none.",
                "append leaves the key to the table: give it a default, or use skip."
                if column.name in left_out
                else "Give that column a default, or let it be null.",
            )


def _require_counterpart(table: LocalTable, column: Column | None, sent: "SentColumn") -> None:
    name, type_ = printable(sent.name), printable(sent.type)
    if column is None:
        raise CannotReceiveError(
            f"{table.name} has no local column {name}, which the site sends.",
            f"Add it, with the type {type_}.",
        )
    if not column.generated and not accepts(column, sent.type):
        raise CannotReceiveError(
            f"{table.name}.{name} is {column.type} here and {type_} at the site.",
            "Give it the same type on both sides, or one without a limit here.",
        )
