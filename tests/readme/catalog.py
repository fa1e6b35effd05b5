"""What the catalog of a migrated database says of the things that a page shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeVar

import psycopg
from psycopg.rows import class_row

Conn = psycopg.Connection[Any]
T = TypeVar("T")

COMMANDS = ("select", "insert", "update", "delete")

_RELATIONS = """
select pg_class.oid::bigint, oid::regclass::text as name, nspname = 'amity' as is_public,
  relkind = 'v' as is_view, coalesce(obj_description(pg_class.oid, 'pg_class'), '') as comment
from pg_class
join (select oid as namespace, nspname from pg_namespace) as namespaces on namespace = relnamespace
where nspname in ('amity', 'amity_private') and relkind in ('r', 'p', 'v') and not relispartition
order by nspname, relkind = 'v', relname
"""

_COLUMNS = """
select attname as name, format_type(atttypid, atttypmod) as type, not attnotnull as is_nullable,
  coalesce(pg_get_expr(adbin, adrelid), '') as fallback,
  coalesce(col_description(attrelid, attnum), '') as comment
from pg_attribute
left join pg_attrdef on (adrelid, adnum) = (attrelid, attnum)
where attrelid = %s and attnum > 0 and not attisdropped
order by attnum
"""

# An empty list of columns is a grant on the whole table.
_GRANTS = """
select lower(privilege_type) as command, grantee::regrole::text as role,
  array_remove(array_agg(column_name order by place), null) as columns
from (
  select acl.*, null::name as column_name, 0 as place
  from pg_class cross join aclexplode(relacl) as acl
  where oid = %(oid)s and grantee <> relowner
  union all
  select acl.*, attname, attnum
  from pg_class join pg_attribute on attrelid = pg_class.oid cross join aclexplode(attacl) as acl
  where pg_class.oid = %(oid)s and grantee <> relowner and not attisdropped
) as grants
where grantee <> 0
group by command, role
order by command, role
"""

_POLICIES = """
select polname as name,
  case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
    when 'd' then 'delete' else '' end as command,
  polroles::regrole[]::text[] as roles, coalesce(obj_description(oid, 'pg_policy'), '') as comment
from pg_policy where polrelid = %s
order by polname
"""

_TRIGGERS = """
select tgname as name, tgtype::integer as bits, tgfoid::regproc::text as function,
  pg_get_triggerdef(oid) as definition,
  array(
    select attname from unnest(tgattr) with ordinality as of (attnum, place)
    join pg_attribute using (attnum) where attrelid = tgrelid order by place
  ) as columns
from pg_trigger where tgrelid = %s and not tgisinternal
order by tgname collate "C"
"""

_REFERENCES = """
select confrelid::regclass::text as target, attname as column, not attnotnull as is_nullable,
  exists (
    select from pg_index where indrelid = conrelid and indisunique and indpred is null
      and indnkeyatts = 1 and indkey[0] = attnum
  ) as is_unique
from pg_constraint
join pg_attribute on attrelid = conrelid and attnum = conkey[1]
where conrelid = %s and contype = 'f' and cardinality(conkey) = 1
order by attnum
"""

_FUNCTIONS = """
select pronamespace::regnamespace || '.' || proname as name,
  pg_get_function_arguments(oid) as arguments,
  pg_get_function_result(oid) as result, prorettype = 'trigger'::regtype as is_trigger,
  pronamespace = 'amity'::regnamespace as is_public,
  coalesce(obj_description(oid, 'pg_proc'), '') as comment,
  array(
    select grantee::regrole::text from aclexplode(proacl)
    where grantee not in (0, proowner) order by 1
  ) as roles
from pg_proc
where pronamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
order by proname, pronargs, arguments
"""

_ENUMS = """
select typnamespace::regnamespace || '.' || typname as name,
  array(
    select enumlabel from pg_enum where enumtypid = pg_type.oid order by enumsortorder
  ) as words,
  coalesce(obj_description(oid, 'pg_type'), '') as comment
from pg_type
where typtype = 'e' and typnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
order by typname
"""


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    is_nullable: bool
    fallback: str
    comment: str


@dataclass(frozen=True)
class Grant:
    command: str
    role: str
    columns: list[str]


@dataclass(frozen=True)
class Policy:
    name: str
    command: str
    roles: list[str]
    comment: str


@dataclass(frozen=True)
class Reference:
    target: str
    column: str
    is_nullable: bool
    is_unique: bool


@dataclass(frozen=True)
class Trigger:
    name: str
    bits: int
    function: str
    definition: str
    columns: list[str]

    @property
    def events(self) -> list[str]:
        """Of which commands it fires."""
        bits = {"insert": 4, "update": 16, "delete": 8, "truncate": 32}
        return [event for event, bit in bits.items() if self.bits & bit]

    @property
    def phase(self) -> int:
        """0 before the command, 1 before or instead of each row, 2 after each row, 3 after it."""
        is_row, is_before = self.bits & 1, self.bits & (2 | 64)
        return (1 if is_row else 0) if is_before else (2 if is_row else 3)

    @property
    def condition(self) -> str:
        """What a row must be like; or nothing."""
        found = re.search(r" WHEN \((.*)\) EXECUTE ", self.definition)
        return changes(short(found[1])) if found else ""

    @property
    def arguments(self) -> str:
        """What its function is called with; or nothing."""
        return self.definition.rsplit("(", 1)[1].removesuffix(")")


@dataclass(frozen=True)
class Relation:
    oid: int
    name: str
    is_public: bool
    is_view: bool
    comment: str

    def columns(self, conn: Conn) -> list[Column]:
        return _rows(conn, Column, _COLUMNS, [self.oid])

    def grants(self, conn: Conn) -> list[Grant]:
        return _rows(conn, Grant, _GRANTS, {"oid": self.oid})

    def policies(self, conn: Conn) -> list[Policy]:
        return _rows(conn, Policy, _POLICIES, [self.oid])

    def triggers(self, conn: Conn) -> list[Trigger]:
        """Its triggers, in the order in which they fire."""
        return sorted(
            _rows(conn, Trigger, _TRIGGERS, [self.oid]),
            key=lambda trigger: (trigger.events == ["truncate"], trigger.phase),
        )

    def refused(self, conn: Conn) -> set[str]:
        """The commands that are granted so that the refusal is a sentence of ours."""
        refusing = (each for each in self.triggers(conn) if each.name == "_100_refuse_writes")
        return {command for trigger in refusing for command in trigger.events}

    def references(self, conn: Conn) -> list[Reference]:
        return _rows(conn, Reference, _REFERENCES, [self.oid])


@dataclass(frozen=True)
class Function:
    name: str
    arguments: str
    result: str
    is_trigger: bool
    is_public: bool
    comment: str
    roles: list[str]


@dataclass(frozen=True)
class Enum:
    name: str
    words: list[str]
    comment: str


def _rows(conn: Conn, row: type[T], query: str, values: Any = None) -> list[T]:
    with conn.cursor(row_factory=class_row(row)) as cursor:
        return cursor.execute(query, values).fetchall()


def relations(conn: Conn) -> list[Relation]:
    """Every table and view of ours; the tables first, and those that clients see."""
    return _rows(conn, Relation, _RELATIONS)


def functions(conn: Conn) -> list[Function]:
    """Every function of ours."""
    return _rows(conn, Function, _FUNCTIONS)


def enums(conn: Conn) -> list[Enum]:
    """Every closed vocabulary of ours."""
    return _rows(conn, Enum, _ENUMS)


def short(text: str) -> str:
    """The way that we write a type, a default or a condition."""
    text = text.replace("timestamp with time zone", "timestamptz")
    text = re.sub(r"::(?:[\w.]+|\"\w+\")(?:\[\])?", "", text)
    return re.sub(r"\b[A-Z]{2,}\b", lambda word: word[0].lower(), text)


def changes(condition: str) -> str:
    """A condition that compares old with new, in words."""
    change = re.compile(r"\(*old\.(\w+) is distinct from new\.\1\)*")
    return change.sub(r"\1 changes", condition)
