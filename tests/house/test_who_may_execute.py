"""Who may execute what: every function of both schemas, in one list, held against the catalog."""

from __future__ import annotations

import difflib
from collections import defaultdict
from pathlib import Path
from typing import Any

import psycopg

LIST = Path(__file__).with_name("who_may_execute.txt")

FUNCTIONS = """
select concat_ws(', ', variadic array(
    select case grantee when 0 then 'PUBLIC' else grantee::regrole::text end
      || case when is_grantable then ' (and grant it)' else '' end
    from aclexplode(coalesce(proacl, acldefault('f', proowner)))
    where grantee <> proowner order by 1
  )),
  case when prosecdef then 'definer ' else '' end || pg_proc.oid::regprocedure
from pg_proc
where pronamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
  and prorettype {} 'trigger'::regtype
"""


def drawn(conn: psycopg.Connection[Any]) -> str:
    """The list as it would be written today."""
    groups: dict[str, list[str]] = defaultdict(list)
    for who, function in conn.execute(FUNCTIONS.format("<>").encode()):
        groups[who or "only the owner, and what runs as the owner"].append(function)
    for who, function in conn.execute(FUNCTIONS.format("=").encode()):
        groups[who or "only the owner, as triggers"].append(function)
    return "\n\n".join(
        "\n".join([f"[{who}]", *sorted(functions, key=by_name)])
        for who, functions in sorted(groups.items())
    )


def by_name(function: str) -> str:
    return function.removeprefix("definer ")


def test_the_list_is_what_the_catalog_says(conn: psycopg.Connection[Any], tmp_path: Path) -> None:
    """A new function is put in the list by the author who decides who may execute it."""
    now = tmp_path / LIST.name
    now.write_text(drawn(conn) + "\n")
    changes = [
        *difflib.unified_diff(
            LIST.read_text().splitlines(), now.read_text().splitlines(), lineterm="", n=0
        )
    ]
    assert not changes, "\n".join([f"If that is meant: cp {now} {LIST}", *changes])
