"""What a site answers, checked: every type, every length, and that it moves.

A site may be broken, or lie. What passes here is of the right shape and size, and that is all it
is: names in it are only ever compared with what this database has, and values are values. What
nobody asked for is left out.
"""

import dataclasses
import re
from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from amity.receiver.errors import StrangeAnswer, shown
from amity.sync_connections import Authorization, Offer, Page

__all__ = ["authorization", "offer", "page"]

Answer = TypeVar("Answer", Authorization, Offer, Page)

_VALUES = {str, type(None)}
_TABLE = ("table", "columns", "estimated_rows", "requires_approval", "refers_to", "sites")
_COLUMN = ("name", "type", "not_null", "identity", "generated", "key")
_TRUTHS = ("not_null", "identity", "generated")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MOST_COLUMNS = 1600
_MOST_TABLES = 100_000
_MOST_SITES = 1000
_MOST_PER_PAGE = 100_000


def offer(said: object) -> Offer:
    """Check what `amity.sync_tables()` gave."""
    answer = _answer(Offer, said)
    if answer.allowed:
        _must(isinstance(answer.tables, list) and len(answer.tables) <= _MOST_TABLES, "its tables")
        answer = dataclasses.replace(answer, tables=list(map(_table, answer.tables or [])))
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
    columns = _columns(answer.columns)
    places = _key(columns)
    records, width = answer.records, len(columns)
    _must(isinstance(records, list) and len(records) <= min(most, _MOST_PER_PAGE), "its records")
    for record in records or []:
        _must(isinstance(record, list) and len(record) == width, "a record")
        _must(set(map(type, record)) <= _VALUES, "a value")
    keys = [[record[place] for place in places] for record in records or []]
    _must(all(_is_text(value) for key in keys for value in key), "a key")
    _must(len({tuple(key) for key in keys}) == len(keys), "a key that is there twice")
    _must(answer.record_count == len(keys), "its number of records")
    _must(answer.reached == (keys[-1] if keys else after), "the place that it reached")
    _must(isinstance(answer.is_last, bool), "whether it is the last")
    # a page with nothing on it that is not the last one would be asked for until doomsday
    _must(bool(keys) or answer.is_last is True, "a page without records")
    return dataclasses.replace(answer, columns=columns, transfer_id=_uuid(answer.transfer_id))


def _answer(shape: type[Answer], said: Any) -> Answer:
    names = {field.name for field in dataclasses.fields(shape)}
    _must(isinstance(said, Mapping) and set(said) == names, "its fields")
    answer = shape(**said)
    _must(isinstance(answer.allowed, bool), "whether it allows")
    if answer.allowed:
        return answer
    _must(_is_name(answer.slug, 100), "the reason of a refusal")
    return dataclasses.replace(
        answer,
        slug=shown(answer.slug),
        message=shown(answer.message or answer.slug),
        hint=shown(answer.hint or ""),
    )


def _table(said: Any) -> dict[str, Any]:
    table = _fields(said, _TABLE, "a table")
    _must(_is_name(table["table"], 300), "a table's name")
    _must(table["estimated_rows"] is None or _is_number(table["estimated_rows"]), "a number")
    _must(isinstance(table["requires_approval"], bool), "whether a table needs approval")
    parents = table["refers_to"]
    _must(
        isinstance(parents, list) and all(_is_name(each, 300) for each in parents),
        "what a table refers to",
    )
    sites = table["sites"]
    _must(isinstance(sites, list) and 0 < len(sites) <= _MOST_SITES, "whose rows a table has")
    return {
        **table,
        "columns": _columns(table["columns"]),
        "sites": [str(_uuid(each)) for each in sites],
    }


def _columns(said: Any) -> list[dict[str, Any]]:
    _must(isinstance(said, list) and 0 < len(said) <= _MOST_COLUMNS, "its columns")
    columns = [_fields(each, _COLUMN, "a column") for each in said]
    for column in columns:
        _must(_is_name(column["name"], 63 * 4) and _is_name(column["type"], 1000), "a column")
        _must(column["key"] is None or _is_number(column["key"]), "the place in a key")
        _must(all(isinstance(column[each], bool) for each in _TRUTHS), "what a column is")
    names = {column["name"] for column in columns}
    _must(len(names) == len(columns), "a column that is there twice")
    return columns


def _fields(said: Any, names: tuple[str, ...], what: str) -> dict[str, Any]:
    """Give those fields, all of which have to be there, and no others."""
    _must(isinstance(said, dict) and set(names) <= set(said), what)
    return {name: said[name] for name in names}


def _key(columns: list[dict[str, Any]]) -> list[int]:
    """Give the places of the key's columns among all, in the order of the key."""
    places = {column["key"]: at for at, column in enumerate(columns) if column["key"]}
    _must(sorted(places) == list(range(1, len(places) + 1)) and bool(places), "its key")
    return [places[nth] for nth in sorted(places)]


def _uuid(said: object) -> UUID:
    try:
        return said if isinstance(said, UUID) else UUID(str(said))
    except ValueError:
        raise StrangeAnswer(*_strange("an id")) from None


def _is_text(value: object) -> bool:
    """Whether Postgres could hold it: no NUL, no half of a character."""
    return isinstance(value, str) and "\0" not in value and _SURROGATE.search(value) is None


def _is_name(value: object, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest and _is_text(value)


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
