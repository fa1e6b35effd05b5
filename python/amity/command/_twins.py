"""What the applied migrations make, made once more: twins in `pg_temp`, which are rolled back.

So Postgres writes out both what stands and its twin, and what is the same is written the same, on
any version, however an expression was put.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import LiteralString

import psycopg
from psycopg import sql

from amity.command._checks import Connection
from amity.command._made import Key, Part

Definitions = Mapping[Key, str]


@dataclass(frozen=True, slots=True)
class Written:
    """What stands and what should, as Postgres writes them."""

    stands: Definitions
    built: Definitions
    dumped: Definitions


def written(connection: Connection, part: Part) -> Written:
    """Make twins of what a part makes, as far as that is allowed, and let Postgres write all."""
    with connection.transaction(force_rollback=True):
        connection.execute("set local search_path = pg_temp, pg_catalog")
        connection.execute("set local client_min_messages = warning")
        connection.execute("set local check_function_bodies = off")
        _build(connection, [each.twin for each in part.statements])
        built = _definitions(connection, part, ["pg_temp"])
        # A dump says some things differently: `between` becomes two comparisons. So what came from
        # a dump is as it should be if it is the same as a twin that came from one.
        _build(connection, [_as_dumped(*each) for each in built.items()])
        dumped = _definitions(connection, part, ["pg_temp"])
        return Written(_definitions(connection, part, part.schemas), built, dumped)


BUILD: LiteralString = """
do $build$
declare
  v_statement text;
begin
  foreach v_statement in array {}::text[] loop
    begin
      execute v_statement;
    exception when others then
      null;  -- what it is about is looked for by its name
    end;
  end loop;
end
$build$
"""


def _build(connection: Connection, statements: Sequence[str]) -> None:
    """Make what can be made. A right that is missing, or a server that only reads, is no error."""
    with suppress(psycopg.Error), connection.transaction():
        connection.execute(sql.SQL(BUILD).format(sql.Literal(list(statements))))


DUMPED = {
    "view": "create or replace view {name} {definition}",
    "function": "{definition}",
    "constraint": (
        "alter table {relation} drop constraint {name}, add constraint {name} {definition}"
    ),
    "policy": "drop policy {name} on {relation}; create policy {name} on {relation} {definition}",
    "trigger": "drop trigger {name} on {relation}; {definition}",
    "index": "drop index {name}; {definition}",
}


def _as_dumped(key: Key, definition: str) -> str:
    """Give the statement that makes a twin anew, from what Postgres wrote of it."""
    kind, relation, name = key
    return DUMPED.get(kind, "").format(relation=relation, name=name, definition=definition)


def _definitions(connection: Connection, part: Part, schemas: list[str]) -> Definitions:
    """Let Postgres write out what is in these schemas."""
    rows = connection.execute(DEFINITIONS, {"schemas": schemas, "tables": part.tables}).fetchall()
    return {(kind, relation, name): text for kind, relation, name, text in rows}


# ' [^ (]+\.' is the schema, there where the schema of the thing itself stands: at its first place.
DEFINITIONS: LiteralString = r"""
with schemas as (
  select oid from pg_namespace
  where nspname = any (%(schemas)s) or oid = pg_my_temp_schema() and 'pg_temp' = any (%(schemas)s)
), relations as (
  select oid as relation, relname::text, relkind, reloptions
  from pg_class
  where relnamespace = any (array(select oid from schemas))
    and relkind = any (case when %(tables)s then '{r,p}' else '{v}' end::"char"[])
    and relname <> 'migrations'  -- where `up` writes which of them it applied
)
select case relkind when 'v' then 'view' else 'table' end, '', relname,
  case relkind when 'v' then  -- how a table is stored is for whoever keeps the server to choose
    concat('with (' || array_to_string(reloptions, ', ') || ') ', 'as ', pg_get_viewdef(relation))
  else '' end
from relations
union all
select 'column', relname, attname, concat_ws(' ', format_type(atttypid, atttypmod),
  case when attcollation not in (0, 100) then 'collate ' || attcollation::regcollation end,
  case when attnotnull then 'not null' end,
  case when adbin is not null then 'default ' || pg_get_expr(adbin, adrelid) end,
  nullif(attgenerated, ''), nullif(attidentity, ''))
from relations join pg_attribute on attrelid = relation and attnum > 0 and not attisdropped
left join pg_attrdef on adrelid = attrelid and adnum = attnum
where relkind <> 'v'
union all
select 'constraint', relname, conname, case contype
  when 'f' then regexp_replace(pg_get_constraintdef(pg_constraint.oid), ' [^ (]+\.', ' ')
  else pg_get_constraintdef(pg_constraint.oid) end
from relations join pg_constraint on conrelid = relation and contype not in ('n', 't')
union all
select 'index', relations.relname, pg_class.relname, concat_ws(' ',
  regexp_replace(pg_get_indexdef(indexrelid), ' [^ (]+\.', ' '),
  case when not indisvalid then 'invalid' end)
from relations join pg_index on indrelid = relation join pg_class on pg_class.oid = indexrelid
where not exists (select from pg_constraint where conindid = indexrelid and conrelid = indrelid)
union all
select 'policy', relname, polname, concat_ws(' ',
  case when polpermissive then 'as permissive' else 'as restrictive' end, 'for',
  case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
    when 'd' then 'delete' else 'all' end, 'to',
  array_to_string(array(select case role when 0 then 'public' else role::regrole::text end
    from unnest(polroles) as role order by 1), ', '),
  'using (' || pg_get_expr(polqual, polrelid) || ')',
  'with check (' || pg_get_expr(polwithcheck, polrelid) || ')')
from relations join pg_policy on polrelid = relation
union all
select 'trigger', relname, tgname,
  regexp_replace(pg_get_triggerdef(pg_trigger.oid), ' [^ (]+\.', ' ')
from relations join pg_trigger on tgrelid = relation and not tgisinternal
union all
select 'function', '', proname || '(' || pg_get_function_identity_arguments(pg_proc.oid) || ')',
  regexp_replace(pg_get_functiondef(pg_proc.oid), ' [^ (]+\.', ' ')
from pg_proc
where pronamespace = any (array(select oid from schemas))
  and prokind in ('f', 'p') and not %(tables)s
"""
