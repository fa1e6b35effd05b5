"""Every plpgsql function, checked in depth; trigger functions with each table that they hang on."""

from __future__ import annotations

import psycopg
import pytest

OURS = """
  with ours as (
    select functions.oid, triggers.tgrelid::regclass as relation,
      functions.oid::regprocedure::text as function,
      functions.prorettype = 'trigger'::regtype and triggers.tgrelid is null as hangs_nowhere,
      -- one function may serve a trigger that sees a transition table and one that does not
      max(triggers.tgoldtable::text)::name as old_table,
      max(triggers.tgnewtable::text)::name as new_table
    from pg_catalog.pg_proc as functions
    join pg_catalog.pg_language as languages on languages.oid = functions.prolang
    left join pg_catalog.pg_trigger as triggers on triggers.tgfoid = functions.oid
    where languages.lanname = 'plpgsql'
      and functions.pronamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
    group by functions.oid, triggers.tgrelid
  )
"""

FINDINGS = """
  select ours.function || coalesce(' on ' || ours.relation, ''), findings.lineno, findings.level,
    findings.message
  from ours
  cross join lateral plpgsql_check_function_tb(
    ours.oid, coalesce(ours.relation, 0), fatal_errors => false,
    other_warnings => true, extra_warnings => true, security_warnings => true,
    oldtable => ours.old_table, newtable => ours.new_table
  ) as findings
  where not ours.hangs_nowhere
    -- a call that is assigned is an expression, which costs half of the query that `perform` runs
    and findings.message is distinct from 'never read variable "v_done"'
    -- a cursor column is only compared with the columns that there are
    and (ours.function, findings.message) is distinct from (
      'amity_private.read_rows(oid,jsonb,integer,integer,text)',
      'text type variable is not sanitized')
  order by 1, 2
"""


@pytest.mark.postgres(15)  # the only version that Debian packages it for
def test_plpgsql_check_has_nothing_to_say(conn: psycopg.Connection) -> None:
    conn.execute("create extension plpgsql_check")
    # The triggers that hang on the host's table.
    conn.execute("create table public.users (id uuid primary key)")
    conn.execute("select amity.attach_people('public.users', 'id')")

    functions = conn.execute(f"{OURS} select count(*) from ours").fetchone()
    assert functions is not None
    assert functions[0] > 20
    unchecked = conn.execute(f"{OURS} select function from ours where hangs_nowhere").fetchall()
    assert unchecked == [], "a trigger function is checked with its table"
    findings = conn.execute(OURS + FINDINGS).fetchall()
    assert not findings, "\n".join(str(finding) for finding in findings)
