"""What `amity doctor` says of grants: whether everybody may do what they should, and no more."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import LiteralString

from amity.command._checks import Connection, Finding
from amity.migrations.templates import Rendered


def grants(
    connection: Connection, applied: Sequence[Rendered], known: Sequence[Rendered]
) -> Iterator[Finding]:
    """Look for grants that the applied migrations made and that are gone, and for too many.

    Too many are those that no known migration makes; with none known, that is not looked at.
    """
    made = list(dict.fromkeys(granted_by(applied)))
    for (place,) in connection.execute(GRANTED + MISSING, _columns(made)).fetchall():
        statement = str(made[place - 1])
        yield Finding(f"a grant is missing: {statement}", f"`{statement};` gives it back.")
    if not known:
        return
    found = connection.execute(GRANTED + TOO_MANY, _columns(list(granted_by(known))))
    for role, thing, revoke in found.fetchall():
        yield Finding(
            f"{thing} is open to {role}, and no migration opens it",
            f"Revoke it: `{revoke};`",
            is_note=role == "service_role",
        )


@dataclass(frozen=True, slots=True)
class Grant:
    """One privilege on one thing, for one role."""

    privilege: str
    column: str
    kind: str
    thing: str
    role: str

    def __str__(self) -> str:
        """Say it in SQL."""
        column = f" ({self.column})" if self.column else ""
        return f"grant {self.privilege}{column} on {self.kind} {self.thing} to {self.role}"


_GRANT = re.compile(r"^grant\s+([^;']+?)\s+on\s+([^;']+?)\s+to\s+([^;']+?);", re.MULTILINE)
_PRIVILEGE = re.compile(r"(\w+)\s*(?:\(([^)]*)\))?")


def granted_by(migrations: Sequence[Rendered]) -> Iterator[Grant]:
    """Read the grants in the text of migrations: each stands at the beginning of a line."""
    for migration in migrations:
        text = re.sub(r"--[^\n]*", "", migration.sql)
        for privileges, target, grantees in _GRANT.findall(text):
            kind, _, thing = " ".join(target.split()).partition(" ")
            if kind not in {"function", "schema", "type", "sequence", "table"}:
                kind, thing = "table", f"{kind} {thing}".strip()
            for privilege, columns in _PRIVILEGE.findall(privileges):
                for column in columns.split(",") if columns else [""]:
                    for role in grantees.split(","):
                        yield Grant(privilege, column.strip(), kind, thing, role.strip())


def _columns(grants: Sequence[Grant]) -> dict[str, list[str]]:
    return {field.name: [getattr(grant, field.name) for grant in grants] for field in fields(Grant)}


# What the migrations granted; a thing that a later one took away, or of another kind, has no oid.
GRANTED: LiteralString = """
with granted as (
  select place, lower(privilege) as privilege, column_name, kind, role::name, case kind
    when 'function' then to_regprocedure(thing)::oid
    when 'schema' then to_regnamespace(thing)::oid
    when 'table' then to_regclass(thing)::oid
  end as thing
  from unnest(
    %(privilege)s::text[], %(column)s::text[], %(kind)s::text[], %(thing)s::text[], %(role)s::text[]
  ) with ordinality as made (privilege, column_name, kind, thing, role, place)
)
"""

MISSING: LiteralString = """
select place from granted
where thing is not null and not case
  when kind = 'function' then has_function_privilege(role, thing, privilege)
  when kind = 'schema' then has_schema_privilege(role, thing, privilege)
  when column_name <> '' then has_column_privilege(role, thing, column_name, privilege)
  else has_table_privilege(role, thing, privilege)
end
order by place
"""

TOO_MANY: LiteralString = """
, ours as (
  select oid, nspname, nspowner, nspacl from pg_namespace
  where nspname in ('amity', 'amity_private')
), things (kind, thing, column_name, name, owner, acl) as (
  select 'schema', oid, '', nspname::text, nspowner, coalesce(nspacl, acldefault('n', nspowner))
  from ours
  union all
  select case relkind when 'S' then 'sequence' else 'table' end, oid, '', oid::regclass::text,
    relowner,
    coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner))
  from pg_class where relnamespace in (select oid from ours) and relkind in ('r','p','v','m','S')
  union all
  select 'table', attrelid, attname::text, attrelid::regclass::text, relowner, attacl
  from pg_attribute join pg_class on pg_class.oid = attrelid
  where relnamespace in (select oid from ours) and attacl is not null
  union all
  select 'function', oid, '', oid::regprocedure::text, proowner,
    coalesce(proacl, acldefault('f', proowner))
  from pg_proc where pronamespace in (select oid from ours)
), held as (
  select things.*, lower(privilege_type) as privilege,
    case grantee when 0 then 'PUBLIC' else pg_get_userbyid(grantee)::text end as role
  from things cross join lateral aclexplode(acl) where grantee <> owner
)
select role,
  case kind when 'schema' then 'the schema ' else '' end || name || coalesce(
    '.' || nullif(column_name, ''), ''),
  format('revoke %%s on %%s %%s from %%s',
    string_agg(privilege || coalesce(' (' || nullif(column_name, '') || ')', ''), ', '
      order by privilege),
    kind, name, role)
from held
where role in ('PUBLIC', 'anon', 'authenticated', 'service_role') and not exists (
  select from granted
  where (granted.kind, granted.thing, granted.column_name, granted.privilege, granted.role)
    = (held.kind, held.thing, held.column_name, held.privilege, held.role)
)
group by role, kind, name, column_name
order by role, kind, name, column_name
"""
