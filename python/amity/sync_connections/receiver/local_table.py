"""A local table that receives rows: its columns, its key, and which types fit into it."""

from contextlib import suppress
from dataclasses import dataclass

from psycopg import sql
from psycopg.rows import class_row

from amity.calls import Conn, value
from amity.errors import InvalidInput
from amity.sync_connections.receiver.errors import CannotReceiveError, printable


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``base`` is its type without the modifier in parentheses."""

    name: str
    type: str
    base: str
    not_null: bool
    has_default: bool
    identity: str
    generated: bool
    key: int | None
    """Its position in the primary key, from 1."""
    key_schema: str
    """The schema of the operator that its index uses for equality."""


@dataclass(frozen=True, slots=True)
class LocalTable:
    """A table."""

    name: str
    identifier: sql.Identifier
    is_partitioned: bool
    columns: tuple[Column, ...]

    @property
    def key(self) -> tuple[Column, ...]:
        """The columns of its primary key, if it has one."""
        return tuple(column for column in self.columns if column.key)

    @property
    def own_rows(self) -> sql.Composable:
        """The table without tables that inherit from it, which have keys of their own."""
        return self.identifier if self.is_partitioned else sql.SQL("only ") + self.identifier

    def same_key(self, one: str, other: str) -> sql.Composed:
        """Whether two rows have the same key, as its index says."""
        return sql.SQL(" and ").join(
            sql.SQL("{1}.{0} operator({2}.=) {3}.{0}").format(
                sql.Identifier(column.name),
                sql.Identifier(one),
                sql.Identifier(column.key_schema),
                sql.Identifier(other),
            )
            for column in self.key
        )


_TABLE = """
select nspname, relname, relkind = 'p'
from pg_class
join pg_namespace on pg_namespace.oid = relnamespace
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


def full_name(conn: Conn, written: str, *, or_schema: bool = False) -> str:
    """Give the full name of a table, as `public.orders` for `Orders`; or of a schema: `shop.*`."""
    with suppress(InvalidInput):
        query = "select amity_private.sync_table_name(%s, %s)"
        name = value(str, query, written, or_schema).on(conn)
        if name is not None:
            return name
    raise CannotReceiveError(
        f"{printable(written)} is not the name of a table.", "It looks like public.orders."
    )


def read_table(conn: Conn, name: str) -> LocalTable:
    """Read a local table from the catalog by its full name; not one of Amity or Postgres."""
    with conn.transaction():
        # so that types are named with their schemas, as the sending site names them
        conn.execute("set local search_path = pg_catalog, pg_temp")
        conn.execute("set local quote_all_identifiers = off")
        found = conn.execute(_TABLE, [name]).fetchone()
        if found is None:
            raise CannotReceiveError(
                f"There is no local table {printable(name)} that can receive rows.",
                "Create it as it is at the sending site; `amity sync tables` shows its columns.",
            )
        with conn.cursor(row_factory=class_row(Column)) as cursor:
            columns = tuple(cursor.execute(_COLUMNS, [name]))
    schema, table, is_partitioned = found
    identifier = sql.Identifier(schema, table)
    return LocalTable(name, identifier, is_partitioned, columns)


# Each can hold any value of the types before it.
_WIDER = ("smallint", "integer", "bigint", "numeric")
_TEXTS = {"text", "character varying"}


def accepts(column: Column, sent: str) -> bool:
    """Whether a local column holds any value of that type unchanged.

    The same type does, and one without a limit; a shorter one would refuse some values, and one
    with fewer digits would round them silently.
    """
    base = sent.partition("(")[0] + sent.partition(")")[2]
    if sent == column.type or (column.type == column.base and base == column.base):
        return True
    if column.type in _WIDER and sent in _WIDER:
        return _WIDER.index(sent) <= _WIDER.index(column.type)
    return column.type in _TEXTS and base in _TEXTS
