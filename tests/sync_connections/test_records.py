"""The records of sync connections have the columns of what they are rows of."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from ipaddress import ip_network
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import psycopg
from python.ways import Way
from sync_connections.stage import Stage

from amity import sync_connections
from amity.calls import values

RECORDS = [
    sync_connections.SyncConnection,
    sync_connections.SyncTransfer,
    sync_connections.SyncConnectionEntry,
    sync_connections.NewSyncConnection,
    sync_connections.ConnectionState,
    sync_connections.Due,
    sync_connections.TransferStats,
    sync_connections.Authorization,
    sync_connections.Offer,
    sync_connections.Page,
    sync_connections.Digest,
    sync_connections.TableChecksum,
]

COLUMNS = """
select attname, format_type(atttypid, null), atttypid::regtype::text,
  (select array_agg(enumlabel::text) from pg_enum where enumtypid = atttypid), attnotnull
from pg_attribute
where attrelid = to_regclass(%(source)s) and attnum > 0 and not attisdropped
union all
select name, format_type(type, null), type::regtype::text,
  (select array_agg(enumlabel::text) from pg_enum where enumtypid = type), false
from pg_proc, unnest(proargnames, proallargtypes, proargmodes) as columns (name, type, mode)
where oid = to_regproc(%(source)s) and mode in ('t', 'o')
"""

PYTHON_TYPES: dict[str, set[Any]] = {
    "uuid": {UUID},
    "text": {str},
    "boolean": {bool},
    "smallint": {int},
    "integer": {int},
    "bigint": {int},
    "double precision": {float},
    "timestamp with time zone": {datetime},
    "text[]": {list[str]},
    "cidr[]": {list[sync_connections.Network]},
    "inet": set(get_args(sync_connections.Address)),
    "jsonb": {dict[str, Any], list[str], list[dict[str, Any]]},
    "json": {list[list[str | None]]},
}


def test_fields_are_columns(conn: psycopg.Connection[Any]) -> None:
    for record in RECORDS:
        source = (record.__doc__ or "").split("``")[1].removesuffix("()")
        columns = conn.execute(COLUMNS, {"source": source}).fetchall()
        hints = get_type_hints(record)
        assert [field.name for field in fields(record)] == [column[0] for column in columns], record
        for column, type_name, _, labels, not_null in columns:
            _holds(hints[column], type_name, labels, not_null, f"{record.__name__}.{column}")


def _holds(hint: Any, type_name: str, labels: list[str] | None, not_null: bool, what: str) -> None:
    """Whether a field's type is that of its column."""
    optional = get_origin(hint) is not Literal and type(None) in get_args(hint)
    if optional:
        hint = Union[tuple(part for part in get_args(hint) if part is not type(None))]  # noqa: UP007
    if labels:
        assert set(get_args(hint)) == set(labels), what
    elif type_name == "inet":
        assert set(get_args(hint)) == PYTHON_TYPES[type_name], what
    else:
        assert hint in PYTHON_TYPES[type_name], what
    assert not (optional and not_null), what


def test_rows_hold_what_their_fields_say(way: Way) -> None:
    stage = Stage(way)
    stage.tell(
        values(
            UUID,
            "update amity.sync_connections set ip_whitelist = '{10.0.0.0/8,::1}'"
            " where direction = 'sender' returning id",
        ),
        sync_connections.authorize("x", "x"),
    )
    row = stage.tell(sync_connections.find(stage.sender))
    assert row.ip_whitelist == [ip_network("10.0.0.0/8"), ip_network("::1/128")]
    assert row.metadata == {}
    transfer: sync_connections.SyncTransfer = stage.tell(stage.starts())
    assert (transfer.metadata, transfer.reached) == ({}, None)
