"""A record has the columns of what it is a row of, each with a type that can hold it."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, Literal, get_args, get_origin, get_type_hints
from uuid import UUID

import psycopg
import pytest
from python.kinds import KINDS

RECORDS = [
    record
    for kind in KINDS.values()
    for record in vars(kind).values()
    if isinstance(record, type) and is_dataclass(record) and record.__module__ == kind.__name__
    # others are no row of anything: a call, a server
    if " row of " in (record.__doc__ or "").split("\n")[0]
]


def test_records_are_found() -> None:
    assert len(RECORDS) > 10


PYTHON_TYPES = {
    "uuid": UUID,
    "text": str,
    "date": date,
    "smallint": int,
    "integer": int,
    "interval": timedelta,
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
select name, format_type(type, null),
  (select array_agg(enumlabel::text order by enumsortorder) from pg_enum where enumtypid = type),
  false
from pg_proc, unnest(proargnames, proallargtypes, proargmodes) as columns (name, type, mode)
where oid = to_regproc(%(function)s) and mode = 't'
"""


def source(record: type[Any]) -> str:
    """What its docstring says it is a row of."""
    named = re.match(r"(?:A|The) row of ``(amity\.\w+)(?:\(\))?``", record.__doc__ or "")
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
            hint = reduce(or_, [one for one in get_args(hint) if one is not type(None)])
        if labels:
            assert set(get_args(hint)) == set(labels), column
        else:
            # what is not among them is no type that every kind knows
            assert hint == PYTHON_TYPES.get(type_name, hint), column
        # a column that is never null is not optional; of a view's columns it is not known
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
