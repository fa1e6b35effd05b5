"""Whether two databases hold the same rows: every table, both ways, and none of them twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from psycopg import sql
from sync_connections.pair import run

# Of what a row writes: two numbers that are equal may still differ, as 1.0 and 1.00 do.
_DIGEST = "select count(*), md5(string_agg(row, '' order by row)) from ({}) as rows"
_ROWS = "select md5(t::text) as row from {} as t"


def identical(one: str, other: str, tables: Iterable[str]) -> None:
    """Fails with what only one of them has, or has more often."""
    for name in tables:
        (parts,) = run(one, "select parse_ident(%s)", name)
        rows = sql.SQL(_ROWS).format(sql.Identifier(*parts[0]))
        digest = sql.SQL(_DIGEST).format(rows)
        if run(one, digest) != run(other, digest):
            text = sql.SQL("select left(t::text, 300) from {} as t").format(
                sql.Identifier(*parts[0])
            )
            here, there = (Counter(row for (row,) in run(url, text)) for url in (one, other))
            raise AssertionError(
                f"{name}: only in the first {list((here - there).elements())[:5]},"
                f" only in the second {list((there - here).elements())[:5]}"
            )
