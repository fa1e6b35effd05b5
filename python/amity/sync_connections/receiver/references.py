"""The foreign keys between local tables: in which order they are written, and which together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from psycopg import sql
from psycopg.rows import class_row

from amity.calls import Conn

_BETWEEN = """
select children.name, parents.name
from unnest(%(names)s::text[]) as children (name)
join pg_constraint on conrelid = to_regclass(children.name) and contype = 'f'
join unnest(%(names)s::text[]) as parents (name) on confrelid = to_regclass(parents.name)
where confrelid <> conrelid
"""

# A parent whose rows this role cannot all read is not searched. The conditions that are read from
# a document are columns of later versions: keys over periods, and keys that are not enforced.
_OF_TABLE = """
select conname as name, nspname as parent_schema, relname as parent_table,
  relkind = 'p' as parent_is_partitioned, pairs.columns, pairs.parent_columns, pairs.same,
  confmatchtype = 'f' as is_full,
  to_jsonb(pg_constraint) ->> 'conperiod' is distinct from 'true'
    and not row_security_active(confrelid) and pairs.is_readable as is_searchable
from pg_constraint
join pg_class on pg_class.oid = confrelid
join pg_namespace on pg_namespace.oid = relnamespace
cross join lateral (
  select array_agg(own.attname::text) as columns, array_agg(theirs.attname::text) as parent_columns,
    string_agg(format('p.%%I operator(%%I.%%s) a.%%I%%s', theirs.attname, schemas.nspname, oprname,
      own.attname, ' collate ' || case when theirs.attcollation <> own.attcollation
        then nullif(theirs.attcollation, 0)::regcollation::text end), ' and ') as same,
    bool_and(has_column_privilege(confrelid, theirs.attnum, 'select')) as is_readable
  from unnest(conkey, confkey, conpfeqop) as pair (own, theirs, operator)
  join pg_attribute as own on (own.attrelid, own.attnum) = (conrelid, pair.own)
  join pg_attribute as theirs on (theirs.attrelid, theirs.attnum) = (confrelid, pair.theirs)
  join pg_operator on pg_operator.oid = pair.operator
  join pg_namespace as schemas on schemas.oid = oprnamespace
) as pairs
where conrelid = to_regclass(%s) and contype = 'f' and conparentid = 0
  and to_jsonb(pg_constraint) ->> 'conenforced' is distinct from 'false'
order by conname
"""


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key of a table."""

    name: str
    parent_schema: str
    parent_table: str
    parent_is_partitioned: bool
    columns: list[str]
    parent_columns: list[str]
    same: str
    """The condition that a row ``a`` refers to a row ``p``, as SQL."""
    is_full: bool
    is_searchable: bool

    @property
    def parent(self) -> sql.Identifier:
        """The table that it refers to."""
        return sql.Identifier(self.parent_schema, self.parent_table)

    @property
    def parent_rows(self) -> sql.Composable:
        """The rows that it may refer to."""
        return self.parent if self.parent_is_partitioned else sql.SQL("only ") + self.parent

    @property
    def refers(self) -> sql.Composed:
        """The condition that a row ``a`` refers to any row, as SQL."""
        condition = "not ({} is null)" if self.is_full else "{} is not null"
        columns = sql.SQL(", ").join(sql.Identifier("a", name) for name in self.columns)
        return sql.SQL(condition).format(sql.SQL("row({})").format(columns))


def references(conn: Conn, table: str) -> list[Reference]:
    """Give the foreign keys of a table."""
    with conn.transaction(), conn.cursor(row_factory=class_row(Reference)) as cursor:
        conn.execute("set local search_path = pg_catalog, pg_temp")
        return cursor.execute(_OF_TABLE, [table]).fetchall()


def components(conn: Conn, names: Sequence[str], *, linked: bool = False) -> list[list[str]]:
    """Group tables, parents first: those of a circle together, or with ``linked`` all relatives."""
    pairs = conn.execute(_BETWEEN, {"names": list(names)}).fetchall()
    if linked:
        pairs += [(parent, child) for child, parent in pairs]
    return _grouped(names, pairs)


def _grouped(names: Sequence[str], pairs: Collection[tuple[str, str]]) -> list[list[str]]:
    group = {name: name for name in names}
    while True:
        parents: dict[str, set[str]] = {group[name]: set() for name in names}
        for child, parent in pairs:
            if group[child] != group[parent]:
                parents[group[child]].add(group[parent])
        try:
            order = list(TopologicalSorter(parents).static_order())
        except CycleError as error:
            circle = set(error.args[1])
            group = {name: min(circle) if own in circle else own for name, own in group.items()}
        else:
            return [[name for name in names if group[name] == own] for own in order]


def parents_first(conn: Conn, names: Sequence[str]) -> list[str]:
    """Sort tables by their local foreign keys."""
    return [name for together in components(conn, names) for name in together]
