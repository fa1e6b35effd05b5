"""What `amity doctor` says of grants: whether everybody may do what they should, and no more."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import LiteralString

from psycopg import sql

from amity.command._checks import Connection, Finding
from amity.migrations.house import Rendered


def grants(connection: Connection, migrations: Sequence[Rendered]) -> Iterator[Finding]:
    """Look for grants that the applied migrations made and that are gone, and for too many."""
    missing: dict[str, None] = {}
    for grant in granted_by(migrations):
        if not _holds(connection, grant):
            missing[str(grant)] = None
    for statement in missing:
        yield Finding(f"a grant is missing: {statement}", f"`{statement};` gives it back.")
    for role, thing in connection.execute(OPEN).fetchall():
        yield Finding(f"{thing} is open to {role}", f"Revoke it from {role}: nobody needs it.")


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


_KNOWN = {"function": "to_regprocedure", "schema": "to_regnamespace", "table": "to_regclass"}


def _holds(connection: Connection, grant: Grant) -> bool:
    """Tell whether a grant holds, or is about something that a later migration took away."""
    if grant.kind not in _KNOWN:
        return True
    known = sql.SQL("select {}({})::oid").format(
        sql.Identifier(_KNOWN[grant.kind]), sql.Literal(grant.thing)
    )
    (thing,) = connection.execute(known).fetchone() or (None,)
    if thing is None:
        return True
    held = sql.SQL("select {}(%(role)s::name, %(thing)s::oid, {}%(privilege)s)").format(
        sql.Identifier(f"has_{'column' if grant.column else grant.kind}_privilege"),
        sql.SQL("%(column)s, " if grant.column else ""),
    )
    (holds,) = connection.execute(held, asdict(grant) | {"thing": thing}).fetchone() or (False,)
    return bool(holds)


OPEN: LiteralString = """
with ours as (
  select oid from pg_namespace where nspname in ('amity', 'amity_private')
), things as (
  select 'the schema ' || nspname as thing, coalesce(nspacl, acldefault('n', nspowner)) as acl
  from pg_namespace where oid in (select oid from ours)
  union all
  select oid::regclass::text, coalesce(relacl, acldefault('r', relowner))
  from pg_class where relnamespace in (select oid from ours) and relkind in ('r', 'p', 'v', 'm')
  union all
  select attrelid::regclass || '.' || attname, attacl
  from pg_attribute join pg_class on pg_class.oid = attrelid
  where relnamespace in (select oid from ours) and attacl is not null
  union all
  select oid::regprocedure::text, coalesce(proacl, acldefault('f', proowner))
  from pg_proc where pronamespace in (select oid from ours)
)
select distinct case grantee when 0 then 'PUBLIC' else 'anon' end, thing
from things cross join lateral aclexplode(acl) as granted
where grantee in (0, coalesce(to_regrole('anon')::oid, 0))
  and not (grantee <> 0 and thing = 'amity.me()')
order by 1, 2
"""
