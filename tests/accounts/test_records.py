"""The records of these kinds have the columns of what they are rows of."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import psycopg
import pytest

from amity import accounts, badges, counts, relations

COLUMNS = """
select name from pg_proc, unnest(proargnames, proargmodes) as columns (name, mode)
where oid = to_regproc(%s) and mode = 't'
"""


@pytest.mark.parametrize(
    ("record", "function"),
    [
        (counts.MyCounts, "amity.my_counts"),
        (counts.Counts, "amity.counts_of"),
        (badges.Badge, "amity.list_badges"),
        (badges.Standing, "amity.leaderboard"),
        (relations.Relation, "amity.relations_with"),
        (accounts.PastConnection, "amity.connections_at"),
        (accounts.BrokenInvariant, "amity.verify"),
        (accounts.Tidied, "amity.tidy"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_fields_are_columns(
    record: type[Any], function: str, conn: psycopg.Connection[Any]
) -> None:
    columns = [name for (name,) in conn.execute(COLUMNS, [function])]
    assert [field.name for field in fields(record)] == columns
    assert record.__doc__
    assert record.__doc__.startswith(f"A row of ``{function}()``")
