"""The catalog of Amity's two schemas as it is, and as the migrations make it on this server.

The second is made by running the migrations once more, in a transaction that is rolled back, while
both schemas bear other names. So Postgres itself writes out both, on any version and for any owner,
and nothing has to be stored that a dump, an upgrade of Postgres or an older Amity would falsify.
"""

from collections.abc import Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import LiteralString

import psycopg
from psycopg import Connection

from amity.migrations.state import CREATE_LEDGER
from amity.migrations.templates import Rendered, around

Key = tuple[str, str, str]
"""A kind, the table or object that it belongs to, and a name: ('policy', 'amity.follows', 'x')."""
Snapshot = Mapping[Key, str]
"""The definition of each object."""


@dataclass(frozen=True, slots=True)
class Snapshots:
    """What is there, and what the migrations make."""

    present: Snapshot
    expected: Snapshot
    optional: Set[Key]
    """What only pending migrations make."""
    equal: Set[Key]
    """What reads differently only because it came from a dump."""

    def additions(self) -> list[Key]:
        """Give what no migration makes, without the parts of an object that is listed itself."""
        extra = {key for key in self.present.keys() - self.expected if key[0] != "grant"}
        return sorted(key for key in extra if not within(key, extra))


def take(connection: Connection, ours: Sequence[Rendered], pending: Sequence[str]) -> Snapshots:
    """Take both snapshots. Nothing of it is committed, and no table is locked.

    Raises:
        psycopg.errors.InsufficientPrivilege: the role does not own the schemas.
        psycopg.errors.FeatureNotSupported: the server is a standby.
    """
    with connection.transaction(force_rollback=True):
        connection.execute("set local search_path = pg_catalog")
        connection.execute("set local client_min_messages = warning")
        present = _snapshot(connection)
        connection.execute("alter schema amity rename to amity_present")
        connection.execute("alter schema amity_private rename to amity_private_present")
        connection.execute(around("before").encode())
        connection.execute(CREATE_LEDGER.encode())
        expected: Snapshot = {}
        optional: set[Key] = set()
        for is_pending, migrations in groupby(ours, lambda each: each.id in pending):
            connection.execute("\n".join(each.sql for each in migrations).encode())
            before, expected = expected, _snapshot(connection)
            if is_pending:
                optional |= {key for key in expected if expected[key] != before.get(key)}
        different = [k for k in expected.keys() & present.keys() if expected[k] != present[k]]
        for key in different:
            # An object that cannot be made again, as a primary key, reads the same after a dump.
            with suppress(psycopg.Error), connection.transaction():
                connection.execute(f"{drop(key)}{expected[key]}".encode())
        again = _snapshot(connection) if different else expected
        equal = {key for key in different if again.get(key) == present[key]}
        return Snapshots(present, expected, optional, equal)


def within(key: Key, keys: Set[Key]) -> bool:
    """Tell whether what a thing belongs to is among these as well."""
    return any(not table and name == key[1] for _, table, name in keys)


def title(key: Key) -> str:
    """Name an object, as 'the policy select_mine of amity.follows'."""
    kind, table, name = key
    return f"the {kind} {name} of {table}" if table else f"the {kind} {name}"


_DROP = {
    "policy": "drop policy {name} on {table}; ",
    "rule": "drop rule {name} on {table}; ",
    "trigger": "drop trigger {name} on {table}; ",
    "index": "drop index {schema}.{name}; ",
    "constraint": "alter table {table} drop constraint {name}; ",
}


def drop(key: Key) -> str:
    """Give the statement that drops part of a table; nothing for what `create or replace` makes."""
    kind, table, name = key
    schema = table.partition(".")[0]
    return _DROP.get(kind, "").format(table=table, schema=schema, name=name)


def _snapshot(connection: Connection) -> Snapshot:
    """Let Postgres write out all that is in the two schemas."""
    rows = connection.execute(OBJECTS).fetchall()
    return {(kind, table, name): definition for kind, table, name, definition in rows}


OBJECTS: LiteralString = """
with schemas as (
  select * from pg_namespace where nspname in ('amity', 'amity_private')
), relations as (
  select pg_class.*, oid::regclass::text as relation from pg_class
  where relnamespace in (select oid from schemas) and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
), acls as (
  select 'schema ' || nspname as target, '' as of_column, nspowner as owner,
    coalesce(nspacl, acldefault('n', nspowner)) as acl
  from schemas
  union all
  select case relkind when 'S' then 'sequence ' else 'table ' end || relation, '', relowner,
    coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner))
  from relations
  union all
  select 'table ' || relation, format(' (%I)', attname), relowner, attacl
  from relations join pg_attribute on attrelid = relations.oid and not attisdropped
  where attacl is not null
  union all
  select 'function ' || oid::regprocedure, '', proowner,
    coalesce(proacl, acldefault('f', proowner))
  from pg_proc where pronamespace in (select oid from schemas)
)
select 'grant', target,
  case grantee when 0 then 'PUBLIC' else pg_get_userbyid(grantee)::text end,
  string_agg(lower(privilege_type) || of_column, ', ' order by privilege_type, of_column)
from acls cross join aclexplode(acl) where grantee <> owner
group by target, grantee
union all
select 'column', relation, quote_ident(attname), concat_ws(' ', format_type(atttypid, atttypmod),
  case when attcollation not in (0, 100) then 'collate ' || attcollation::regcollation end,
  case when attnotnull then 'not null' end,
  case when adbin is not null then 'default ' || pg_get_expr(adbin, adrelid) end,
  nullif(attgenerated, ''), nullif(attidentity, ''))
from relations join pg_attribute on attrelid = relations.oid and attnum > 0 and not attisdropped
left join pg_attrdef on adrelid = attrelid and adnum = attnum
where relkind in ('r', 'p')
union all
select 'constraint', relation, quote_ident(conname),
  format('alter table %s add constraint %I %s', relation, conname, pg_get_constraintdef(c.oid))
from relations join pg_constraint as c on conrelid = relations.oid and contype not in ('n', 't')
union all
select 'index', relation, quote_ident(index.relname),
  pg_get_indexdef(indexrelid) || case when indisvalid then '' else ' -- invalid' end
from relations
join pg_index on indrelid = relations.oid
join pg_class as index on index.oid = indexrelid
where not exists (select from pg_constraint where conindid = indexrelid and conrelid = indrelid)
union all
select 'policy', relation, quote_ident(polname), concat_ws(' ',
  format('create policy %I on %s', polname, relation),
  case when not polpermissive then 'as restrictive' end, 'for',
  case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
    when 'd' then 'delete' else 'all' end, 'to',
  array_to_string(array(select case role when 0 then 'public' else role::regrole::text end
    from unnest(polroles) as role order by 1), ', '),
  'using (' || pg_get_expr(polqual, polrelid) || ')',
  'with check (' || pg_get_expr(polwithcheck, polrelid) || ')')
from relations join pg_policy on polrelid = relations.oid
union all
select 'rule', relation, quote_ident(rulename), pg_get_ruledef(pg_rewrite.oid)
from relations join pg_rewrite on ev_class = relations.oid and rulename <> '_RETURN'
union all
select 'trigger', relation, quote_ident(tgname), pg_get_triggerdef(t.oid)
from relations join pg_trigger as t on tgrelid = relations.oid and not tgisinternal
union all
select 'function', '', oid::regprocedure::text,
  case when prokind in ('f', 'p') then pg_get_functiondef(oid) else '' end
from pg_proc where pronamespace in (select oid from schemas)
union all
select 'view', '', relation, format('create or replace view %s%s as %s', relation,
  ' with (' || array_to_string(reloptions, ', ') || ')', pg_get_viewdef(oid))
from relations where relkind = 'v'
union all
select object.type, '', object.identity, coalesce((select string_agg(enumlabel, ', '
  order by enumsortorder) from pg_enum where enumtypid = objid), '')
from pg_depend as whole, pg_identify_object(classid, objid, objsubid) as object
where refclassid = 'pg_namespace'::regclass and deptype = 'n'
  and refobjid in (select oid from schemas)
  and classid <> 'pg_proc'::regclass
  and object.type not in ('view', 'index')
  and not exists (
    select from pg_depend as part
    where (part.classid, part.objid) = (whole.classid, whole.objid)
      and part.deptype in ('a', 'e', 'i')
  )
"""
