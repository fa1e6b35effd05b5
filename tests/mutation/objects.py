"""Mutants of what stands around the tables: grants, policies, triggers, constraints."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mutation.mutants import OURS, Conn, Mutant
from mutation.text import conditions

_GRANTEE = "case grantee when 0 then 'public' else quote_ident(grantee::regrole::text) end"


def policies(conn: Conn) -> Iterator[Mutant]:
    rows = conn.execute(
        "select polrelid::regclass::text, quote_ident(polname), pg_get_expr(polqual, polrelid),"
        " pg_get_expr(polwithcheck, polrelid)"
        " from pg_policy join pg_class on pg_class.oid = polrelid"
        f" where relnamespace::regnamespace::text in {OURS}"
    )
    for table, policy, using, check in rows.fetchall():
        yield Mutant("policy dropped", table, policy, f"drop policy {policy} on {table}")
        for clause, expression in (("using", using), ("with check", check)):
            alter = f"alter policy {policy} on {table} {clause}"
            if expression and expression != "true":
                change = f"{policy} {clause} (true)"
                yield Mutant("policy opened", table, change, f"{alter} (true)")
                for _, what, text in conditions(f"({expression})"):
                    change = f"{policy} {clause}: {what}"
                    yield Mutant("policy condition left out", table, change, f"{alter} {text}")


def row_security(conn: Conn) -> Iterator[Mutant]:
    rows = conn.execute(
        "select oid::regclass::text from pg_class"
        f" where relrowsecurity and relnamespace::regnamespace::text in {OURS}"
    )
    for (table,) in rows.fetchall():
        statement = f"alter table {table} disable row level security"
        yield Mutant("row security off", table, "all policies", statement)


def grants(conn: Conn) -> Iterator[Mutant]:
    """What was granted is revoked."""
    rows = conn.execute(
        f"select oid::regclass::text, relkind <> 'v', privilege_type, {_GRANTEE}, ''"
        " from pg_class cross join aclexplode(relacl)"
        f" where relnamespace::regnamespace::text in {OURS} and grantee <> relowner"
        " and relkind in ('r', 'v', 'p')"
        " union all"
        f" select attrelid::regclass::text, relkind <> 'v', privilege_type, {_GRANTEE},"
        " format(' (%I)', attname)"
        " from pg_attribute join pg_class on pg_class.oid = attrelid"
        " cross join aclexplode(attacl)"
        f" where relnamespace::regnamespace::text in {OURS} and grantee <> relowner"
    )
    for table, traced, privilege, role, column in rows.fetchall():
        what = f"{privilege.lower()}{column}"
        kind = "column grant revoked" if column else "grant revoked"
        statement = f"revoke {what} on {table} from {role}"
        yield Mutant(kind, table, f"{what} from {role}", statement, traced)


def grants_too_many(conn: Conn) -> Iterator[Mutant]:
    """What no role was granted is granted: to people, and reading to anon."""
    rows = conn.execute(
        "select oid::regclass::text, relkind <> 'v', privilege, role from pg_class"
        " cross join unnest('{select,insert,update,delete,truncate}'::text[]) as privilege"
        " cross join unnest('{authenticated,anon}'::text[]) as role"
        f" where relnamespace::regnamespace::text in {OURS} and relkind in ('r', 'v', 'p')"
        " and not (privilege = 'truncate' and relkind = 'v')"
        " and not (role = 'anon' and privilege <> 'select')"
        " and not has_table_privilege(role, pg_class.oid, privilege)"
    )
    for table, traced, privilege, role in rows.fetchall():
        statement = f"grant {privilege} on {table} to {role}"
        yield Mutant("grant added", table, f"{privilege} to {role}", statement, traced)


def triggers(conn: Conn) -> Iterator[Mutant]:
    rows = conn.execute(
        "select quote_ident(tgname), tgrelid::regclass::text, relkind = 'v',"
        " pg_get_triggerdef(pg_trigger.oid)"
        " from pg_trigger join pg_class on pg_class.oid = tgrelid"
        f" where relnamespace::regnamespace::text in {OURS} and not tgisinternal"
    )
    for trigger, table, is_view, definition in rows.fetchall():
        off = f"drop trigger {trigger} on {table}"
        if not is_view:
            off = f"alter table {table} disable trigger {trigger}"
        yield Mutant("trigger off", table, trigger, off, not is_view)
        if found := re.search(r"( WHEN )(\(.*\)) EXECUTE FUNCTION", definition, re.DOTALL):
            start = definition.replace("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER")
            head, tail = start[: found.start(1) + 11], definition[found.end(2) :]
            kind = "trigger condition left out"
            yield Mutant(kind, table, f"{trigger}: all of it", f"{head}{tail}")
            for _, what, text in conditions(found[2]):
                yield Mutant(kind, table, f"{trigger}: {what}", f"{head} WHEN {text}{tail}")


def constraints(conn: Conn) -> Iterator[Mutant]:
    rows = conn.execute(
        "select conrelid::regclass::text, quote_ident(conname), contype::text,"
        " pg_get_constraintdef(pg_constraint.oid) from pg_constraint"
        f" where connamespace::regnamespace::text in {OURS}"
        " and contype in ('c', 'u', 'f', 'x', 'p') and conrelid <> 0"
    )
    kinds = {"c": "check", "u": "unique", "f": "foreign key", "x": "exclusion", "p": "primary key"}
    for table, name, contype, definition in rows.fetchall():
        drop = f"alter table {table} drop constraint {name}"
        cascade = " cascade" if contype in "pu" else ""
        yield Mutant(f"{kinds[contype]} dropped", table, name, drop + cascade)
        again = f"{drop}; alter table {table} add constraint {name}"
        if contype == "c":
            for _, what, text in conditions(definition.removeprefix("CHECK ")):
                change = f"{name}: {what}"
                yield Mutant("check condition left out", table, change, f"{again} check {text}")
        plain = re.sub(r" ON DELETE (CASCADE|SET NULL( \([^)]*\))?|RESTRICT)", "", definition)
        if plain != definition:
            yield Mutant("on delete left out", table, name, f"{again} {plain}")


def not_null(conn: Conn) -> Iterator[Mutant]:
    rows = conn.execute(
        "select attrelid::regclass::text, quote_ident(attname)"
        " from pg_attribute join pg_class on pg_class.oid = attrelid"
        f" where relnamespace::regnamespace::text in {OURS} and relkind = 'r'"
        " and attnotnull and attnum > 0 and not exists (select from pg_constraint"
        " where conrelid = attrelid and contype = 'p' and attnum = any (conkey))"
    )
    for table, column in rows.fetchall():
        statement = f"alter table {table} alter {column} drop not null"
        yield Mutant("not null dropped", table, column, statement)


def unique_indexes(conn: Conn) -> Iterator[Mutant]:
    rows = conn.execute(
        "select indrelid::regclass::text, indexrelid::regclass::text"
        " from pg_index join pg_class on pg_class.oid = indrelid"
        f" where relnamespace::regnamespace::text in {OURS} and indisunique"
        " and not exists (select from pg_constraint where conindid = indexrelid)"
    )
    for table, index in rows.fetchall():
        yield Mutant("unique index dropped", table, index, f"drop index {index}")


SOURCES = (
    policies,
    row_security,
    grants,
    grants_too_many,
    triggers,
    constraints,
    not_null,
    unique_indexes,
)
