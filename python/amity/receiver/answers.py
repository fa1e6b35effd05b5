"""What a site answers, checked: every type, every length, and that it moves.

A site may be broken, or lie. What passes here is of the right shape and size, and that is all it
is: names in it are only ever compared with what this database has, and values are values.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from amity.receiver.errors import StrangeAnswer, shown
from amity.sync_connections import Authorization, Offer, Page

__all__ = ["authorization", "offer", "page"]

Answer = TypeVar("Answer", Authorization, Offer, Page)

_VALUES = {str, type(None)}
_MOST_COLUMNS = 1600
_MOST_TABLES = 100_000
_MOST_PER_PAGE = 100_000


def offer(said: object) -> Offer:
    """Check what `amity.sync_tables()` gave."""
    answer = _answer(Offer, said)
    if answer.allowed:
        _must(isinstance(answer.tables, list) and len(answer.tables) <= _MOST_TABLES, "its tables")
        for table in answer.tables or []:
            _must(isinstance(table, dict) and _is_text(table.get("table"), 300), "a table's name")
            rows = table.get("estimated_rows")
            _must(rows is None or _is_number(rows), "a number of rows")
            _must(
                isinstance(table.get("requires_approval"), bool), "whether a table needs approval"
            )
            _check_columns(table.get("columns"))
    return answer


def authorization(said: object) -> Authorization:
    """Check what `amity.sync_request()` gave."""
    answer = _answer(Authorization, said)
    if answer.allowed:
        answer = dataclasses.replace(answer, transfer_id=_uuid(answer.transfer_id))
    return answer


def page(said: object, after: list[str] | None, most: int) -> Page:
    """Check what `amity.sync_pull()` gave for that place and at most so many records.

    Raises:
        StrangeAnswer: it is no such page.
    """
    answer = _answer(Page, said)
    if not answer.allowed:
        return answer
    places = _key(answer.columns)
    records, width = answer.records, len(answer.columns or [])
    _must(isinstance(records, list) and len(records) <= min(most, _MOST_PER_PAGE), "its records")
    for record in records or []:
        _must(isinstance(record, list) and len(record) == width, "a record")
        _must(set(map(type, record)) <= _VALUES, "a value")
    keys = [[record[place] for place in places] for record in records or []]
    _must(all(None not in key for key in keys), "a key")
    _must(len({tuple(key) for key in keys}) == len(keys), "a key that is there twice")
    _must(answer.record_count == len(keys), "its number of records")
    _must(answer.reached == (keys[-1] if keys else after), "the place that it reached")
    _must(isinstance(answer.is_last, bool), "whether it is the last")
    # a page with nothing on it that is not the last one would be asked for until doomsday
    _must(bool(keys) or answer.is_last is True, "a page without records")
    return dataclasses.replace(answer, transfer_id=_uuid(answer.transfer_id))


def _answer(shape: type[Answer], said: object) -> Answer:
    names = {field.name for field in dataclasses.fields(shape)}
    _must(isinstance(said, Mapping) and set(said) == names, "its fields")
    answer = shape(**said)  # type: ignore[arg-type]
    _must(isinstance(answer.allowed, bool), "whether it allows")
    if answer.allowed:
        return answer
    _must(_is_text(answer.slug, 100), "the reason of a refusal")
    return dataclasses.replace(
        answer,
        slug=shown(answer.slug),
        message=shown(answer.message or answer.slug),
        hint=shown(answer.hint or ""),
    )


def _check_columns(columns: Any) -> None:
    _must(isinstance(columns, list) and 0 < len(columns) <= _MOST_COLUMNS, "its columns")
    for column in columns:
        _must(
            isinstance(column, dict)
            and _is_text(column.get("name"), 63 * 4)
            and _is_text(column.get("type"), 1000)
            and (column.get("key") is None or _is_number(column["key"])),
            "a column",
        )
    names = {column["name"] for column in columns}
    _must(len(names) == len(columns), "a column that is there twice")


def _key(columns: Any) -> list[int]:
    """Give the places of the key's columns among all, in the order of the key."""
    _check_columns(columns)
    places = {column["key"]: at for at, column in enumerate(columns) if column.get("key")}
    _must(sorted(places) == list(range(1, len(places) + 1)) and bool(places), "its key")
    return [places[nth] for nth in sorted(places)]


def _uuid(said: object) -> UUID:
    try:
        return said if isinstance(said, UUID) else UUID(str(said))
    except ValueError:
        raise StrangeAnswer(*_strange("its transfer")) from None


def _is_text(value: object, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 62


def _must(holds: bool, what: str) -> None:
    if not holds:
        raise StrangeAnswer(*_strange(what))


def _strange(what: str) -> tuple[str, str]:
    return (
        f"The site answered something else than a sending site does: {what} cannot be that.",
        "Nothing of that answer was kept. Ask whoever runs the site.",
    )
