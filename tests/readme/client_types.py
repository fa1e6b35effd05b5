"""The types of a client for the tables, as supabase-js takes them: components/database.d.ts.

They say what people may do: the columns that they may insert and update, and the functions that
they may call. What may be null in a view or in the rows of a function, the catalog does not know:
that is read off the records of the package, each of which says whose row it is.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import typing
from pathlib import Path
from types import ModuleType, NoneType
from typing import Any

import psycopg
from readme.sources import CHECKOUT

import amity

Conn = psycopg.Connection[Any]

PATH = CHECKOUT / "python" / "amity" / "components" / "database.d.ts"

HEAD = """\
// The tables, views and functions of the schema amity, for people: written by tests/pages.
//   const supabase = createClient<Database>(url, key, { db: { schema: 'amity' } })

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
"""

RELATIONS = """
select pg_class.oid, relname, relkind = 'v', obj_description(pg_class.oid, 'pg_class'),
  array(
    select bit from unnest(array[4, 16]) as bit
    where exists (
      select from pg_trigger where tgrelid = pg_class.oid and tgtype & (bit | 64) = bit | 64
        and tgfoid = 'amity_private.tg_views__refuse_writes'::regproc
    )
  )
from pg_class
where relnamespace = 'amity'::regnamespace and relkind in ('r', 'p', 'v')
  and has_any_column_privilege('authenticated', pg_class.oid, 'select')
order by relname collate "C"
"""

COLUMNS = """
select attname, format_type(atttypid, null), attnotnull, atthasdef,
  has_column_privilege('authenticated', attrelid, attnum, 'insert'),
  has_column_privilege('authenticated', attrelid, attnum, 'update')
from pg_attribute
where attrelid = %s and attnum > 0 and not attisdropped
order by attname collate "C"
"""

REFERENCES = """
select conname, confrelid::regclass::text,
  array(
    select attname::text from unnest(conkey) with ordinality as key (n, place)
    join pg_attribute on attrelid = conrelid and attnum = n order by place
  ), array(
    select attname::text from unnest(confkey) with ordinality as key (n, place)
    join pg_attribute on attrelid = confrelid and attnum = n order by place
  )
from pg_constraint
where conrelid = %s and contype = 'f'
  and has_any_column_privilege('authenticated', confrelid, 'select')
order by conname collate "C"
"""

FUNCTIONS = """
select proname, obj_description(pg_proc.oid, 'pg_proc'), proretset,
  format_type(prorettype, null), typtype = 'c',
  array(
    select array[
      proargnames[n], format_type(coalesce(proallargtypes[n], proargtypes[n - 1]), null),
      coalesce(proargmodes[n]::text, 'i'), coalesce(pg_get_function_arg_default(pg_proc.oid, n), '')
    ]
    from generate_series(1, coalesce(cardinality(proallargtypes), pronargs)) as n
  )
from pg_proc join pg_type on pg_type.oid = prorettype
where pronamespace = 'amity'::regnamespace and prokind = 'f'
  and has_function_privilege('authenticated', pg_proc.oid, 'execute')
order by proname collate "C", proargtypes::regtype[]::text
"""

FIELDS = """
select attname, format_type(atttypid, null) from pg_attribute
where attrelid = (select typrelid from pg_type where oid = %s::regtype) and not attisdropped
order by attname collate "C"
"""

LABELS = """
select typname, array(
  select enumlabel from pg_enum where enumtypid = pg_type.oid order by enumsortorder
)
from pg_type where typtype = 'e' and typnamespace = 'amity'::regnamespace
order by typname collate "C"
"""

NUMBERS = {"smallint", "integer", "bigint", "numeric", "real", "double precision"}
# What no catalog and no record says.
NULLABLE = {"client_settings": {"value"}}
RETURNS = {"my_counters": "{ [counter: string]: number }", "uuid_v7": "string"}


def nullables() -> dict[str, set[str]]:
    """Of each relation, type and function that has a record: the columns that may be null."""
    found = {}
    for record in _records(amity):
        named = re.match(r"A row of ``amity\.(\w+)", record.__doc__ or "")
        if named:
            hints = typing.get_type_hints(record)
            found[named[1]] = {n for n, hint in hints.items() if NoneType in typing.get_args(hint)}
    return found


def _records(package: ModuleType) -> list[type]:
    modules = [each for _, each in inspect.getmembers(package, inspect.ismodule)]
    ours = [each for each in modules if each.__name__.startswith("amity.")]
    members = {record for each in ours for _, record in inspect.getmembers(each, inspect.isclass)}
    return [each for each in members if dataclasses.is_dataclass(each)]


class Types:
    """The text of the file, from the catalog."""

    def __init__(self, conn: Conn) -> None:
        self.conn = conn
        self.nullable = nullables() | NULLABLE
        self.relations = {row[1]: row for row in conn.execute(RELATIONS).fetchall()}
        self.enums: dict[str, list[str]] = dict(conn.execute(LABELS).fetchall())
        self.used: set[str] = set()
        self.composites: set[str] = set()

    def text(self) -> str:
        tables = [self.relation(*row) for row in self.relations.values() if not row[2]]
        views = [self.relation(*row) for row in self.relations.values() if row[2]]
        functions = self.functions()
        composites = [
            f"{name}: {self.row(name, self.conn.execute(FIELDS, [f'amity.{name}']).fetchall())}"
            for name in sorted(self.composites)
        ]
        enums = [
            f"{name}: {' | '.join(repr(label) for label in labels)}"
            for name, labels in self.enums.items()
            if name in self.used
        ]
        parts = {
            "Tables": tables, "Views": views, "Functions": functions,
            "Enums": enums, "CompositeTypes": composites,
        }  # fmt: skip
        schema = block([f"{name}: {block(parts[name], 4)}" for name in parts], 2)
        return f"{HEAD}  amity: {schema}\n}}\n"

    def type_(self, sql: str, *, null: bool = False) -> str:
        """The type of a value: a text where JSON has nothing better."""
        bare = sql.removesuffix("[]")
        named = bare.removeprefix("amity.")
        if bare in NUMBERS:
            found = "number"
        elif bare in {"json", "jsonb"}:
            found = "Json"
        elif named in self.enums and bare != named:
            self.used.add(named)
            found = f"Database['amity']['Enums']['{named}']"
        else:
            found = {"boolean": "boolean", "void": "undefined"}.get(bare, "string")
        return found + ("[]" if bare != sql else "") + (" | null" if null else "")

    def row(self, name: str, columns: list[tuple[str, str]]) -> str:
        """A row of a view, a function or a type, which has a record unless it is one id."""
        nullable = self.nullable[name] if len(columns) > 1 else set()
        fields = [f"{column}: {self.type_(t, null=column in nullable)}" for column, t in columns]
        return f"{{ {'; '.join(fields)} }}"

    def relation(self, oid: int, name: str, is_view: bool, comment: str, refused: list[int]) -> str:
        columns = self.conn.execute(COLUMNS, [oid]).fetchall()
        if is_view:
            row = self.row(name, [column[:2] for column in columns])
        else:
            fields = [f"{n}: {self.type_(t, null=not required)}" for n, t, required, *_ in columns]
            row = f"{{ {'; '.join(fields)} }}"
        parts = [f"Row: {row}"]
        for verb, bit, place in (("Insert", 4, 0), ("Update", 16, 1)):
            given = [
                f"{column}{'' if required and verb == 'Insert' and not default else '?'}: "
                + self.type_(type_, null=not required)
                for column, type_, required, default, *may in columns
                if may[place] and bit not in refused
            ]
            if given or not is_view:
                parts.append(f"{verb}: " + (f"{{ {'; '.join(given)} }}" if given else "never"))
        references = [
            f"{{ foreignKeyName: '{key}'; columns: {columns_}; isOneToOne: false;"
            f" referencedRelation: '{target.removeprefix('amity.')}';"
            f" referencedColumns: {referenced} }}"
            for key, target, columns_, referenced in self.conn.execute(REFERENCES, [oid]).fetchall()
        ]
        parts.append(f"Relationships: [{', '.join(references)}]")
        return f"/** {comment} */\n      {name}: {block(parts, 6)}"

    def functions(self) -> list[str]:
        """Each function, or what is meant by one name for several tables."""
        found: dict[str, list[str]] = {}
        comments = {}
        for row in self.conn.execute(FUNCTIONS).fetchall():
            found.setdefault(row[0], []).append(self.function(*row))
            comments.setdefault(row[0], row[1])
        return [
            f"/** {comments[name]} */\n      {name}: {' | '.join(each)}"
            for name, each in found.items()
        ]

    def function(
        self, name: str, _comment: str, is_set: bool, returns: str, is_composite: bool,
        arguments: list[list[str]],
    ) -> str:  # fmt: skip
        given, columns = [], []
        source = "*"
        for argument, type_, mode, default in arguments:
            if mode != "i":
                columns.append((argument, type_))
                continue
            bare = type_.removeprefix("amity.")
            if bare in self.relations:
                source, said = bare, self.row_of(bare)
            else:
                said = self.type_(type_, null=default.startswith("NULL"))
            given.append(f"{argument}{'?' if default else ''}: {said}")
        bare = returns.removeprefix("amity.")
        of_relation = bare in self.relations
        if name in RETURNS:
            result = RETURNS[name]
        elif of_relation:
            result = self.row_of(bare)
        elif columns:  # PostgREST gives an object, also where there is only one
            result = self.row(name, sorted(columns))
        elif is_composite:
            self.composites.add(bare)
            result = f"Database['amity']['CompositeTypes']['{bare}']"
        else:
            result = self.type_(returns, null=returns == "uuid")
        is_embedded = source != "*"
        parts = [
            f"Args: {{ {'; '.join(given)} }}" if given else "Args: never",
            f"Returns: {result}{'[]' if is_set and not is_embedded else ''}",
        ]
        if of_relation:
            parts.append(
                f"SetofOptions: {{ from: '{source}'; to: '{bare}';"
                f" isOneToOne: {str(is_embedded or not is_set).lower()};"
                f" isSetofReturn: {str(is_set).lower()} }}"
            )
        return f"{{ {'; '.join(parts)} }}"

    def row_of(self, name: str) -> str:
        place = "Views" if self.relations[name][2] else "Tables"
        return f"Database['amity']['{place}']['{name}']['Row']"


def block(lines: list[str], indent: int) -> str:
    """Lines in braces, two spaces further in."""
    if not lines:
        return "{ [_ in never]: never }"
    inner = "".join(f"{' ' * (indent + 2)}{line}\n" for line in lines)
    return f"{{\n{inner}{' ' * indent}}}"


def written(conn: Conn) -> dict[Path, str]:
    return {PATH: Types(conn).text()}
