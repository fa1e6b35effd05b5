"""Rows go in: a page at once if all of it fits, otherwise all but what does not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg

from amity.receiver.errors import shown
from amity.receiver.plans import ARRIVALS, Plan

__all__ = ["RowError", "Written", "write"]

Conn = psycopg.Connection[Any]
Records = Sequence[list[str | None]]

# What a row itself is to blame for, or a rule of the host's about it: values, constraints, sizes,
# exceptions of triggers. Whatever else Postgres says is about all of them.
_ABOUT_A_ROW = {"21", "22", "23", "2F", "38", "39", "44", "54", "P0", "PT"}
MISSING_PARENT = "23503"

# Under which every value is read as it was written, whatever the session says.
_SETTINGS = {
    "intervalstyle": "postgres",
    "lc_monetary": "C",
    "array_nulls": "on",
    "xmloption": "content",
}


@dataclass(frozen=True, slots=True)
class RowError:
    """A record that could not be written: its key, and what Postgres said."""

    key: list[str]
    message: str
    sqlstate: str | None


@dataclass(slots=True)
class Written:
    """What became of a page."""

    created: int = 0
    updated: int = 0
    skipped: int = 0
    errors: list[RowError] = field(default_factory=list)


def write(conn: Conn, plan: Plan, records: Records) -> Written:
    """Write a page, inside the caller's transaction.

    Raises:
        psycopg.Error: Postgres refuses all of them, for a reason that is no row's.
    """
    for name, value in _SETTINGS.items():
        conn.execute("select set_config(%s, %s, true)", [name, value])
    # what was to be looked at only at the end would undo the whole page there
    conn.execute("set constraints all immediate")
    written = Written()
    if records:
        conn.execute(plan.arrivals())
        _write(conn, plan, records, written)
    return written


def _write(conn: Conn, plan: Plan, records: Records, written: Written) -> None:
    """Write them at once or, where one does not fit, each half by itself."""
    try:
        created, updated = _tried(conn, plan, records)
    except (psycopg.Error, UnicodeError) as error:
        if not _is_about_a_row(error):
            raise
        if len(records) > 1:
            half = len(records) // 2
            _write(conn, plan, records[:half], written)
            _write(conn, plan, records[half:], written)
            return
        written.errors.append(_row_error(plan, records[0], error))
        return
    written.created += created
    written.updated += updated
    written.skipped += len(records) - created - updated


def _tried(conn: Conn, plan: Plan, records: Records) -> tuple[int, int]:
    with conn.transaction() as attempt:
        created, updated = _at_once(conn, plan, records)
        if created + updated == len(records) or not plan.changes_rows:
            return created, updated
        # somebody else inserted one in this very moment: it is there now, and can be changed
        raise psycopg.Rollback(attempt)
    with conn.transaction():
        return _at_once(conn, plan, records)


def _at_once(conn: Conn, plan: Plan, records: Records) -> tuple[int, int]:
    with conn.cursor().copy(plan.copy()) as copy:
        for record in records:
            copy.write_row([record[place] for place in plan.places])
    row = conn.execute(plan.statement()).fetchone()
    conn.execute(psycopg.sql.SQL("delete from {}").format(ARRIVALS))
    created, updated = row or (0, 0)
    return created, updated


def _is_about_a_row(error: psycopg.Error | UnicodeError) -> bool:
    if isinstance(error, UnicodeError) or error.sqlstate is None:
        # psycopg itself: a text that no Postgres holds
        return isinstance(error, UnicodeError | psycopg.DataError)
    return error.sqlstate[:2] in _ABOUT_A_ROW


def _row_error(
    plan: Plan, record: list[str | None], error: psycopg.Error | UnicodeError
) -> RowError:
    key = [shown(record[place]) for place in plan.key_places]
    if isinstance(error, UnicodeError):
        return RowError(key, "it is no text", None)
    return RowError(key, shown(error.diag.message_primary or error), error.sqlstate)
