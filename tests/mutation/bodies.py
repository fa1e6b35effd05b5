"""Mutants of functions and views: who may call them, as which role they run, and what they say."""

from __future__ import annotations

from collections.abc import Iterator

from mutation.mutants import OURS, Conn, Mutant
from mutation.text import conditions, locks, statements


def executes(conn: Conn) -> Iterator[Mutant]:
    """What may be executed may not be, and the other way round."""
    rows = conn.execute(
        "select pg_proc.oid::regprocedure::text,"
        " case grantee when 0 then 'public' else quote_ident(grantee::regrole::text) end"
        " from pg_proc cross join aclexplode(proacl)"
        f" where pronamespace::regnamespace::text in {OURS} and grantee <> proowner"
    )
    for function, role in rows.fetchall():
        statement = f"revoke execute on function {function} from {role}"
        yield Mutant("execute revoked", function, f"from {role}", statement)
    rows = conn.execute(
        "select oid::regprocedure::text,"
        " case when has_function_privilege('authenticated', oid, 'execute') then 'anon'"
        " else 'authenticated' end from pg_proc"
        f" where pronamespace::regnamespace::text in {OURS}"
        " and not has_function_privilege('anon', oid, 'execute')"
    )
    for function, role in rows.fetchall():
        statement = f"grant execute on function {function} to {role}"
        yield Mutant("execute granted", function, f"to {role}", statement)


def functions(conn: Conn) -> Iterator[Mutant]:
    rows = conn.execute(
        "select pg_proc.oid::regprocedure::text, pg_get_functiondef(pg_proc.oid),"
        " lanname = 'plpgsql', prosrc, prosecdef, proconfig is not null"
        " from pg_proc join pg_language on pg_language.oid = prolang"
        f" where pronamespace::regnamespace::text in {OURS}"
    )
    for function, definition, is_plpgsql, source, is_definer, is_pinned in rows.fetchall():
        alter = f"alter function {function}"
        if is_definer:
            yield Mutant("definer off", function, "invoker", f"{alter} security invoker")
        if is_pinned:
            yield Mutant("search_path unpinned", function, "pin", f"{alter} reset search_path")
        if is_plpgsql:
            head, _, tail = definition.partition(source)
            made = [*statements(source), *conditions(source), *locks(source)]
            for kind, what, text in made:
                yield Mutant(kind, function, what, head + text + tail)
        else:
            head, body = _sql_body(definition)
            # what Postgres inlines leaves no trace in the statistics
            traced = is_definer or is_pinned
            for kind, what, text in (*conditions(body), *locks(body)):
                yield Mutant(kind, function, what, head + text, traced)


def _sql_body(definition: str) -> tuple[str, str]:
    """A function in SQL, before its body and from there on."""
    for begins in ("BEGIN ATOMIC", "\nRETURN ", "AS $function$"):
        head, found, body = definition.partition(begins)
        if found:
            return head, begins + body
    return definition, ""


def views(conn: Conn) -> Iterator[Mutant]:
    rows = conn.execute(
        "select oid::regclass::text, pg_get_viewdef(oid), coalesce(reloptions, '{}')"
        f" from pg_class where relnamespace::regnamespace::text in {OURS} and relkind = 'v'"
    )
    for view, definition, options in rows.fetchall():
        given = f" with ({', '.join(options)})" if options else ""
        for kind, what, text in conditions(definition):
            statement = f"create or replace view {view}{given} as {text}"
            yield Mutant(kind, view, what, statement, traced=False)
        if any(option.startswith("security_invoker") for option in options):
            statement = f"alter view {view} reset (security_invoker)"
            yield Mutant("view invoker off", view, "security_invoker", statement, traced=False)


SOURCES = (executes, functions, views)
