"""A table here that is to take what a site sends: what it is, and whether it can take it."""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import class_row, scalar_row

from amity.receiver.errors import CannotReceive, shown

__all__ = ["Column", "Target", "described", "named", "takes"]

Conn = psycopg.Connection[Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column here. ``base`` is its type without what stands in parentheses."""

    name: str
    type: str
    base: str
    not_null: bool
    has_default: bool
    identity: str
    generated: bool
    key: int | None
    key_schema: str
    """Where the operator lives that finds a key in its index."""


@dataclass(frozen=True, slots=True)
class Target:
    """A table here."""

    name: str
    schema: str
    table: str
    is_partitioned: bool
    key_name: str | None
    key_is_immediate: bool
    columns: tuple[Column, ...]

    @property
    def key(self) -> tuple[Column, ...]:
        """Its primary key: none where it has none."""
        return tuple(column for column in self.columns if column.key)

    @property
    def identifier(self) -> sql.Identifier:
        """Its name as a statement has it."""
        return sql.Identifier(self.schema, self.table)


# One table, one name, as amity.sync_transfers has it: public where no schema is written.
_NAMED = """
select case cardinality(parts)
  when 1 then format('public.%%I', parts[1]::name)
  when 2 then format('%%I.%%I', parts[1]::name, parts[2]::name)
end
from parse_ident(%s) as parts
"""

_TABLE = """
select nspname, relname, relkind = 'p', conname, not condeferrable
from pg_class
join pg_namespace on pg_namespace.oid = relnamespace
left join pg_constraint on conrelid = pg_class.oid and contype = 'p'
where pg_class.oid = to_regclass(%s) and relkind in ('r', 'p')
  and nspname !~ '^pg_'
  and nspname not in ('information_schema', 'amity', 'amity_private')
"""

_COLUMNS = """
select attname as name, format_type(atttypid, atttypmod) as type, format_type(atttypid, -1) as base,
  attnotnull as not_null, atthasdef and attgenerated = '' as has_default,
  attidentity::text as identity, attgenerated <> '' as generated, keys.place as key,
  coalesce((
    select nspname
    from pg_opclass
    join pg_am on pg_am.oid = opcmethod and amname = 'btree'
    join pg_amop on amopfamily = opcfamily and amoplefttype = opcintype
      and amoprighttype = opcintype and amopstrategy = 3
    join pg_operator on pg_operator.oid = amopopr
    join pg_namespace on pg_namespace.oid = oprnamespace
    where pg_opclass.oid = indclass[keys.place - 1]
  ), 'pg_catalog') as key_schema
from pg_attribute
left join pg_index on indrelid = attrelid and indisprimary
left join lateral (
  select array_position((indkey::smallint[])[0:indnkeyatts - 1], attnum) as place
) as keys on true
where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped
order by attnum
"""


def named(conn: Conn, written: str) -> str:
    """Give a table's one name.

    Raises:
        CannotReceive: that is no name of a table.
    """
    try:
        with conn.transaction(), conn.cursor(row_factory=scalar_row) as cursor:
            cursor.execute("set local quote_all_identifiers = off")
            name: str | None = cursor.execute(_NAMED, [written[:1000]]).fetchone()
    except (psycopg.DataError, UnicodeError):
        name = None
    if name is None:
        raise CannotReceive(
            f"{shown(written)} is no name of a table.", "It looks like public.orders."
        )
    return name


def described(conn: Conn, name: str) -> Target:
    """Look at a table here, by its one name.

    Raises:
        CannotReceive: there is none, or it is Amity's own or Postgres'.
    """
    with conn.transaction():
        # so that a type's name says its schema, as the sending site says it
        conn.execute("set local search_path = pg_catalog, pg_temp")
        conn.execute("set local quote_all_identifiers = off")
        found = conn.execute(_TABLE, [name]).fetchone()
        if found is None:
            raise CannotReceive(
                f"There is no table {shown(name)} here that could receive anything.",
                "Make it as it is at the sending site; `amity sync tables` shows its columns.",
            )
        with conn.cursor(row_factory=class_row(Column)) as cursor:
            columns = tuple(cursor.execute(_COLUMNS, [name]))
    schema, table, is_partitioned, key_name, key_is_immediate = found
    return Target(
        name=name,
        schema=schema,
        table=table,
        is_partitioned=is_partitioned,
        key_name=key_name,
        key_is_immediate=bool(key_is_immediate),
        columns=columns,
    )


# Each can hold whatever the one before it can.
_WIDER = ("smallint", "integer", "bigint", "numeric")
_TEXTS = {"text", "character varying"}


def takes(column: Column, sent: str) -> bool:
    """Whether a column here holds whatever a column of that type holds, unchanged.

    The same type does, and one without a limit; a shorter one would refuse some values, and one
    with fewer digits would round them without a word.
    """
    base = sent.partition("(")[0] + sent.partition(")")[2]
    if sent == column.type or (column.type == column.base and base == column.base):
        return True
    if column.type in _WIDER and sent in _WIDER:
        return _WIDER.index(sent) <= _WIDER.index(column.type)
    return column.type in _TEXTS and base in _TEXTS
