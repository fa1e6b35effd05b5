"""A record has the columns of what it is a row of, each with a type that can hold it."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import datetime
from typing import Any, Literal, get_args, get_origin, get_type_hints
from uuid import UUID

import psycopg
import pytest

from amity import blocks, connections, follows, friendships, people, settings, suggestions

RECORDS = (
    people.Person,
    settings.Setting,
    blocks.Block,
    blocks.BlockEntry,
    connections.Connection,
    connections.MyConnection,
    connections.ConnectionRequest,
    connections.ConnectionEntry,
    follows.Follow,
    follows.FollowEntry,
    suggestions.Suggestion,
    suggestions.Dismissal,
    friendships.Friendship,
)

PYTHON_TYPES = {
    "uuid": UUID,
    "text": str,
    "boolean": bool,
    "bigint": int,
    "timestamp with time zone": datetime,
    "text[]": list[str],
}

COLUMNS = """
select attname, format_type(atttypid, atttypmod),
  (select array_agg(enumlabel::text order by enumsortorder)
    from pg_enum where enumtypid = atttypid),
  attnotnull
from pg_attribute
where attrelid = to_regclass(%(relation)s) and attnum > 0 and not attisdropped
union all
select name, format_type(type, null), null, true
from pg_proc, unnest(proargnames, proallargtypes, proargmodes) as columns (name, type, mode)
where oid = to_regproc(%(function)s) and mode = 't'
"""


def source(record: type[Any]) -> str:
    """What its docstring says it is a row of."""
    named = re.match(r"A row of ``(amity\.\w+)(?:\(\))?``", record.__doc__ or "")
    assert named, record.__doc__
    return named[1]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_fields_are_columns(record: type[Any], conn: psycopg.Connection[Any]) -> None:
    name = source(record)
    columns = conn.execute(COLUMNS, {"relation": name, "function": name}).fetchall()
    hints = get_type_hints(record)
    assert [field.name for field in fields(record)] == [column[0] for column in columns]
    for column, type_name, labels, not_null in columns:
        hint = hints[column]
        optional = get_origin(hint) is not Literal and type(None) in get_args(hint)
        if optional:
            (hint,) = set(get_args(hint)) - {type(None)}
        if labels:
            assert set(get_args(hint)) == set(labels), column
        else:
            assert hint == PYTHON_TYPES[type_name], column
        # a column that is never null is not optional; of a view's columns nobody knows
        assert not (optional and not_null), column


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_null_only_where_the_table_says_so(
    record: type[Any], conn: psycopg.Connection[Any]
) -> None:
    nullable = conn.execute(
        "select attname from pg_attribute join pg_class on pg_class.oid = attrelid"
        " where attrelid = to_regclass(%s) and attnum > 0 and not attnotnull and relkind = 'r'",
        [source(record)],
    ).fetchall()
    hints = get_type_hints(record)
    assert all(type(None) in get_args(hints[column]) for (column,) in nullable)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_frozen(record: type[Any]) -> None:
    assert record.__dataclass_params__.frozen
    assert not hasattr(record, "__dict__") or "__slots__" in vars(record)
